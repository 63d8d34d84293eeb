/** A text with brat's annotations: as the container reads them, or as the text of their file under `ann`. */
import type { Span, SpanRelation } from '../../model/record-form.ts';
import type { FieldValue } from '../../model/annotation.ts';
import { parseStandoff } from '../brat/standoff.ts';
import { codePointOffsets } from './offsets.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { placedSpans, spansForm } from './span-places.ts';
import { isList, isObject, listOf, numberOf, textOf, textsOf } from './values.ts';

export const brat: RecordSchema = {
  id: 'brat',
  fits(record) {
    if (typeof record['text'] !== 'string') return lacks('text');
    if (typeof record['ann'] === 'string') return 0.95;
    const entities = record['entities'];
    return isList(entities) && entities.every((entity) => isObject(entity) && isList(entity['spans']) && typeof entity['id'] === 'string')
      ? 0.98
      : lacks('entities');
  },
  read(record) {
    const text = textOf(record['text']) ?? '';
    const annotations = typeof record['ann'] === 'string' ? (parseStandoff(record['ann']) as unknown as Fields) : record;
    const entities = objectsOf(annotations['entities']);
    const placed = placedSpans(
      text,
      entities.map(({ type, spans, text: surface }) => ({
        label: textOf(type) ?? '',
        surface: surface === '' ? undefined : textOf(surface),
        places: (listOf(spans) ?? []).flatMap((place) => {
          const [start, end] = (listOf(place) ?? []).map(numberOf);
          return start === undefined || end === undefined ? [] : [[start, end] as const];
        }),
      })),
      codePointOffsets(text),
      (there) => there.replaceAll('\n', ' '),
    );
    const at = new Map(entities.map(({ id }, index) => [textOf(id) ?? '', index]));
    const events = objectsOf(annotations['events']);
    // An event is where its trigger is.
    for (const { id, trigger } of events) {
      const index = at.get(textOf(trigger) ?? '');
      if (index !== undefined) at.set(textOf(id) ?? '', index);
    }
    return spansForm(text, { spans: withDetails(placed, annotations, at), relations: relationsOf(annotations, events, at) });
  },
};

/** Attributes, links to databases and notes go with the span that they are of. */
function withDetails(spans: readonly Span[], annotations: Fields, at: ReadonlyMap<string, number>): Span[] {
  const details = new Map<number, string[]>();
  const add = (kind: string, say: (fields: Fields) => string): void => {
    for (const fields of objectsOf(annotations[kind])) {
      const index = at.get(textOf(fields['target']) ?? '');
      if (index !== undefined) details.set(index, [...(details.get(index) ?? []), say(fields)]);
    }
  };
  add('attributes', ({ type, value }) => (value === undefined ? (textOf(type) ?? '') : `${textOf(type)}: ${textOf(value)}`));
  add('normalizations', ({ reference, text }) => [textOf(reference), textOf(text)].filter(Boolean).join(' '));
  add('notes', ({ text }) => textOf(text) ?? '');
  return spans.map((span, index) => ({ ...span, ...(details.has(index) ? { details: details.get(index) ?? [] } : {}) }));
}

function relationsOf(annotations: Fields, events: readonly Fields[], at: ReadonlyMap<string, number>): SpanRelation[] {
  const relations: SpanRelation[] = [];
  const join = (head: string | undefined, tail: string | undefined, label: string): void => {
    const [from, to] = [at.get(head ?? ''), at.get(tail ?? '')];
    if (from !== undefined && to !== undefined) relations.push({ from, to, label });
  };
  for (const { type, arguments: written } of objectsOf(annotations['relations'])) {
    const [head, ...tails] = objectsOf(written).map(({ target }) => textOf(target));
    for (const tail of tails) join(head, tail, textOf(type) ?? '');
  }
  for (const { id, arguments: written } of events)
    for (const { role, target } of objectsOf(written)) join(textOf(id), textOf(target), textOf(role) ?? '');
  for (const { type, members } of objectsOf(annotations['equivalences'])) {
    const ids = textsOf(members) ?? [];
    for (const [index, id] of ids.slice(1).entries()) join(ids[index], id, textOf(type) ?? '');
  }
  return relations;
}

function objectsOf(value: FieldValue): readonly Fields[] {
  return isList(value) ? value.filter(isObject) : [];
}
