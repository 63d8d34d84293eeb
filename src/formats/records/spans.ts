/** Labelled spans of a text, and relations between them. Ends are exclusive unless a format says otherwise. */
import type { FieldValue } from '../../model/annotation.ts';
import type { SpanRelation } from '../../model/record-form.ts';
import { brat } from './brat.ts';
import { dependencies, displacy } from './dependencies.ts';
import { labelStudio, labelStudioMin } from './label-studio.ts';
import { codePointOffsets } from './offsets.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { bestPlaced, placedSpans, spansForm, writtenList, writtenObject, writtenTuple, type WrittenSpan } from './span-places.ts';
import { spacy } from './spacy.ts';
import { gliner, nerTokens, tokenSpans, wordTags } from './token-tags.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

const TEXTS = ['text', 'column_data', 'content', 'sentence', 'data', 'context'] as const;

const SPAN_KEYS = ['entities', 'spans', 'labels', 'annotations', 'ents', 'label', 'column_label', 'ner', 'mentions', 'span'] as const;

function spanList(
  record: Fields,
): { readonly key: string; readonly written: readonly WrittenSpan[]; readonly tuples: boolean } | undefined {
  for (const key of SPAN_KEYS) {
    if (!Object.hasOwn(record, key)) continue;
    const tuples = writtenList(record[key], writtenTuple);
    if (tuples && tuples.length > 0) return { key, written: tuples, tuples: true };
    const objects = writtenList(record[key], writtenObject);
    if (objects && (objects.length > 0 || key === 'entities' || key === 'spans')) return { key, written: objects, tuples: false };
  }
  return argillaSpans(record);
}

/** Columns of a question of Argilla: what each person answered, a list a person, and what was suggested. */
function argillaSpans(record: Fields): ReturnType<typeof spanList> {
  for (const key of Object.keys(record).filter((name) => /\.(?:responses|suggestion)$/.test(name))) {
    const value = listOf(record[key]);
    const written = writtenList(isList(value?.[0]) ? value[0] : value, writtenObject);
    if (written && written.length > 0) return { key, written, tuples: false };
  }
  return undefined;
}

/** `from_id` and `to_id` name spans by their ids; without ids, by their places in the list. */
function relationsOf(value: FieldValue, items: readonly FieldValue[]): SpanRelation[] {
  const byId = new Map<string, number>();
  for (const [at, item] of items.entries())
    byId.set((isObject(item) ? textOf(item['id'] ?? item['token_end']) : undefined) ?? String(at), at);
  return (listOf(value) ?? []).flatMap((relation): SpanRelation[] => {
    if (!isObject(relation)) return [];
    const end = (keys: readonly string[]): number | undefined => byId.get(textOf(look(relation, keys)) ?? '');
    const [from, to] = [end(['from_id', 'head', 'source', 'from', 'start']), end(['to_id', 'child', 'tail', 'target', 'to', 'end'])];
    return from === undefined || to === undefined
      ? []
      : [{ from, to, label: textOf(look(relation, ['type', 'label', 'relation', 'labels'])) ?? '' }];
  });
}

/** Objects with offsets under a name of their own; doccano's relations beside them. */
const nerSpans: RecordSchema = {
  id: 'ner-spans',
  fits(record) {
    if (typeof look(record, TEXTS) !== 'string') return lacks('text');
    const found = spanList(record);
    return found && !found.tuples ? 0.93 : lacks('entities');
  },
  read(record) {
    const text = textOf(look(record, TEXTS)) ?? '';
    const found = spanList(record);
    return spansForm(text, {
      spans: bestPlaced(text, found?.written ?? []),
      relations: relationsOf(record['relations'], listOf(record[found?.key ?? '']) ?? []),
      classes: textsOf(record['cats']) ?? [],
    });
  },
};

/** `[start, end, label]` under `label`, `labels` or `entities`. https://doccano.github.io/doccano/ */
const doccano: RecordSchema = {
  id: 'doccano',
  fits(record) {
    if (typeof look(record, TEXTS) !== 'string') return lacks('text');
    const found = spanList(record);
    if (found?.tuples) return 0.94;
    if (isList(record['label']) && record['label'].length === 0) return 0.3;
    // A text without any span, and classes of an intent.
    return isList(record['cats']) && record['cats'].every((item) => typeof item === 'string') ? 0.85 : lacks('label');
  },
  read(record) {
    const text = textOf(look(record, TEXTS)) ?? '';
    return spansForm(text, { spans: bestPlaced(text, spanList(record)?.written ?? []), classes: textsOf(record['cats']) ?? [] });
  },
};

