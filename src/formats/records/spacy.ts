/** spaCy's training pairs: a text and its entities, as a list. */
import type { FieldValue } from '../../model/annotation.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { bestPlaced, spansForm, writtenList, writtenTuple, type WrittenSpan } from './span-places.ts';
import { isList, isObject, listOf, numberOf } from './values.ts';

interface Pair {
  readonly text: string;
  readonly facts: Fields;
  /** Undefined where they are not as spaCy writes them. */
  readonly written: readonly WrittenSpan[] | undefined;
}

function pairOf(value: FieldValue): Pair | undefined {
  const [text, facts] = listOf(value) ?? [];
  return typeof text === 'string' && isObject(facts) ? { text, facts, written: writtenList(facts['entities'], writtenTuple) } : undefined;
}

/** A record that is a list because spaCy writes it so. */
export function isSpacyPair(value: FieldValue): boolean {
  return isList(value) && pairOf(value)?.written !== undefined;
}

export const spacy: RecordSchema = {
  id: 'spacy',
  fits(record) {
    const pair = pairOf(record['value']);
    if (!pair) return lacks('value');
    return pair.written ? 0.95 : lacks('value[1].entities');
  },
  read(record) {
    const { text = '', facts, written = [] } = pairOf(record['value']) ?? {};
    const cats = isObject(facts?.['cats']) ? facts['cats'] : {};
    const classes = Object.keys(cats).filter((name) => (numberOf(cats[name]) ?? Number(cats[name])) > 0);
    return spansForm(text, { spans: bestPlaced(text, written), classes });
  },
};
