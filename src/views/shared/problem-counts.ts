import { severityOf, type Severity } from '../../model/problem.ts';
import { currentDataset, type AppState } from '../../state/store.ts';

/** Problems of the current dataset and of the drop as a whole; of one severity, or all. */
export function countProblems(state: AppState, severity?: Severity): number {
  const groups = currentDataset(state)?.problems ?? [];
  const mine = groups.reduce((sum, group) => sum + (severity === undefined || group.severity === severity ? group.count : 0), 0);
  return mine + state.dropProblems.filter(({ code }) => severity === undefined || severityOf(code) === severity).length;
}
