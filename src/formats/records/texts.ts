/** Texts with or without labels: classification, pairs, retrieval, summaries, translations, documents, code, vectors. */
import type { FieldValue } from '../../model/annotation.ts';
import type { ClassificationForm, NamedText } from '../../model/record-form.ts';
import { captionMedia, MediaList } from './media.ts';
import { pictureLabels } from './picture-labels.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, parsed, textOf, textsOf } from './values.ts';

export const LABELS = [
  'label',
  'labels',
  'category',
  'intent',
  'class',
  'sentiment',
  'gold_label',
  'label_text',
  'column_label',
  'topic',
  'stars',
  'star_rating',
  'rating',
] as const;
export const TEXTS = [
  'text',
  'sentence',
  'content',
  'review',
  'tweet',
  'utterance',
  'body',
  'comment',
  'title',
  'column_data',
  'headline',
  'review_body',
  'review_text',
  'reviewText',
  'comment_text',
] as const;

export function classification(texts: readonly NamedText[], value: FieldValue, hasPlace: boolean, score?: FieldValue): ClassificationForm {
  const labels = labelsOf(value);
  const sure = numberOf(score);
  return {
    kind: 'classification',
    texts,
    labels: labels.map((label) => ({ label, ...(sure === undefined ? {} : { score: sure }) })),
    unlabelled: hasPlace && labels.length === 0,
    media: [],
    regions: [],
  };
}

