import type { FileSet } from '../files/file-set.ts';
import { extensionOf } from '../files/file-set.ts';
import type { Problem } from '../model/problem.ts';
import type { Dataset } from './dataset.ts';
import type { Matching } from './match.ts';
import type { OpenProgress, OpenResult } from './protocol.ts';

/** The first reports of a phase show that something happens; later ones cost the page as much, and say less. */
const PROGRESS_MS = [100, 100, 250];
const UNCLAIMED_SENT = 1_000;

/** Tells how far an opening is. */
export type Report = (phase: OpenProgress['phase'], done: number, total: number) => void;

/** What is open, for the page. */
export function openResult(
  {
    files,
    datasets,
    matching,
    loose,
  }: { readonly files: FileSet; readonly datasets: readonly Dataset[]; readonly matching: Matching; readonly loose: readonly Problem[] },
  [phase, done, total]: Parameters<Report>,
  { extended, changed = [] }: Pick<OpenResult, 'extended' | 'changed'>,
): OpenResult {
  const { unclaimed, classLists } = matching;
  const counts = new Map<string, number>();
  const isNothing = datasets.length === 0 && classLists.length === 0;
  for (const path of isNothing ? files.paths : []) counts.set(extensionOf(path), (counts.get(extensionOf(path)) ?? 0) + 1);
  return {
    phase,
    done,
    total,
    datasets: datasets.map((dataset) => dataset.summary()),
    unclaimed: {
      count: unclaimed.length,
      paths: unclaimed.slice(0, UNCLAIMED_SENT).map((file) => files.paths[file] ?? ''),
    },
    problems: loose,
    classLists,
    recognised: !isNothing,
    extensions: [...counts].map(([extension, number]) => ({ extension, files: number })).sort((a, b) => b.files - a.files),
    ...(extended === undefined ? {} : { extended }),
    ...(changed.length > 0 ? { changed } : {}),
  };
}

/** Of more datasets than this it is told how many are done: a bar that fills for each of them anew says nothing. */
const TOLD_ONE_BY_ONE = 8;

/**
 * How far one of several datasets is, as a part of all.
 * @param at of them, from 0
 */
export function partOf(report: Report, phase: OpenProgress['phase'], at: number, datasets: number): (done: number, total: number) => void {
  if (datasets <= TOLD_ONE_BY_ONE) return (done, total) => report(phase, done, total);
  return (done, total) => report(phase, at + (total > 0 ? done / total : 0), datasets);
}

/** At most so often, and at most a tenth of the time: summing up a hundred thousand files is work, too. */
export function throttled(report: Report): Report {
  let next = -Infinity;
  let lastPhase = '';
  let told = 0;
  return (phase, done, total) => {
    const started = performance.now();
    if (phase === lastPhase && started < next) return;
    report(phase, done, total);
    told = phase === lastPhase ? told + 1 : 0;
    lastPhase = phase;
    const ended = performance.now();
    next = ended + Math.max(PROGRESS_MS[Math.min(told, PROGRESS_MS.length - 1)] ?? 0, (ended - started) * 9);
  };
}
