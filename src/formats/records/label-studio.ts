/** Label Studio: results of annotators about a text. https://labelstud.io/guide/export. Offsets come from a browser: UTF-16. */
import type { SpanRelation } from '../../model/record-form.ts';
import { unitOffsets } from './offsets.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { bestPlaced, spansForm, writtenList, writtenObject } from './span-places.ts';
import { isList, isObject, listOf, look, textOf, textsOf } from './values.ts';

/** A task about a text. */
export const labelStudio: RecordSchema = {
  id: 'label-studio',
  fits(record) {
    if (!isObject(record['data'])) return lacks('data');
    const results = studioResults(record);
    if (results === undefined) return lacks('annotations[].result');
    return studioText(record) === undefined ? lacks('data.text') : 0.96;
  },
  read(record) {
    const text = studioText(record) ?? '';
    const results = studioResults(record) ?? [];
    const spans = results.filter(({ value }) => isObject(value) && value['start'] !== undefined && value['end'] !== undefined);
    const written = spans.flatMap(({ value }) => writtenObject(value) ?? []);
    const at = new Map(spans.map(({ id }, place) => [textOf(id), place]));
    const relations = results.flatMap(({ type, from_id: from, to_id: to, labels }): SpanRelation[] => {
      const [head, tail] = [at.get(textOf(from)), at.get(textOf(to))];
      return type !== 'relation' || head === undefined || tail === undefined
        ? []
        : [{ from: head, to: tail, label: textsOf(labels)?.join(', ') ?? '' }];
    });
    const classes = results.flatMap(({ value }) => (isObject(value) ? (textsOf(value['choices'] ?? value['taxonomy']) ?? []) : []));
    return spansForm(text, { spans: bestPlaced(text, written, unitOffsets), relations, classes });
  },
};

function studioResults(record: Fields): Fields[] | undefined {
  const versions = ['annotations', 'completions', 'predictions']
    .map((key) => listOf(record[key]))
    .find((list) => list !== undefined && list.length > 0);
  const [first] = versions ?? [];
  const result = isObject(first) ? listOf(first['result']) : undefined;
  return result?.filter(isObject);
}

function studioText(record: Fields): string | undefined {
  const data = isObject(record['data']) ? record['data'] : {};
  const text = look(data, ['text', 'ner', 'dialog', 'sentence', 'review']);
  return typeof text === 'string' ? text : undefined;
}

/** Label Studio's short export: the task's fields, and labels beside them. */
export const labelStudioMin: RecordSchema = {
  id: 'label-studio-min',
  fits(record) {
    if (typeof record['text'] !== 'string') return lacks('text');
    const spans = isList(record['label']) ? record['label'] : undefined;
    if (!spans || spans.length === 0) return lacks('label');
    return spans.every((span) => isObject(span) && isList(span['labels']) && span['start'] !== undefined) ? 0.96 : lacks('label[].labels');
  },
  read(record) {
    const text = textOf(record['text']) ?? '';
    return spansForm(text, { spans: bestPlaced(text, writtenList(record['label'], writtenObject) ?? [], unitOffsets) });
  },
};
