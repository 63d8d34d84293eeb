/** Whether the first record of a table names its columns. */

export interface HeaderGuess {
  readonly header: boolean;
  /** sure: no other reading makes sense · likely: the other may be meant · open: the other is about as likely. */
  readonly certainty: 'sure' | 'likely' | 'open';
}

type Kind = 'empty' | 'number' | 'date' | 'flag' | 'text';

/** Written where a value is missing: above or among numbers it says nothing. */
const MISSING = /^(|-+|\?+|n\/?a|nan|null|none|nil|missing|unknown|\\n)$/i;
const FLAG = /^(true|false)$/i;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ]\d{1,2}:\d{2}.*)?$/;
/** What columns are called everywhere. */
const USUAL =
  /^(id|uuid|name|title|label|labels|text|class|category|type|question|answer|prompt|response|input|output|instruction|content|description|caption|source|target|lang(uage)?|url|path|file(_?name)?|image|split|date|key|value|score|country|city|sentence\d?|premise|hypothesis|编号|序号|名称|标题|文本|内容|标签|类别|问题|答案)$/i;

/**
 * Compares the first record with those below, column by column: a text above numbers is a header's, a number above numbers or a value that
 * comes again a record's, except years and other numbers in even steps beside a text. Undecided means a header.
 * @param records the first ones of the table, that one included; none of them cut
 */
export function guessHeader(records: readonly (readonly string[])[]): HeaderGuess {
  const first = (records[0] ?? []).map((cell) => cell.trim());
  // Tables put one behind the other repeat the header.
  const rest = records.slice(1).filter((record) => record.some((cell, i) => cell.trim() !== first[i]));
  const named = first.filter((cell) => cell !== '');
  if (named.length === 0 || named.length * 2 < first.length) return { header: false, certainty: 'likely' };
  const numbers = named.filter((cell) => kindOf(cell) === 'number').length;
  if (records.length === 1) return { header: numbers === 0, certainty: numbers === named.length ? 'sure' : 'likely' };
  if (numbers === named.length) return { header: false, certainty: inSteps(first, rest) ? 'open' : 'sure' };

  const isStepped = numbers > 0 && inSteps(first, rest);
  let header = isStepped ? 1 : 0;
  let record = 0;
  for (const [i, cell] of first.entries()) {
    const below = kindBelow(rest, i);
    const kind = kindOf(cell);
    if (kind === 'empty' || below === 'empty') continue;
    if (kind === 'text' && below !== 'text') header += 2;
    else if (kind !== 'text' && !(isStepped && kind === 'number')) record += 1;
    else if (kind === 'text' && rest.some((other) => other[i]?.trim() === cell)) record += 1;
  }
  if (header === 0 && record === 0) return { header: true, certainty: looksNamed(first, rest) ? 'likely' : 'open' };
  if (header > 0 && record > 0) return { header: header >= record, certainty: 'open' };
  return { header: header > 0, certainty: header > 0 ? 'sure' : 'likely' };
}

/** What all cells of a column but missing ones are; text where they differ. */
function kindBelow(rest: readonly (readonly string[])[], column: number): Kind {
  let all: Kind = 'empty';
  for (const record of rest) {
    const kind = kindOf(record[column]?.trim() ?? '');
    if (kind === 'empty' || kind === all) continue;
    if (all !== 'empty') return 'text';
    all = kind;
  }
  return all;
}

function kindOf(cell: string): Kind {
  if (MISSING.test(cell)) return 'empty';
  if (Number.isFinite(Number(cell.replace(',', '.').replace(/%$/, '')))) return 'number';
  if (FLAG.test(cell)) return 'flag';
  return DATE.test(cell) ? 'date' : 'text';
}

/** Whether the numbers of the first record are years, or three and more in even steps, as those below are not. */
function inSteps(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const columns = [...first.keys()].filter((i) => kindOf(first[i] ?? '') === 'number');
  const at = (record: readonly string[]): number[] => columns.map((i) => Number(record[i] || Number.NaN));
  const alike = rest.filter((record) => isSeries(at(record))).length;
  return isSeries(at(first)) && alike * 2 < rest.length;
}

function isSeries(numbers: readonly number[]): boolean {
  const [start = 0, second = 0] = numbers;
  if (new Set(numbers).size < numbers.length) return false;
  if (numbers.every((number) => Number.isInteger(number) && number >= 1800 && number <= 2100)) return true;
  const step = second - start;
  const isEven = numbers.every((number, i) => Math.abs(start + i * step - number) <= 1e-6 * Math.abs(step));
  return numbers.length >= 3 && isEven;
}

/** Whether texts above texts are written like names of columns: well-known ones, with underscores, far shorter than what is below. */
function looksNamed(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  return first.some((cell, i) => {
    const below = rest.map((record) => record[i] ?? '').filter((text) => text !== '');
    const length = below.reduce((sum, text) => sum + text.length, 0) / Math.max(1, below.length);
    return (
      USUAL.test(cell) || (/^\w+_\w+$/.test(cell) && !below.some((text) => text.includes('_'))) || (length > 40 && length > 3 * cell.length)
    );
  });
}
