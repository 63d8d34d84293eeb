/** What `inspect --json` prints: one object, described in the product's "Also without a screen". */
import type { DatasetSummary } from '../model/dataset.ts';
import type { Position, Problem } from '../model/problem.ts';
import { severityOf } from '../model/problem.ts';
import type { OpenResult, TextProfile } from '../engine/protocol.ts';
import { profileJson } from './profile-report.ts';

/** English sentences, so that this file knows no messages. */
export interface Sentences {
  problem(problem: Problem): string;
  why(dataset: DatasetSummary): string;
}

/** The first problem of each code of a dataset. */
export type FirstProblems = (dataset: number, code: string) => Problem | undefined;

export interface ProblemJson {
  readonly code: string;
  readonly severity: string;
  readonly count: number;
  readonly first: { readonly file?: string; readonly at?: string; readonly message: string };
}

export type DatasetJson = ReturnType<typeof datasetJson>;
export type ReportJson = ReturnType<typeof reportJson>;

/** @param profiles of text records, by dataset, where they were asked for */
export function reportJson(
  result: OpenResult,
  first: FirstProblems,
  sentences: Sentences,
  profiles: ReadonlyMap<number, TextProfile> = new Map(),
) {
  return {
    datasets: result.datasets.map((dataset) => datasetJson(dataset, first, sentences, profiles.get(dataset.id))),
    classLists: result.classLists,
    unclaimed: result.unclaimed.paths,
    problems: groupProblems(result.problems, sentences),
  };
}

function datasetJson(dataset: DatasetSummary, first: FirstProblems, sentences: Sentences, profile: TextProfile | undefined) {
  return {
    format: dataset.format,
    name: dataset.name,
    why: sentences.why(dataset),
    visual: dataset.visual,
    samples: dataset.samples,
    images: dataset.images,
    annotations: dataset.truthAnnotations,
    byKind: dataset.byKind,
    splits: dataset.splits,
    categories: dataset.categories.map(({ name, annotations, samples = 0 }) => ({ name, annotations, samples })),
    labelSets: dataset.labelSets,
    columns: dataset.columns,
    // JSON has no undefined: null for images, and where records follow no schema that we know.
    record:
      dataset.record?.schema === undefined
        ? null
        : { schema: dataset.record.schema, fits: dataset.record.fits, of: dataset.record.sampled },
    media: dataset.media ?? null,
    ...(profile ? { profile: profileJson(profile) } : {}),
    files: dataset.files,
    read: dataset.read,
    rejected: dataset.rejected,
    problems: dataset.problems.map(({ code, severity, count }): ProblemJson => {
      const problem = first(dataset.id, code);
      return { code, severity, count, first: problem ? firstJson(problem, sentences) : { message: code } };
    }),
  };
}

function firstJson(problem: Problem, sentences: Sentences): ProblemJson['first'] {
  return {
    ...(problem.file === undefined ? {} : { file: problem.file }),
    ...(problem.at === undefined ? {} : { at: placeText(problem.at) }),
    message: sentences.problem(problem),
  };
}

/** `line 3`, `byte 123456`. */
export function placeText({ line, byte }: Position): string {
  return line === undefined ? `byte ${byte ?? 0}` : `line ${line}`;
}

/** Problems of the drop, by code. */
function groupProblems(problems: readonly Problem[], sentences: Sentences): ProblemJson[] {
  const groups = new Map<string, { first: Problem; count: number }>();
  for (const problem of problems) {
    const group = groups.get(problem.code);
    if (group) group.count++;
    else groups.set(problem.code, { first: problem, count: 1 });
  }
  return [...groups.values()].map(({ first, count }) => ({
    code: first.code,
    severity: severityOf(first.code),
    count,
    first: firstJson(first, sentences),
  }));
}
