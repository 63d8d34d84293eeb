/** Records as they go into a model: numbers of tokens, and a column a class. */
import type { CodeSection } from '../../model/record-form.ts';
import type { FieldValue } from '../../model/annotation.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { classification, LABELS, TEXTS } from './texts.ts';
import { keyOf, listOf, numberOf, textOf } from './values.ts';

const TOKEN_LISTS = ['input_ids', 'labels', 'attention_mask', 'token_type_ids', 'position_ids', 'loss_mask', 'decoder_input_ids'] as const;

/** Whole numbers, as they are written. */
function wholeIn(value: FieldValue): readonly string[] | undefined {
  const list = listOf(value);
  return list && list.length > 0 && list.every((item) => Number.isInteger(numberOf(item))) ? list.map(String) : undefined;
}

/** Each list under its name and its length; what a model is not taught (-100) as it is written. */
const tokenIds: RecordSchema = {
  id: 'token-ids',
  fits(record) {
    if (!wholeIn(record['input_ids'])) return lacks('input_ids');
    // A text beside them is what a person reads, and its class what it is about.
    return keyOf(record, TEXTS) === undefined ? 0.85 : 0.6;
  },
  read(record) {
    const text = keyOf(record, TEXTS);
    const said = text === undefined ? undefined : textOf(record[text]);
    const lists = TOKEN_LISTS.flatMap((name): CodeSection[] => {
      const numbers = wholeIn(record[name]);
      return numbers ? [{ name: `${name} (${numbers.length})`, text: numbers.join(' '), as: 'code' }] : [];
    });
    const sections: CodeSection[] = text === undefined || said === undefined ? lists : [{ name: text, text: said, as: 'prose' }, ...lists];
    return { kind: 'code', sections, media: [], regions: [] };
  },
};

const LEAST_CLASSES = 3;

/** Columns of nothing but 0 and 1. */
function marksIn(record: Fields): [name: string, isSet: boolean][] {
  return Object.entries(record).flatMap(([name, value]): [string, boolean][] => {
    const number = typeof value === 'boolean' ? Number(value) : numberOf(value);
    return number === 0 || number === 1 ? [[name, number === 1]] : [];
  });
}

/** A text and a column for each class, 1 where it has it. */
const oneHot: RecordSchema = {
  id: 'one-hot',
  fits(record) {
    const text = keyOf(record, TEXTS);
    if (text === undefined || typeof record[text] !== 'string') return lacks('text');
    if (keyOf(record, LABELS) !== undefined) return lacks('0, 1');
    return marksIn(record).length >= LEAST_CLASSES ? 0.65 : lacks('0, 1');
  },
  read(record) {
    const text = keyOf(record, TEXTS) ?? '';
    const set = marksIn(record).flatMap(([name, isSet]) => (isSet ? [name] : []));
    return classification([{ name: text, text: textOf(record[text]) ?? '' }], set, true);
  },
};

export const PREPARED_SCHEMAS: readonly RecordSchema[] = [tokenIds, oneHot];
