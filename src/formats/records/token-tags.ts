/** Spans of tokens: a tag for each, or places counted in tokens. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Span } from '../../model/record-form.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { spansForm, writtenList, writtenTuple, type WrittenSpan } from './span-places.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

const TOKENS = ['tokens', 'words', 'tokenized_text'] as const;
const TAGS = ['ner_tags', 'tags', 'ner', 'labels', 'label', 'tag', 'entities', 'chunk_tags', 'pos_tags', 'upos', 'ner_tags_str'] as const;

/** Tokens and a tag for each, as Hugging Face and CoNLL have them. */
export const nerTokens: RecordSchema = {
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
export function tagsOf(record: Fields, count: number, keys: readonly string[] = TAGS): readonly string[] | undefined {
  for (const key of keys) {
    const list = Object.hasOwn(record, key) ? listOf(record[key]) : undefined;
    if (!list || list.length !== count) continue;
    const tags = list.map((tag) => (typeof tag === 'number' ? (tag === 0 ? 'O' : `#${tag}`) : textOf(tag)));
    if (tags.every((tag) => tag !== undefined)) return tags;
  }
  return undefined;
}

const WIDE = /^[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/;

/** `[start, end)` in UTF-16 units. */
export type Place = readonly [start: number, end: number];

/**
 * Tokens as a text: with a space between, except between characters that need none.
 * @param isTight whether the file says that no space stands behind a token
 */
export function joined(
  tokens: readonly string[],
  isTight: (at: number) => boolean = () => false,
): { readonly text: string; readonly places: readonly Place[] } {
  let text = '';
  const places = tokens.map((token, at): Place => {
    if (text !== '' && !isTight(at - 1) && !(WIDE.test(token) && WIDE.test(text.at(-1) ?? ''))) text += ' ';
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
function spansOfTags(tags: readonly string[], places: readonly Place[]): Span[] {
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
export const gliner: RecordSchema = {
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

/** displaCy: tokens, and spans that begin with one token and end before another. https://spacy.io/api/top-level#displacy_options-span */
export const tokenSpans: RecordSchema = {
  id: 'token-spans',
  fits(record) {
    if (!textsOf(record['tokens'])) return lacks('tokens');
    return writtenList(record['spans'], spanOfTokens)?.length ? 0.96 : lacks('spans[0].start_token');
  },
  read(record) {
    const { text, places } = placedIn(textOf(record['text']), textsOf(record['tokens']) ?? []);
    const spans = (writtenList(record['spans'], spanOfTokens) ?? []).map(({ label, places: [tokens] }): Span => {
      const [first, end] = tokens ?? [0, 0];
      return { label, fragments: [[places[first]?.[0] ?? 0, places[end - 1]?.[1] ?? 0]] };
    });
    return spansForm(text, { spans });
  },
};

function spanOfTokens(value: FieldValue): WrittenSpan | undefined {
  if (!isObject(value)) return undefined;
  const [start, end] = [numberOf(value['start_token']), numberOf(value['end_token'])];
  return start === undefined || end === undefined ? undefined : { label: textOf(value['label']) ?? '', places: [[start, end]] };
}

/** Where tokens stand in the text that they were cut from; without one they are joined. */
function placedIn(text: string | undefined, tokens: readonly string[]): { readonly text: string; readonly places: readonly Place[] } {
  if (text === undefined) return joined(tokens);
  let from = 0;
  const places = tokens.map((token): Place => {
    const at = text.indexOf(token, from);
    if (at < 0) return [from, from];
    from = at + token.length;
    return [at, from];
  });
  return { text, places };
}

/** Of AllenNLP's sequence tagging files: a word and its tag in each cell. */
const TAGGED = /^([\s\S]+)###([^\s#]+)$/;

/** https://docs.allennlp.org/main/api/data/dataset_readers/sequence_tagging/: `word###tag`, a sentence a line. */
export const wordTags: RecordSchema = {
  id: 'word-tags',
  fits(record) {
    const cells = cellsOf(record);
    return cells.length > 0 && cells.every((cell) => typeof cell === 'string' && TAGGED.test(cell)) ? 0.95 : lacks('word###tag');
  },
  read(record) {
    const pairs = cellsOf(record).map((cell) => TAGGED.exec(textOf(cell) ?? '') ?? []);
    const { text, places } = joined(pairs.map(([, word = '']) => word));
    return spansForm(text, {
      spans: spansOfTags(
        pairs.map(([, , tag = '']) => tag),
        places,
      ),
    });
  },
};

/** Rows of one file differ in length: the cells behind the end are empty. */
function cellsOf(record: Fields): readonly FieldValue[] {
  return Object.values(record)
    .flatMap((value) => (isList(value) ? value : [value]))
    .filter((value) => value !== undefined && value !== '');
}
