import type { DatasetSummary } from '../../model/dataset.ts';
import { severityOf, type Severity } from '../../model/problem.ts';
import { currentDataset, type AppState } from '../../state/store.ts';

/** Problems of the current dataset and of the drop as a whole; of one severity, or all. */
export function countProblems(state: AppState, severity?: Severity): number {
  const current = currentDataset(state);
  const mine = current ? countIn(current, severity) : 0;
  return mine + state.dropProblems.filter(({ code }) => severity === undefined || severityOf(code) === severity).length;
}

/** Problems of a dataset; of one severity, or all. */
export function countIn({ problems }: DatasetSummary, severity?: Severity): number {
  return problems.reduce((sum, group) => sum + (severity === undefined || group.severity === severity ? group.count : 0), 0);
}

/** The datasets with errors, without the one that is looked at. */
export function othersWithErrors(datasets: readonly DatasetSummary[], current: number | undefined): readonly DatasetSummary[] {
  return datasets.filter((dataset) => dataset.id !== current && countIn(dataset, 'error') > 0);
}

/** Errors of the datasets that are not looked at. */
export function countErrorsElsewhere({ datasets, current }: AppState): number {
  return othersWithErrors(datasets, current).reduce((sum, dataset) => sum + countIn(dataset, 'error'), 0);
}
