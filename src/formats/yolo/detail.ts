/** One sample in full: the lines of its label files, read again from where they stand. */
import type { FileSet } from '../../files/file-set.ts';
import type { Annotation, FieldValue, Flag, Shape } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { assert } from '../../base/assert.ts';
import type { AnnotationRef, Detail, Match, SampleRef } from '../format.ts';
import { boundsOf, shapesOf } from './geometry.ts';
import type { YoloPlan, YoloSet } from './plan.ts';
import { DEFAULT_RULES, parseRow, type Row } from './row.ts';

/** Side of the square that shapes are drawn in where the image's size is not known: YOLO says nothing of pixels. */
export const NOMINAL_SIDE = 1000;

export async function detailYolo(files: FileSet, match: Match, sample: SampleRef, signal: AbortSignal): Promise<Detail> {
  const plan = match.plan as YoloPlan | undefined;
  const lines = await readLines(files, sample.annotations, signal);
  const isSized = sample.width > 0 && sample.height > 0;
  const width = isSized ? sample.width : NOMINAL_SIDE;
  const height = isSized ? sample.height : NOMINAL_SIDE;
  const annotations = sample.annotations.map((ref, i) => annotationOf(ref, lines[i] ?? '', setOf(plan, ref.file), width, height));
  return { annotations, fields: isSized || annotations.length === 0 ? {} : { nominalFrame: [NOMINAL_SIDE, NOMINAL_SIDE] } };
}

/** The text of each annotation's line; lines of one file in one read. */
async function readLines(files: FileSet, refs: readonly AnnotationRef[], signal: AbortSignal): Promise<string[]> {
  const spans = new Map<FileIndex, { start: number; end: number }>();
  for (const { file, start, end } of refs) {
    const span = spans.get(file);
    if (span === undefined) spans.set(file, { start, end });
    else {
      span.start = Math.min(span.start, start);
      span.end = Math.max(span.end, end);
    }
  }
  const bytes = new Map<FileIndex, Uint8Array>();
  for (const [file, { start, end }] of spans) {
    signal.throwIfAborted();
    bytes.set(file, await files.source(file).read(start, end));
  }
  const decoder = new TextDecoder();
  return refs.map(({ file, start, end }) => {
    const from = spans.get(file)?.start ?? 0;
    return decoder.decode(bytes.get(file)?.subarray(start - from, end - from));
  });
}

function annotationOf(ref: AnnotationRef, line: string, set: YoloSet | undefined, width: number, height: number): Annotation {
  const row = parseRow(line, set?.rules ?? DEFAULT_RULES);
  const base = { row: ref.row, category: ref.category, labelSet: ref.labelSet };
  // The file changed since it was indexed: what is left is that there was something.
  if ('fault' in row) return { ...base, flags: [], shapes: [{ kind: 'caption', text: line.slice(0, 200) }], fields: {} };
  const shapes: Shape[] = shapesOf(row, width, height);
  assert(shapes.length > 0, 'a row has a shape');
  const isPrediction = set?.role === 'prediction';
  return {
    ...base,
    ...(row.score !== undefined && isPrediction ? { score: row.score } : {}),
    flags: flagsOf(row),
    shapes,
    fields: fieldsOf(row, isPrediction),
    ...(row.kind === 'box' || row.kind === 'pose' ? {} : { bounds: boundsOf(row, width, height) }),
  };
}

function flagsOf(row: Row): Flag[] {
  return row.difficult === true ? ['difficult'] : [];
}

function fieldsOf(row: Row, isPrediction: boolean): Readonly<Record<string, FieldValue>> {
  return {
    ...(row.score !== undefined && !isPrediction ? { confidence: row.score } : {}),
    ...(row.track === undefined ? {} : { track: row.track }),
    ...(row.extras === undefined ? {} : { attributes: row.extras }),
  };
}

const setsByFile = new WeakMap<YoloPlan, Map<FileIndex, YoloSet>>();

/** The set of a label file; where the dataset has several they are looked up once. */
function setOf(plan: YoloPlan | undefined, file: FileIndex): YoloSet | undefined {
  if (plan === undefined || plan.sets.length <= 1) return plan?.sets[0];
  let byFile = setsByFile.get(plan);
  if (byFile === undefined) {
    byFile = new Map();
    for (const set of plan.sets) {
      for (const label of set.labels) byFile.set(label, set);
      for (const label of set.orphans) byFile.set(label, set);
    }
    setsByFile.set(plan, byFile);
  }
  return byFile.get(file);
}
