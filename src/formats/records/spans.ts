/** Labelled spans of a text, and relations between them. Ends are exclusive unless a format says otherwise. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Span, SpanRelation, SpansForm } from '../../model/record-form.ts';
import { codePointOffsets, unitOffsets, type ToUnits } from './offsets.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

const TEXTS = ['text', 'column_data', 'content', 'sentence', 'data', 'context'] as const;
const LABELS = ['label', 'type', 'entity', 'category', 'entity_group', 'tag', 'entity_type', 'labels'] as const;

interface Parts {
  readonly spans: readonly Span[];
  readonly relations?: readonly SpanRelation[];
  readonly classes?: readonly string[];
  readonly verdict?: string | undefined;
}

function spansForm(text: string, { spans, relations = [], classes = [], verdict }: Parts): SpansForm {
  return { kind: 'spans', text, spans, relations, classes, ...(verdict === undefined ? {} : { verdict }), media: [], regions: [] };
}

/** What a file says of one span. */
interface Written {
  readonly label: string;
  readonly places: readonly (readonly [number, number])[];
  readonly surface?: string | undefined;
}

/** Spans in units of the text; those that quote another text than stands there are told. */
function placed(text: string, written: readonly Written[], toUnits: ToUnits): Span[] {
  return written.map(({ label, places, surface }) => {
    const fragments = places.map(([start, end]): readonly [number, number] => [toUnits(start), toUnits(end)]);
    const isOutside = fragments.some(([start, end]) => start < 0 || end > text.length || end < start);
    const there = fragments.map(([start, end]) => text.slice(start, end)).join(' ');
    const differs = surface !== undefined && surface !== there;
    return { label, fragments, ...(isOutside || differs ? { misplaced: true } : {}), ...(differs ? { quoted: surface } : {}) };
  });
}

/** The reading of the offsets under which more spans quote what stands there: code points, else UTF-16, else ends inclusive. */
function bestPlaced(text: string, written: readonly Written[], first: ToUnits = codePointOffsets(text)): Span[] {
  const wrong = (spans: readonly Span[]): number => spans.filter(({ misplaced }) => misplaced).length;
  let best = placed(text, written, first);
  if (wrong(best) === 0) return best;
  const inclusive = written.map((each) => ({ ...each, places: each.places.map(([start, end]) => [start, end + 1] as const) }));
  for (const other of [placed(text, written, unitOffsets), placed(text, inclusive, first)]) if (wrong(other) < wrong(best)) best = other;
  return best;
}