/** Text, tokens and spans as Prodigy keeps them. https://prodi.gy/docs/api-interfaces */
const prodigy: RecordSchema = {
  id: 'prodigy',
  fits(record) {
    if (typeof record['text'] !== 'string') return lacks('text');
    if (record['_task_hash'] === undefined && !isTokens(record['tokens'])) return lacks('tokens');
    return isList(record['spans']) && writtenList(record['spans'], writtenObject) ? 0.97 : lacks('spans');
  },
  read(record) {
    const text = textOf(record['text']) ?? '';
    const items = listOf(record['spans']) ?? [];
    // A relation may join tokens that are in no span: each is a span without a label.
    const relations = (listOf(record['relations']) ?? []).flatMap((item) => (isObject(item) ? [item] : []));
    const written = items.flatMap((item) => writtenObject(item) ?? []);
    const placeOf = (span: WrittenSpan): string => span.places.flat().join('-');
    const places = new Map(written.map((span, at) => [placeOf(span), at]));
    const ends = relations.map(({ head_span: head, child_span: child, label }) => {
      const at = [head, child].map((value) => {
        const span = writtenObject(value);
        if (!span) return undefined;
        const known = places.get(placeOf(span));
        if (known !== undefined) return known;
        places.set(placeOf(span), written.length);
        return written.push(span) - 1;
      });
      return { from: at[0], to: at[1], label: textOf(label) ?? '' };
    });
    return spansForm(text, {
      spans: bestPlaced(text, written),
      relations: ends.flatMap(({ from, to, label }) => (from === undefined || to === undefined ? [] : [{ from, to, label }])),
      verdict: textOf(record['answer']),
    });
  },
};

function isTokens(value: FieldValue): boolean {
  return (
    isList(value) &&
    value.length > 0 &&
    value.every((token) => isObject(token) && typeof token['text'] === 'string' && token['start'] !== undefined)
  );
}

/** CLUENER: `{ label: { surface: [[start, last]] } }`, the last character inside. */
const cluener: RecordSchema = {
  id: 'cluener',
  fits(record) {
    if (typeof record['text'] !== 'string') return lacks('text');
    const { label } = record;
    return isObject(label) && Object.values(label).every((surfaces) => isObject(surfaces) && Object.values(surfaces).every(isList))
      ? 0.95
      : lacks('label');
  },
  read(record) {
    const text = textOf(record['text']) ?? '';
    const written = Object.entries(isObject(record['label']) ? record['label'] : {}).flatMap(([label, surfaces]) =>
      Object.entries(isObject(surfaces) ? surfaces : {}).flatMap(([surface, places]) =>
        (listOf(places) ?? []).map((place): WrittenSpan => {
          const [start = 0, last = 0] = isList(place) ? place.map((end) => numberOf(end) ?? 0) : [];
          return { label, surface, places: [[start, last + 1]] };
        }),
      ),
    );
    return spansForm(text, { spans: placedSpans(text, written, codePointOffsets(text)) });
  },
};

/** UIE of PaddleNLP: results of one prompt over a content. */
const uie: RecordSchema = {
  id: 'uie',
  fits(record) {
    if (typeof record['content'] !== 'string') return lacks('content');
    return writtenList(record['result_list'], writtenObject) ? 0.95 : lacks('result_list');
  },
  read(record) {
    const text = textOf(record['content']) ?? '';
    const prompt = textOf(record['prompt']) ?? '';
    const written = (writtenList(record['result_list'], writtenObject) ?? []).map((each) => ({ ...each, label: prompt }));
    return spansForm(text, { spans: bestPlaced(text, written) });
  },
};

export const SPAN_SCHEMAS: readonly RecordSchema[] = [
  prodigy,
  labelStudio,
  labelStudioMin,
  dependencies,
  displacy,
  nerTokens,
  wordTags,
  gliner,
  tokenSpans,
  cluener,
  uie,
  nerSpans,
  doccano,
  spacy,
  brat,
];
