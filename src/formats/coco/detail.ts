import { assert } from '../../base/assert.ts';
import { slices } from '../../base/pause.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { TextEncodingName } from '../../files/text.ts';
import type { Annotation } from '../../model/annotation.ts';
import type { ByteRange, FileIndex } from '../../model/dataset.ts';
import { parseJson, type JsonObject } from '../../syntax/json-value.ts';
import type { AnnotationRef, Detail, Match, SampleRef } from '../format.ts';
import type { CocoPlan } from './plan.ts';
import { derivedBounds, flagNames, leftoverFields, objectOf, readAnnotation, shapesOf } from './record.ts';
import { openText } from './source.ts';

/** Ranges closer than this are read in one go: a read costs more than some bytes too many. */
const GAP_BYTES = 32 * 1024;
const READ_BYTES = 8 * 2 ** 20;

/** One sample in full, from the recorded ranges. Rejects where they hold no JSON any more. */
export async function cocoDetail(files: FileSet, match: Match, sample: SampleRef, signal: AbortSignal): Promise<Detail> {
  const refs = sample.annotations;
  const annotations: Annotation[] = [];
  let fields: JsonObject = {};
  const ranges = sample.at ? [...refs, sample.at] : refs;
  await readRecords(files, match.plan as CocoPlan, ranges, signal, (place, record) => {
    const ref = refs[place];
    if (ref) annotations[place] = annotationOf(ref, record);
    else fields = record;
  });
  return { annotations, fields };
}

function annotationOf({ row, category, labelSet }: AnnotationRef, record: JsonObject): Annotation {
  const read = readAnnotation(record);
  const bounds = read.box ? undefined : derivedBounds(read);
  return {
    row,
    category,
    labelSet,
    ...(read.score === undefined ? {} : { score: read.score }),
    flags: flagNames(read.flags),
    shapes: shapesOf(read),
    fields: leftoverFields(record, read),
    ...(bounds ? { bounds } : {}),
  };
}

/** Hands on each record at once: what is not kept of hundreds of thousands need not be held together. */
async function readRecords(
  files: FileSet,
  plan: CocoPlan,
  ranges: readonly ByteRange[],
  signal: AbortSignal,
  take: (place: number, record: JsonObject) => void,
): Promise<void> {
  const order = [...ranges.keys()].sort((a, b) => {
    const [first, second] = [ranges[a], ranges[b]];
    return (first?.file ?? 0) - (second?.file ?? 0) || (first?.start ?? 0) - (second?.start ?? 0);
  });
  const each = slices(signal);
  for (let from = 0; from < order.length;) {
    signal.throwIfAborted();
    const first = ranges[order[from] ?? 0];
    assert(first, 'a range for each place');
    let to = from + 1;
    let { end } = first;
    for (; to < order.length; to += 1) {
      const next = ranges[order[to] ?? 0];
      if (next?.file !== first.file || next.start > end + GAP_BYTES || next.end > first.start + READ_BYTES) break;
      end = Math.max(end, next.end);
    }
    const bytes = await openText(files, first.file, encodingIn(plan, first.file)).read(first.start, end);
    const path = files.paths[first.file] ?? '';
    await each(order.slice(from, to), (place) => {
      const range = ranges[place];
      if (range) take(place, recordIn(bytes.subarray(range.start - first.start, range.end - first.start), path, range));
    });
    from = to;
  }
}

const decoder = new TextDecoder();

function recordIn(bytes: Uint8Array, path: string, { start, end }: ByteRange): JsonObject {
  const parsed = parseJson(decoder.decode(bytes));
  const record = parsed.ok ? objectOf(parsed.value) : undefined;
  if (!record) throw new Error(`${path} no longer has the record at bytes ${start} to ${end}`);
  return record;
}

function encodingIn(plan: CocoPlan, file: FileIndex): TextEncodingName {
  for (const part of plan.parts) for (const known of part.files) if (known.file === file) return known.encoding;
  return 'utf-8';
}