/** A label, a list of them, or an object of scores; `-1` and nothing are none (the test part of a benchmark). */
function labelsOf(value: FieldValue): string[] {
  const found = typeof value === 'string' && /^\s*\[/.test(value) ? parsed(value) : value;
  if (isList(found)) return found.flatMap((item) => labelsOf(isObject(item) ? look(item, ['label', 'name']) : item));
  const text = textOf(found)?.trim();
  return text === undefined || text === '' || text === '-1' || text === '-' ? [] : [text];
}

const isLabel = (value: FieldValue): boolean =>
  (textOf(value) ?? 'x'.repeat(400)).length < 200 || (isList(value) && value.every((item) => textOf(item) !== undefined));

/** A text and its class. */
const textClassification: RecordSchema = {
  id: 'classification',
  fits(record) {
    const text = keyOf(record, TEXTS);
    if (text === undefined || typeof record[text] !== 'string') return lacks('text');
    const label = keyOf(record, LABELS);
    return label === undefined || label === text || !isLabel(record[label]) ? lacks('label') : 0.7;
  },
  read(record) {
    const text = keyOf(record, TEXTS) ?? '';
    const other = textOf(record['headline'] ?? record['title']);
    const texts = [
      ...(other === undefined || other === record[text] ? [] : [{ name: 'title', text: other }]),
      { name: text, text: textOf(record[text]) ?? '' },
    ];
    return classification(texts, look(record, LABELS), true, record['score'] ?? record['confidence']);
  },
};

const PAIRS: readonly (readonly [string, string, string])[] = [
  ['premise', 'hypothesis', 'nli'],
  ['sentence1', 'sentence2', 'text-pair'],
  ['sentence_1', 'sentence_2', 'text-pair'],
  ['text_a', 'text_b', 'text-pair'],
  ['text1', 'text2', 'text-pair'],
  ['question1', 'question2', 'text-pair'],
  ['sent_more', 'sent_less', 'text-pair'],
  ['s1', 's2', 'text-pair'],
  ['question', 'sentence', 'text-pair'],
];
const SUMMARIES: readonly (readonly [string, string, string])[] = [
  ['article', 'highlights', 'summary'],
  ['article', 'summary', 'summary'],
  ['document', 'summary', 'summary'],
  ['dialogue', 'summary', 'summary'],
  ['text', 'summary', 'summary'],
  ['content', 'tldr', 'summary'],
  ['document', 'tldr', 'summary'],
  ['content', 'summary', 'summary'],
  ['report', 'summary', 'summary'],
  ['transcript', 'summary', 'summary'],
  ['article', 'abstract', 'summary'],
];

/** Two texts, with a label or a score where the record has one. */
function pairSchema(id: string, pairs: readonly (readonly [string, string, string])[]): RecordSchema {
  const own = pairs.filter(([, , of]) => of === id);
  const find = (record: Fields): readonly [string, string] | undefined => {
    for (const [a, b] of own) {
      // Sentences of a story are numbered too.
      if (typeof record[a] === 'string' && typeof record[b] === 'string' && typeof record[b.replace(/2$/, '3')] !== 'string') return [a, b];
      if (!b.endsWith('2') && typeof record[a] === 'string' && typeof record[b] === 'string') return [a, b];
    }
    return undefined;
  };
  return {
    id,
    fits(record) {
      return find(record) ? 0.88 : lacks(own[0]?.[0] ?? '');
    },
    read(record) {
      const [a, b] = find(record) ?? ['', ''];
      const label = keyOf(record, ['label', 'gold_label', 'score', 'similarity_score', 'stereo_antistereo', 'labels']);
      const texts = [a, b].map((name) => ({ name, text: textOf(record[name]) ?? '' }));
      return classification(texts, label === undefined ? undefined : record[label], label !== undefined);
    },
  };
}

const ANCHORS = ['query', 'anchor', 'question', 'sentence'] as const;
const POSITIVES = ['pos', 'positive', 'positives', 'positive_passages', 'positive_ctxs'] as const;
const NEGATIVES = ['neg', 'negative', 'negatives', 'negative_passages', 'hard_negative', 'negative_ctxs'] as const;

/** A query with texts that answer it and texts that do not. */
const retrieval: RecordSchema = {
  id: 'retrieval',
  fits(record) {
    if (typeof look(record, ANCHORS) !== 'string') return lacks('query');
    return passages('', look(record, POSITIVES)).length > 0 ? 0.9 : lacks('pos');
  },
  read(record) {
    const query = keyOf(record, ANCHORS) ?? '';
    const texts = [
      { name: query, text: textOf(record[query]) ?? '' },
      ...passages(keyOf(record, POSITIVES) ?? '', look(record, POSITIVES)),
      ...passages(keyOf(record, NEGATIVES) ?? '', look(record, NEGATIVES)),
    ];
    return classification(texts, undefined, false);
  },
};

function passages(name: string, value: FieldValue): NamedText[] {
  const list = isList(value) ? value : value === undefined ? [] : [value];
  return list.flatMap((item) => {
    const text = isObject(item) ? textOf(look(item, ['text', 'content', 'passage'])) : textOf(item);
    return text === undefined ? [] : [{ name, text }];
  });
}

const SOURCES = ['source_text', 'source', 'src'] as const;
const TARGETS = ['target_text', 'target', 'tgt'] as const;

/** A text and the text that it becomes (doccano's sequence to sequence). */
const textToText: RecordSchema = {
  id: 'text-to-text',
  fits(record) {
    const text = keyOf(record, SOURCES);
    const target = keyOf(record, TARGETS);
    if (text !== undefined && target !== undefined && typeof record[text] === 'string' && typeof record[target] === 'string') return 0.8;
    return becomes(record) ? 0.75 : lacks('target');
  },
  read(record) {
    const pair = becomes(record);
    const texts = (pair ?? [keyOf(record, SOURCES) ?? '', keyOf(record, TARGETS) ?? '']).flatMap((name) =>
      (textsOf(record[name]) ?? [textOf(record[name]) ?? '']).map((text) => ({ language: name, text })),
    );
    return { kind: 'translation', texts, media: [], regions: [] };
  },
};

/** A sentence that stands in place of a label: what a text becomes and what it was found to be have the same keys. */
function becomes(record: Fields): readonly [text: string, target: string] | undefined {
  const [text, target] = [keyOf(record, TEXTS), keyOf(record, LABELS)];
  if (text === undefined || target === undefined || text === target || typeof record[text] !== 'string') return undefined;
  const written = textsOf(record[target]) ?? (typeof record[target] === 'string' ? [record[target]] : []);
  return written.length > 0 && written.every((each) => SENTENCE.test(each)) ? [text, target] : undefined;
}

const SENTENCE = /\p{L}.*[.!?…。！？؟।][\s"'”’」』)）]*$/su;

/** ISO 639 codes that come as names of columns. */
const LANGUAGES = new Set(
  'af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu ha he hi hr hu hy id ig is it ja jv ka kk km kn ko ku ky lo lt lv mg mi mk ml mn mr ms my nb ne nl nn no pa pl ps pt ro ru rw sd si sk sl so sq sr su sv sw ta te tg th tk tl tr tt ug uk ur uz vi xh yi yo zh zu'.split(
    ' ',
  ),
);
/** `de`, `zh_CN`; `deu_Latn` as FLORES names them. */
const isLanguage = (name: string): boolean =>
  (LANGUAGES.has(name.toLowerCase().split(/[-_]/)[0] ?? '') && /^[a-z]{2}([-_][a-z]{2,4})?$/i.test(name)) ||
  /^[a-z]{3}_[A-Z][a-z]{3}$/.test(name);

/** `{ translation: { en, fr } }`, parallel lists, or a column a language. */
const translation: RecordSchema = {
  id: 'translation',
  fits(record) {
    return languagesOf(record).length > 1 ? 0.9 : lacks('translation');
  },
  read(record) {
    return { kind: 'translation', texts: languagesOf(record), media: [], regions: [] };
  },
};

export function languagesOf(record: Fields): { readonly language: string; readonly text: string }[] {
  const inner = parsed(record['translation']);
  if (isList(record['language']) && isList(inner)) {
    const { language } = record;
    return inner.flatMap((text, at) => (typeof text === 'string' ? [{ language: textOf(language[at]) ?? '', text }] : []));
  }
  const columns = isObject(inner) ? inner : record;
  return Object.entries(columns).flatMap(([name, text]) => {
    const language = name.replace(/_(?:text|sentence|translation)$/, '').replace(/^(?:text|sentence|translation)_/, '');
    return typeof text === 'string' && isLanguage(language) ? [{ language, text }] : [];
  });
}

const DOCUMENTS = ['text', 'content', 'raw_content', 'document', 'body', 'markdown', 'article', 'abstract', '内容', 'value'] as const;

/** Something to read, the last that is tried. */
const plainText: RecordSchema = {
  id: 'text',
  fits(record) {
    const key = keyOf(record, DOCUMENTS);
    if (key === undefined || typeof record[key] !== 'string') return lacks('text');
    return Object.keys(record).length <= 2 || record[key].length > 200 ? 0.5 : 0.4;
  },
  read(record) {
    const title = textOf(look(record, ['title', 'headline', 'url']));
    const text = textOf(look(record, DOCUMENTS)) ?? '';
    const media = new MediaList(record).media;
    return { kind: 'text', text, ...(title === undefined || title === text ? {} : { title }), media, regions: [] };
  },
};

/** A picture or a sound and what is said of it. */
const mediaText: RecordSchema = {
  id: 'media-text',
  fits(record) {
    if (captionMedia(record).isEmpty) return lacks('image');
    // A picture alone is still better seen than read about.
    return keyOf(record, CAPTIONS) === undefined ? 0.3 : 0.72;
  },
  read(record) {
    const caption = look(record, CAPTIONS);
    const text = textOf(caption) ?? textsOf(caption)?.join('\n') ?? '';
    return { kind: 'text', text, media: captionMedia(record).media, regions: [] };
  },
};
const CAPTIONS = [
  'caption',
  'captions',
  'blip_caption',
  'text',
  'label',
  'labels',
  'description',
  'transcript',
  'transcription',
  'sentence',
  'prompt',
] as const;

const VECTOR = /(^|_)(embeddings?|vectors?|emb|features?)$/i;
const LEAST_DIMENSIONS = 16;

/** Vectors beside texts. */
const embedding: RecordSchema = {
  id: 'embedding',
  fits(record) {
    return vectorsOf(record).length > 0 ? 0.85 : lacks('embedding');
  },
  read(record) {
    const texts = Object.entries(record).flatMap(([name, value]) =>
      typeof value === 'string' && !VECTOR.test(name) ? [{ name, text: value }] : [],
    );
    return { kind: 'embedding', vectors: vectorsOf(record), texts, media: [], regions: [] };
  },
};

function vectorsOf(record: Fields): { readonly name: string; readonly values: readonly number[] }[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (!VECTOR.test(name)) return [];
    const list = listOf(value);
    const values = list?.map((each) => (typeof each === 'number' ? each : Number.NaN)) ?? [];
    return values.length >= LEAST_DIMENSIONS && !values.some(Number.isNaN) ? [{ name, values }] : [];
  });
}

export const TEXT_SCHEMAS: readonly RecordSchema[] = [
  embedding,
  translation,
  textToText,
  pairSchema('nli', PAIRS),
  pairSchema('text-pair', PAIRS),
  pairSchema('summary', SUMMARIES),
  retrieval,
  textClassification,
  mediaText,
  pictureLabels,
  plainText,
];
