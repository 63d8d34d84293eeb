/** Where a format's findings go: columns, accounts, problems. */
import type { AnnotationCells, Sink } from '../formats/format.ts';
import type { Builder } from '../table/builder.ts';
import type { CategoryRow, Frame } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import type { FileAccounts } from './accounts.ts';
import type { ProblemStore } from './problem-store.ts';

/** Fixed facts that a format may know. */
export interface Facts {
  frame: Frame | undefined;
  unreferencedImages: number | undefined;
}

export interface SinkParts {
  readonly builder: Builder;
  readonly accounts: FileAccounts;
  readonly problems: ProblemStore;
  readonly facts: Facts;
  readonly paths: readonly string[];
  /** Takes a problem of all samples that have these categories, which only the whole table can tell; absent: it is told of its first one. */
  readonly among?: (problem: Problem, categories: readonly CategoryRow[]) => void;
  readonly onProgress: (done: number, total: number) => void;
  readonly onDemand?: Sink['onDemand'];
}

export function tableSink({ builder, accounts, problems, facts, paths, among, onProgress, onDemand }: SinkParts): Sink {
  return {
    sample(key, cells) {
      const row = builder.sample(key, cells);
      if (!cells) return row;
      if (cells.header !== undefined) builder.setHeader(row, cells.header === 'unreadable' ? undefined : cells.header);
      if (cells.at) accounts.addSample(cells.at.file);
      if (cells.image !== undefined) accounts.addImage(cells.image);
      return row;
    },
    samples(block) {
      accounts.addSamples(block.file, block.length);
      if (block.image) for (const image of block.image) if (image >= 0) accounts.addImage(image);
      return builder.samples(block);
    },
    category: (key, declared) => builder.category(key, declared),
    labelSet: (set) => builder.labelSet(set),
    annotation(of, category, cells: AnnotationCells, at) {
      builder.annotation(of, category, cells, at);
      accounts.addAnnotations(at.file, 1);
    },
    annotations(block) {
      builder.annotationBlock(block);
      accounts.addAnnotations(block.file, block.length);
    },
    read: (file, unit, records) => accounts.addRead(file, unit, records),
    reject(file, at, problem) {
      accounts.addRejected(file, problem.sample !== undefined);
      problems.add({ ...problem, file: paths[file] ?? '', at });
    },
    problem: (problem, categories) => (among && categories ? among(problem, categories) : problems.add(problem)),
    column: (column) => builder.column(column),
    sampled: (name, value) => builder.sampled(name, value),
    set({ frame, visual, unreferencedImages }) {
      if (frame !== undefined) facts.frame = frame;
      if (visual !== undefined) builder.setVisual(visual);
      if (unreferencedImages !== undefined) facts.unreferencedImages = unreferencedImages;
    },
    progress: onProgress,
    ...(onDemand ? { onDemand } : {}),
  };
}
