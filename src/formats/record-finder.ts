/** Search in windows of records: by bytes where that is certain, by parsing where it is not. */
import { foldCase, type TextPattern } from '../base/text-pattern.ts';
import { finderOf } from '../syntax/scan/find.ts';
import { startWindowMachine } from '../syntax/scan/window-machine.ts';
import type { PlacedRecords } from '../syntax/record-windows.ts';
import { literalOf, planSearch, type SearchPlan, type SpecialCharacters } from '../syntax/search-plan.ts';
import type { Sieve, WindowSearch, WindowSieve } from './record-container.ts';

/** What bytes that look like a match are. */
export type Verdict = 'match' | 'none' | 'doubtful';

export interface FinderSyntax extends SpecialCharacters {
  /** Whether `\u4e2d` stands for a character. */
  readonly escapes: boolean;
  /** Judges bytes `start` to `end` of a record that stands at `from` to `to`: whether they are in a value, as written. */
  judge(bytes: Uint8Array, start: number, end: number, from: number, to: number): Verdict;
  /** Whether the record is what it looks like, so that `none` of it is right; false also where only parsing can say. Absent: all are. */
  isSound?(bytes: Uint8Array, from: number, to: number): boolean;
}

const BACKSLASH_U = new TextEncoder().encode('\\u');
const NONE = 0;
const DOUBTFUL = 0xffffffff;

/** @param field only its value counts: whatever may match is looked at in full */
export function recordFinder(
  pattern: TextPattern,
  field: string | undefined,
  syntax: FinderSyntax,
  machine = startWindowMachine(),
): WindowSearch {
  const literal = pattern.how === 'regex' ? literalOf(pattern) : pattern;
  const plan = literal && planSearch(literal, syntax);
  if (!plan?.run) return { look: (_bytes, _base, rows, _found, doubtful) => everyRow(rows, doubtful) };
  const isCertain = field === undefined && pattern.how !== 'regex' && pattern.how !== 'word' && !plan.doubtful;
  const find = finderOf(machine);
  const { run, rare, whole, runAt } = plan;
  const folds = pattern.how === 'part';
  return {
    ...(machine ? { memory: machine } : {}),
    look(bytes, base, rows, found, doubtful) {
      const { first, end, start, size } = rows;
      /** Matches of each record of the window, or DOUBTFUL; made with the first. */
      let counts: Uint32Array | undefined;
      const matches = (): Uint32Array => (counts ??= new Uint32Array(end - first));
      let row = first;
      let from = 0;
      let stop = 0;
      /** Goes to the record that an offset stands in; false where it stands between records. */
      const goTo = (offset: number): boolean => {
        if (offset >= from && offset < stop) return true;
        row = lastFrom(rows, offset < from ? first : row, base + offset);
        from = start(row) - base;
        stop = from + size(row);
        return offset >= from && offset < stop;
      };
      const doubt = (offset: number): void => {
        if (goTo(offset)) matches()[row - first] = DOUBTFUL;
      };
      for (const spelling of rare) find(bytes, spelling, doubt);
      if (syntax.escapes) {
        find(bytes, { low: BACKSLASH_U, high: BACKSLASH_U }, (offset) => {
          if (plan.units.has(hexAt(bytes, offset + 2))) doubt(offset);
        });
      }
      /** The last row that is known to be sound. */
      let sound = -1;
      /** End of the last match, which the next may not overlap. */
      let taken = 0;
      find(bytes, run, (offset) => {
        if (!goTo(offset)) return;
        const at = row - first;
        if (counts?.[at] === DOUBTFUL) return;
        const begin = offset - runAt;
        if (begin < taken && begin >= from) return;
        const close = begin + whole.low.length;
        const verdict =
          isCertain && isWhole(bytes, begin, close, from, stop, plan, folds) ? syntax.judge(bytes, begin, close, from, stop) : 'doubtful';
        if (verdict === 'doubtful') matches()[at] = DOUBTFUL;
        else if (verdict === 'match') {
          matches()[at] = (matches()[at] ?? NONE) + 1;
          taken = close;
        } else if (sound !== row) {
          if (syntax.isSound?.(bytes, from, stop) === false) matches()[at] = DOUBTFUL;
          else sound = row;
        }
      });
      for (let i = 0; counts && i < counts.length; i += 1) {
        const count = counts[i] ?? NONE;
        if (count === DOUBTFUL) doubtful(first + i);
        else if (count > NONE) found(first + i, count);
      }
    },
  };
}

/** The last record from `low` on that begins at `offset` in the file or before it; `low` where none does. */
function lastFrom({ end, start }: PlacedRecords, low: number, offset: number): number {
  let last = low;
  for (let above = end; above - last > 1;) {
    const middle = (last + above) >>> 1;
    if (start(middle) <= offset) last = middle;
    else above = middle;
  }
  return last;
}

/**
 * Leaves out the records in which a text stands nowhere, in names of fields neither.
 * @param backslash how the syntax writes one
 */
export function recordSieve({ pattern, escapes }: Sieve, syntax: FinderSyntax, backslash: string): WindowSieve {
  const machine = startWindowMachine();
  const find = finderOf(machine);
  // In a name a text may be one all the same: schemas read some names as words.
  const finder = recordFinder(pattern, undefined, { ...syntax, judge: () => 'doubtful' }, machine);
  const spelled = escapes.map((letters) => new TextEncoder().encode(backslash + letters));
  return {
    ...(machine ? { memory: machine } : {}),
    look(bytes, base, rows, each) {
      const { first, end } = rows;
      const may = new Uint8Array(end - first);
      const mark = (row: number): void => {
        may[row - first] = 1;
      };
      finder.look(bytes, base, rows, mark, mark);
      for (const spelling of spelled) {
        let row = first;
        find(bytes, { low: spelling, high: spelling }, (offset) => {
          row = lastFrom(rows, row, base + offset);
          mark(row);
        });
      }
      for (const [i, is] of may.entries()) if (is === 1) each(first + i);
    },
  };
}

/** Whether the text stands there as a whole for sure: in its usual spelling, and not as a part of a character. */
function isWhole(
  bytes: Uint8Array,
  begin: number,
  close: number,
  from: number,
  stop: number,
  { whole, mixes, joins }: SearchPlan,
  folds: boolean,
): boolean {
  if (begin < from || close > stop) return false;
  for (let i = 0; i < whole.low.length; i += 1) {
    const byte = bytes[begin + i];
    if (byte !== whole.low[i] && byte !== whole.high[i]) return false;
  }
  const next = close < stop ? (bytes[close] ?? 0) : 0;
  // Marks begin with 0xCC or a later byte; a backslash may begin one.
  if (joins && (next >= FIRST_MARK || next === BACKSLASH)) return false;
  if (!mixes || !folds) return true;
  return foldCase(decoder.decode(bytes.subarray(begin, close))) === decoder.decode(whole.low);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const FIRST_MARK = 0xcc;
const BACKSLASH = 0x5c;

function everyRow({ first, end }: Parameters<WindowSearch['look']>[2], each: (row: number) => void): void {
  for (let row = first; row < end; row += 1) each(row);
}

/** The number of four hexadecimal digits; -1 where there are none. */
function hexAt(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i += 1) {
    const byte = bytes[i] ?? 0;
    const digit = byte >= 0x30 && byte <= 0x39 ? byte - 0x30 : (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66 ? (byte | 0x20) - 0x57 : -1;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}
