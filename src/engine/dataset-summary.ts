/** One dataset as the page is told of it. */
import type { DatasetSummary, FileIndex } from '../model/dataset.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import type { FileAccounts } from './accounts.ts';
import type { Candidate, Reading } from './match.ts';
import { countSamples, type TableCounts } from './summary.ts';

/** How much less likely than the format's own way another way of it is. */
const UNLIKELY = 0.2;

/** What its format, its files and its table say; the rest of a summary is the dataset's own. */
export function summaryOf(parts: {
  readonly reading: Reading;
  readonly table: DatasetTable;
  readonly counts: TableCounts;
  readonly accounts: FileAccounts;
  readonly paths: readonly string[];
  /** Images that no record names, where the format has counted them. */
  readonly unreferenced: number | undefined;
  /** Files that records name. */
  readonly mediaFiles: ReadonlySet<FileIndex>;
}): Omit<DatasetSummary, 'id' | 'complete' | 'standIn' | 'problems' | 'frame' | 'record' | 'media' | 'tokenizer'> {
  const { table, counts, accounts, mediaFiles } = parts;
  const { format, match, alternatives, unreferenced } = parts.reading;
  const samples = countSamples(table);
  const counted = counts.counted;
  return {
    format: format.id,
    name: match.name,
    why: match.why,
    confidence: match.confidence,
    samples: table.sampleCount,
    images: {
      present: samples.present,
      missing: samples.missing,
      unreferenced: parts.unreferenced ?? unreferenced.filter((file) => !mediaFiles.has(file)).length,
    },
    annotations: table.annotationCount,
    truthAnnotations: counted.annotations,
    byKind: counted.byKind,
    visual: table.visual,
    splits: samples.splits,
    categories: counts.categories(),
    labelSets: counts.labelSets(),
    columns: table.columns,
    measures: table.measures,
    files: accounts.list(parts.paths, table.visual),
    read: accounts.read,
    rejected: accounts.rejected,
    turned: samples.turned,
    columnBytes: table.bytes,
    claimed: match.claims.length,
    alternatives: [
      ...(match.variants ?? []).map(({ id, why, likely = false }) => ({
        format: format.id,
        variant: id,
        why,
        confidence: match.confidence - (likely ? 0 : UNLIKELY),
      })),
      // Several datasets of one format may be the other way to read the files: choosing it makes all of them.
      ...alternatives
        .filter(isFirstOfFormat)
        .map((other) => ({ format: other.format.id, why: other.match.why, confidence: other.match.confidence })),
    ],
  };
}

function isFirstOfFormat({ format }: Candidate, at: number, all: readonly Candidate[]): boolean {
  return all.findIndex((other) => other.format.id === format.id) === at;
}
