import { assert } from '../../base/assert.ts';
import { slices } from '../../base/pause.ts';
import type { FileSet } from '../../files/file-set.ts';
import type { TextEncodingName } from '../../files/text.ts';
import type { Annotation } from '../../model/annotation.ts';
import type { ByteRange, FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
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
  const problems: Problem[] = [];
  let fields: JsonObject = {};
  const ranges = sample.at ? [...refs, sample.at] : refs;
  await readRecords(files, match.plan as CocoPlan, ranges, signal, (place, record) => {
    const ref = refs[place];
    const range = ranges[place];
    if ('expected' in record) {
      // Its shape let it pass while the file was read; the others of the sample are shown all the same.
      const file = files.paths[range?.file ?? -1] ?? '';
      const at = { byte: range?.start ?? 0, end: range?.end ?? 0 };
      const values = { expected: record.expected, offset: (range?.start ?? 0) + record.offset };
      problems.push({ code: 'json-syntax', file, at, values, sample: sample.row });
    }
    const object = 'object' in record ? record.object : {};
    if (ref) annotations[place] = annotationOf(ref, object);
    else fields = object;
  });
  return { annotations, fields, ...(problems.length > 0 ? { problems } : {}) };
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
  take: (place: number, record: ReadRecord) => void,
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
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** A record, or where and why it is no JSON. */
type ReadRecord = { readonly object: JsonObject } | { readonly expected: string; readonly offset: number };

function recordIn(bytes: Uint8Array, path: string, { start, end }: ByteRange): ReadRecord {
  const parsed = parseJson(decoder.decode(bytes));
  const object = parsed.ok ? objectOf(parsed.value) : undefined;
  if (object) return { object };
  // What still begins and ends as an object was always wrong inside; anything else is another file by now.
  if (!parsed.ok && bytes[0] === OPEN && bytes.at(-1) === CLOSE) return { expected: parsed.expected, offset: parsed.offset };
  throw new Error(`${path} no longer has the record at bytes ${start} to ${end}`);
}

function encodingIn(plan: CocoPlan, file: FileIndex): TextEncodingName {
  for (const part of plan.parts) for (const known of part.files) if (known.file === file) return known.encoding;
  return 'utf-8';
}
