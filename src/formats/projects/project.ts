/**
 * Files that describe datasets whose records lie in other files: which files, under which names, in which splits, and how their
 * records are to be read. What they say goes before what is recognised.
 */
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { RecordGuide } from '../records/guide.ts';

export interface ProjectFile {
  readonly file: FileIndex;
  readonly split?: string;
}

/** One dataset as its description names it. */
export interface ProjectEntry {
  /** Shown as the dataset's name. */
  readonly name: string;
  readonly files: readonly ProjectFile[];
  /** How its records are read; absent: as they are recognised. */
  readonly guide?: RecordGuide;
  /** Records that the description says there are, by split; under '' those of all. */
  readonly declared?: Readonly<Record<string, number>>;
}

/** What the descriptions of a drop say, all together. */
export interface Project {
  readonly entries: readonly ProjectEntry[];
  /** The descriptions themselves: they hold no records. */
  readonly explained: readonly FileIndex[];
  /** What they name and the drop does not have, and what in them cannot be read. */
  readonly problems: readonly Problem[];
}

export const NO_PROJECT: Project = { entries: [], explained: [], problems: [] };
