/** Spans as files write them, and where they stand in their text. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Span, SpanRelation, SpansForm } from '../../model/record-form.ts';
import { codePointOffsets, unitOffsets, type ToUnits } from './offsets.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

const LABELS = ['label', 'type', 'entity', 'category', 'entity_group', 'tag', 'entity_type', 'labels'] as const;

export interface SpanParts {
  readonly spans: readonly Span[];
  readonly relations?: readonly SpanRelation[];
  readonly classes?: readonly string[];
  readonly verdict?: string | undefined;
}

export function spansForm(text: string, { spans, relations = [], classes = [], verdict }: SpanParts): SpansForm {
  return { kind: 'spans', text, spans, relations, classes, ...(verdict === undefined ? {} : { verdict }), media: [], regions: [] };
}

/** What a file says of one span. */
export interface WrittenSpan {
  readonly label: string;
  readonly places: readonly (readonly [number, number])[];
  readonly surface?: string | undefined;
}

/**
 * Spans in units of the text; those that quote another text than stands there are told.
 * @param asQuoted a stretch of the text as the file quotes it
 */
export function placedSpans(
  text: string,
  written: readonly WrittenSpan[],
  toUnits: ToUnits,
  asQuoted: (there: string) => string = (there) => there,
): Span[] {
  return written.map(({ label, places, surface }) => {
    const fragments = places.map(([start, end]): readonly [number, number] => [toUnits(start), toUnits(end)]);
    const isOutside = fragments.some(([start, end]) => start < 0 || end > text.length || end < start);
    const there = fragments.map(([start, end]) => asQuoted(text.slice(start, end))).join(' ');
    const differs = surface !== undefined && surface !== there;
    return { label, fragments, ...(isOutside || differs ? { misplaced: true } : {}), ...(differs ? { quoted: surface } : {}) };
  });
}

/** The reading of the offsets under which more spans quote what stands there: code points, else UTF-16, else ends inclusive. */
export function bestPlaced(text: string, written: readonly WrittenSpan[], first: ToUnits = codePointOffsets(text)): Span[] {
  const wrong = (spans: readonly Span[]): number => spans.filter(({ misplaced }) => misplaced).length;
  let best = placedSpans(text, written, first);
  if (wrong(best) === 0) return best;
  const inclusive = written.map((each) => ({ ...each, places: each.places.map(([start, end]) => [start, end + 1] as const) }));
  for (const other of [placedSpans(text, written, unitOffsets), placedSpans(text, inclusive, first)])
    if (wrong(other) < wrong(best)) best = other;
  return best;
}

/** One span in an object: the names of its ends differ, some have a length. */
export function writtenObject(value: FieldValue): WrittenSpan | undefined {
  if (!isObject(value)) return undefined;
  const start = numberOf(look(value, ['start', 'start_offset', 'begin', 'startOffset', 'offset', 'start_char']));
  const length = numberOf(value['length']);
  const end =
    numberOf(look(value, ['end', 'end_offset', 'endOffset', 'end_char'])) ??
    (start !== undefined && length !== undefined ? start + length : undefined);
  if (start === undefined || end === undefined) return undefined;
  const label = look(value, LABELS);
  return {
    label: textOf(label) ?? textsOf(label)?.join(', ') ?? '',
    places: [[start, end]],
    surface: textOf(look(value, ['text', 'word', 'surface', 'value', 'surface_form'])),
  };
}

/** `[start, end, label]` */
export function writtenTuple(value: FieldValue): WrittenSpan | undefined {
  if (!isList(value) || value.length < 3) return undefined;
  const [start, end] = [numberOf(value[0]), numberOf(value[1])];
  const label = textOf(value[2]);
  return start === undefined || end === undefined || label === undefined ? undefined : { label, places: [[start, end]] };
}

/** All of a list, or nothing. */
export function writtenList(value: FieldValue, read: (item: FieldValue) => WrittenSpan | undefined): WrittenSpan[] | undefined {
  const list = listOf(value);
  const written = list?.map((item) => read(item));
  return written?.every((each) => each !== undefined) ? written : undefined;
}