/** One span in an object: the names of its ends differ, some have a length. */
function writtenObject(value: FieldValue): Written | undefined {
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
function writtenTuple(value: FieldValue): Written | undefined {
  if (!isList(value) || value.length < 3) return undefined;
  const [start, end] = [numberOf(value[0]), numberOf(value[1])];
  const label = textOf(value[2]);
  return start === undefined || end === undefined || label === undefined ? undefined : { label, places: [[start, end]] };
}

/** All of a list, or nothing. */
function writtenList(value: FieldValue, read: (item: FieldValue) => Written | undefined): Written[] | undefined {
  const list = listOf(value);
  const written = list?.map((item) => read(item));
  return written?.every((each) => each !== undefined) ? written : undefined;
}

const SPAN_KEYS = ['entities', 'spans', 'labels', 'annotations', 'ents', 'label', 'column_label', 'ner', 'mentions'] as const;

function spanList(record: Fields): { readonly key: string; readonly written: readonly Written[]; readonly tuples: boolean } | undefined {
  for (const key of SPAN_KEYS) {
    if (!Object.hasOwn(record, key)) continue;
    const tuples = writtenList(record[key], writtenTuple);
    if (tuples && tuples.length > 0) return { key, written: tuples, tuples: true };
    const objects = writtenList(record[key], writtenObject);
    if (objects && (objects.length > 0 || key === 'entities' || key === 'spans')) return { key, written: objects, tuples: false };
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

/** spaCy's training pairs: a text and its entities, as a list. */
const spacy: RecordSchema = {
  id: 'spacy',
  fits(record) {
    const [text, facts] = listOf(record['value']) ?? [];
    if (typeof text !== 'string' || !isObject(facts)) return lacks('value');
    return writtenList(facts['entities'], writtenTuple) ? 0.95 : lacks('value[1].entities');
  },
  read(record) {
    const [text, facts] = listOf(record['value']) ?? [];
    const written = isObject(facts) ? (writtenList(facts['entities'], writtenTuple) ?? []) : [];
    const cats = isObject(facts) && isObject(facts['cats']) ? facts['cats'] : {};
    const classes = Object.keys(cats).filter((name) => (numberOf(cats[name]) ?? Number(cats[name])) > 0);
    return spansForm(textOf(text) ?? '', { spans: bestPlaced(textOf(text) ?? '', written), classes });
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
    const placeOf = (span: Written): string => span.places.flat().join('-');
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

const TOKENS = ['tokens', 'words', 'tokenized_text'] as const;
const TAGS = ['ner_tags', 'tags', 'ner', 'labels', 'label', 'tag', 'entities', 'chunk_tags', 'pos_tags', 'upos', 'ner_tags_str'] as const;

/** Tokens and a tag for each, as Hugging Face and CoNLL have them. */
const nerTokens: RecordSchema = {
  id: 'ner-tokens',
  fits(record) {
    const tokens = textsOf(listOf(look(record, TOKENS)));
    if (!tokens || tokens.length === 0) return lacks('tokens');
    return tagsOf(record, tokens.length) ? 0.95 : lacks('ner_tags');
  },
  read(record) {
    const tokens = textsOf(listOf(look(record, TOKENS))) ?? [];
    const { text, places } = joined(tokens);
    const tags = tagsOf(record, tokens.length) ?? [];
    return spansForm(text, { spans: spansOfTags(tags, places) });
  },
};

/** Tags, one a token: texts, or numbers of a class list that is elsewhere (0 is outside). */
function tagsOf(record: Fields, count: number): readonly string[] | undefined {
  for (const key of TAGS) {
    const list = Object.hasOwn(record, key) ? listOf(record[key]) : undefined;
    if (!list || list.length !== count) continue;
    const tags = list.map((tag) => (typeof tag === 'number' ? (tag === 0 ? 'O' : `#${tag}`) : textOf(tag)));
    if (tags.every((tag) => tag !== undefined)) return tags;
  }
  return undefined;
}

const WIDE = /^[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** Tokens as a text: with a space between, except between characters that need none. */
function joined(tokens: readonly string[]): { readonly text: string; readonly places: readonly (readonly [number, number])[] } {
  let text = '';
  const places = tokens.map((token): readonly [number, number] => {
    if (text !== '' && !(WIDE.test(token) && WIDE.test(text.at(-1) ?? ''))) text += ' ';
    const start = text.length;
    text += token;
    return [start, text.length];
  });
  return { text, places };
}

/**
 * Spans of BIO, IOB1, BIOES and BILOU: a new one begins at `B`, `S` or `U`, at another class, and after anything outside.
 * Bare tags (parts of speech, numbers) are runs of the same.
 */
function spansOfTags(tags: readonly string[], places: readonly (readonly [number, number])[]): Span[] {
  const spans: { label: string; start: number; end: number; open: boolean }[] = [];
  for (const [at, tag] of tags.entries()) {
    const [start = 0, end = 0] = places[at] ?? [];
    if (tag === 'O' || tag === '' || tag === '_' || tag === '-') {
      const last = spans.at(-1);
      if (last) last.open = false;
      continue;
    }
    const [, prefix, label = tag] = /^([BIESLUM])[-_](.+)$/.exec(tag) ?? [];
    const last = spans.at(-1);
    const goesOn = last?.open && last.label === label && prefix !== 'B' && prefix !== 'S' && prefix !== 'U';
    if (goesOn) last.end = end;
    else spans.push({ label, start, end, open: true });
    const current = spans.at(-1);
    if (current) current.open = prefix !== 'E' && prefix !== 'L' && prefix !== 'S' && prefix !== 'U';
  }
  return spans.map(({ label, start, end }) => ({ label, fragments: [[start, end]] }));
}

/** GLiNER: tokens, and `[first, last, label]` with both tokens inside. */
const gliner: RecordSchema = {
  id: 'gliner',
  fits(record) {
    const tokens = textsOf(record['tokenized_text']);
    if (!tokens) return lacks('tokenized_text');
    return writtenList(record['ner'], writtenTuple) ? 0.97 : lacks('ner');
  },
  read(record) {
    const { text, places } = joined(textsOf(record['tokenized_text']) ?? []);
    const spans = (writtenList(record['ner'], writtenTuple) ?? []).map(({ label, places: [tokens] }): Span => {
      const [first, last] = tokens ?? [0, 0];
      return { label, fragments: [[places[first]?.[0] ?? 0, places[last]?.[1] ?? 0]] };
    });
    return spansForm(text, { spans });
  },
};

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
        (listOf(places) ?? []).map((place): Written => {
          const [start = 0, last = 0] = isList(place) ? place.map((end) => numberOf(end) ?? 0) : [];
          return { label, surface, places: [[start, last + 1]] };
        }),
      ),
    );
    return spansForm(text, { spans: placed(text, written, codePointOffsets(text)) });
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

/** A task of Label Studio about a text. https://labelstud.io/guide/export. Its offsets come from a browser: UTF-16. */
const labelStudio: RecordSchema = {
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
const labelStudioMin: RecordSchema = {
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

/** Text-bound annotations, relations and attributes of brat, as the lines of its file or as read by a container. */
const brat: RecordSchema = {
  id: 'brat',
  fits(record) {
    if (typeof record['text'] !== 'string') return lacks('text');
    return typeof record['ann'] === 'string' ? 0.95 : lacks('ann');
  },
  read(record) {
    const text = textOf(record['text']) ?? '';
    const lines = (textOf(record['ann']) ?? '').split(/\r?\n/);
    const ids = new Map<string, number>();
    const written: Written[] = [];
    for (const line of lines) {
      const match = /^(T\S+)\t(\S+) ([\d ;]+)\t?(.*)$/.exec(line);
      if (!match) continue;
      const places = (match[3] ?? '').split(';').map((place) => place.trim().split(/\s+/).map(Number));
      ids.set(match[1] ?? '', written.length);
      written.push({ label: match[2] ?? '', surface: match[4], places: places.map(([start = 0, end = 0]) => [start, end] as const) });
    }
    // An event is where its trigger is.
    for (const line of lines) {
      const [, event = '', trigger = ''] = /^(E\S+)\t\S+?:(\S+)/.exec(line) ?? [];
      const at = ids.get(trigger);
      if (at !== undefined) ids.set(event, at);
    }
    const relations = lines.flatMap((line): SpanRelation[] => {
      const [, label = '', head = '', tail = ''] = /^R\S+\t(\S+) \S+?:(\S+) \S+?:(\S+)/.exec(line) ?? [];
      const event = /^(E\S+)\t\S+((?: \S+:\S+)+)\s*$/.exec(line);
      const roles = event
        ? [...(event[2] ?? '').matchAll(/ (\S+?):(\S+)/g)].map(([, role = '', to = '']) => [event[1] ?? '', to, role] as const)
        : [];
      return [[head, tail, label] as const, ...roles].flatMap(([from, to, name]) => {
        const [a, b] = [ids.get(from), ids.get(to)];
        return a === undefined || b === undefined ? [] : [{ from: a, to: b, label: name }];
      });
    });
    return spansForm(text, { spans: bestPlaced(text, written), relations });
  },
};

export const SPAN_SCHEMAS: readonly RecordSchema[] = [
  prodigy,
  labelStudio,
  labelStudioMin,
  nerTokens,
  gliner,
  cluener,
  uie,
  nerSpans,
  doccano,
  spacy,
  brat,
];
