import type { EngineApi, ProblemGroup } from '../../engine/protocol.ts';
import { problemTitle } from '../../i18n/problems.ts';
import type { DatasetSummary } from '../../model/dataset.ts';
import { problemText } from '../shared/problem-text.ts';
import type { T } from '../shared/use-t.ts';

/** Problems of one code that a report spells out. */
const EACH = 200;

/** The problems as plain text, to paste into a ticket. */
export async function reportOf(
  t: T,
  engine: Pick<EngineApi, 'problems'>,
  dataset: DatasetSummary,
  groups: readonly ProblemGroup[],
): Promise<string> {
  const shown = dataset.read - dataset.rejected;
  const lines = [dataset.name, t('problems.sum', { read: dataset.read, shown, rejected: dataset.rejected }), ''];
  for (const group of groups) {
    lines.push(`${group.severity} ${group.code} × ${group.count}: ${problemTitle(t, group.code)}`);
    const page = await engine.problems({ dataset: dataset.id, code: group.code, from: 0, to: EACH });
    for (const problem of page.problems) {
      const place = problem.at?.line === undefined ? (problem.at?.byte === undefined ? '' : `@${problem.at.byte}`) : `:${problem.at.line}`;
      lines.push(`  ${problem.file ?? ''}${place}  ${problemText(t, problem)}`);
    }
    if (group.count > EACH) lines.push(`  … ${t('problems.more', { n: group.count - EACH })}`);
  }
  return lines.join('\n');
}
