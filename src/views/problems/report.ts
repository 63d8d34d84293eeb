import type { EngineApi } from '../../engine/protocol.ts';
import { problemTitle } from '../../i18n/problems.ts';
import type { DatasetSummary } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { AppState } from '../../state/store.ts';
import { problemText } from '../shared/problem-text.ts';
import type { T } from '../shared/use-t.ts';

/** Problems of one code that a report spells out. */
const EACH = 200;

type Asked = Pick<EngineApi, 'problems' | 'problemGroups'>;

/**
 * The problems as plain text, to paste into a ticket: of the dataset that is looked at, of all others that have some, and of the drop.
 * @param current its number
 */
export async function reportOf(
  t: T,
  engine: Asked,
  { datasets, current, dropProblems }: Pick<AppState, 'datasets' | 'current' | 'dropProblems'>,
): Promise<string> {
  const told = datasets
    .filter(({ id, problems }) => id === current || problems.length > 0)
    .toSorted((a, b) => Number(b.id === current) - Number(a.id === current));
  const parts: string[] = [];
  for (const dataset of told) parts.push(await partOf(t, engine, dataset));
  if (dropProblems.length > 0) parts.push([t('problems.drop'), '', ...dropProblems.map((problem) => lineOf(t, problem))].join('\n'));
  return parts.join('\n\n');
}

async function partOf(t: T, engine: Asked, dataset: DatasetSummary): Promise<string> {
  const shown = dataset.read - dataset.rejected;
  const lines = [dataset.name, t('problems.sum', { read: dataset.read, shown, rejected: dataset.rejected }), ''];
  for (const group of await engine.problemGroups({ dataset: dataset.id })) {
    lines.push(`${group.severity} ${group.code} × ${group.count}: ${problemTitle(t, group.code)}`);
    const page = await engine.problems({ dataset: dataset.id, code: group.code, from: 0, to: EACH });
    for (const problem of page.problems) lines.push(lineOf(t, problem));
    if (group.count > EACH) lines.push(`  … ${t('problems.more', { n: group.count - EACH })}`);
  }
  return lines.join('\n');
}

function lineOf(t: T, problem: Problem): string {
  const place = problem.at?.line === undefined ? (problem.at?.byte === undefined ? '' : `@${problem.at.byte}`) : `:${problem.at.line}`;
  return `  ${problem.file ?? ''}${place}  ${problemText(t, problem)}`;
}
