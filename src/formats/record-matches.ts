/** The readings of files of plain records, the same for every container. */
import type { Why } from '../model/dataset.ts';
import type { Match } from './format.ts';
import type { RecordPart } from './record-container.ts';
import { groupRecordFiles, type RecordFile, type RecordGroup } from './record-files.ts';
import type { Project } from './projects/project.ts';

/** What a container makes of the files that it found. */
export interface RecordReadings<F extends RecordFile> {
  /** Of one file; a dataset is as sure as the least sure of its files. */
  confidence(file: F): number;
  why(files: readonly [F, ...F[]]): Why;
  /** What is to be known of a file to read it. */
  part(file: F & { readonly split: string | undefined }): RecordPart;
  /** Other ways to read the files, where they leave a choice. */
  ways?(group: RecordGroup<F>): Pick<Match, 'variant' | 'variants'>;
}

/**
 * One reading for each dataset that the files make up.
 * @param project what descriptions of datasets say of the files
 */
export function recordMatches<F extends RecordFile>(found: readonly F[], of: RecordReadings<F>, project?: Project): Match[] {
  return groupRecordFiles(found, project).flatMap((group): Match[] => {
    const [first, ...others] = group.files;
    if (!first) return [];
    return [
      {
        confidence: Math.min(...group.files.map((file) => of.confidence(file))),
        why: of.why([first, ...others]),
        claims: group.files.map(({ file }) => file),
        name: group.name,
        columns: first.keys,
        ...group.described,
        plan: group.files.map((file) => of.part(file)),
        ...of.ways?.(group),
      },
    ];
  });
}
