/** How a table of text is written: what separates its cells and lines, and how its columns are called. */
import Papa from 'papaparse';
import type { TextEncodingName } from '../files/text.ts';

export interface CsvDialect {
  readonly encoding: TextEncodingName;
  /** One character. */
  readonly delimiter: string;
  /** Runs of spaces and tabs separate cells, those around a record mean nothing. Then `delimiter` is a space. */
  readonly runs?: true;
  /** A file of nothing but CR (old Macs) has lines too. */
  readonly newline: '\n' | '\r';
}

/** Records of a head that are looked at. */
const LOOKED_AT = 20;
/** Columns that white space may separate at least. */
const LEAST_SPACED = 3;
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

/**
 * The dialect of a table by its first text.
 * @param text the first characters without byte order mark; the last line may be cut
 * @param delimiter where it is known (a `.tsv` file)
 */
export function dialectOf(text: string, encoding: TextEncodingName, delimiter?: string): CsvDialect {
  const newline = !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
  const whole = wholeLines(text, newline);
  if (delimiter === undefined && isSpaced(whole, newline)) return { encoding, newline, delimiter: ' ', runs: true };
  return { encoding, newline, delimiter: delimiter ?? guessDelimiter(whole) };
}

/** Nothing else separates cells, all lines have as many of them, and most are numbers: with fewer, a text would do as well. */
function isSpaced(text: string, newline: string): boolean {
  const lines = text
    .split(newline, LOOKED_AT * 2)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED_AT);
  if (lines.length < 2 || lines.some((line) => /[",;|]/.test(line)) || lines.every((line) => line.trim().includes('\t'))) return false;
  const rows = lines.map(spacedCells);
  const width = rows[0]?.length ?? 0;
  const cells = rows.flat();
  const numbers = cells.filter((cell) => NUMBER.test(cell)).length;
  return width >= LEAST_SPACED && rows.every(({ length }) => length === width) && numbers * 2 > cells.length;
}

function spacedCells(record: string): string[] {
  const bare = record.trim();
  return bare === '' ? [] : bare.split(/[ \t]+/);
}

/** The first records of a head, for telling what a table holds; the record that the head cuts is left out. */
export function firstRecords(text: string, dialect: CsvDialect): string[][] {
  const whole = wholeLines(text, dialect.newline);
  if (dialect.runs) {
    const rows = whole.split(dialect.newline, LOOKED_AT * 2).map(spacedCells);
    return rows.filter(({ length }) => length > 0).slice(0, LOOKED_AT);
  }
  const { data } = Papa.parse<string[]>(whole, {
    delimiter: dialect.delimiter,
    newline: lineBreakOf(whole, dialect),
    preview: LOOKED_AT,
    skipEmptyLines: true,
  });
  return data;
}

/** Names for the columns: as the header has them, else `column_1`…; what is empty or there already gets a number. */
export function columnNames(header: readonly string[] | undefined, width: number): string[] {
  const names = new Set<string>();
  for (let i = 0; i < Math.max(header?.length ?? 0, width); i += 1) {
    const base = header?.[i]?.trim() || `column_${i + 1}`;
    let name = base;
    for (let n = 2; names.has(name); n += 1) name = `${base}_${n}`;
    names.add(name);
  }
  return [...names];
}

/**
 * The cells of one record. A quote that is never closed makes it plain text between delimiters, quotes included.
 * @param text without the end of line
 */
export function cellsOf(
  text: string,
  { delimiter, newline, runs }: CsvDialect,
): { readonly cells: readonly string[]; readonly unclosed: boolean } {
  if (runs) return { cells: spacedCells(text), unclosed: false };
  if (!text.includes('"')) return { cells: text.split(delimiter), unclosed: false };
  const regular = delimiter === '"' ? undefined : regularCells(text, delimiter);
  if (regular) return { cells: regular, unclosed: false };
  // With its line break, as Papa would meet it in the whole file: blanks behind a closing quote are dropped only before one.
  const parsed: unknown = new Papa.Parser({ delimiter, newline }).parse(text + newline, 0, true);
  const { data } = parsed as { readonly data: readonly (readonly string[])[] };
  const [cells] = data;
  if (!cells || data.length > 1) return { cells: text.split(delimiter), unclosed: true };
  return { cells, unclosed: false };
}

/** Where every quote stands as it should, around a whole cell or doubled inside one; undefined: it takes a parser to tell. */
function regularCells(text: string, delimiter: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ; at += delimiter.length) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      const cell = end < 0 ? text.slice(at) : text.slice(at, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell);
      if (end < 0) return cells;
      at = end;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    let isDoubled = false;
    while (end >= 0 && text[end + 1] === '"') {
      isDoubled = true;
      end = text.indexOf('"', end + 2);
    }
    if (end < 0) return undefined;
    const cell = text.slice(at + 1, end);
    cells.push(isDoubled ? cell.replaceAll('""', '"') : cell);
    if (end + 1 === text.length) return cells;
    if (!text.startsWith(delimiter, end + 1)) return undefined;
    at = end + 1;
  }
}

function guessDelimiter(text: string): string {
  const { meta } = Papa.parse<string[]>(text, { preview: LOOKED_AT, skipEmptyLines: true });
  return meta.delimiter || ',';
}

function lineBreakOf(text: string, { newline }: CsvDialect): '\n' | '\r' | '\r\n' {
  return newline === '\n' && text.includes('\r\n') ? '\r\n' : newline;
}

/** Without the last line, unless it is the only one: it may be cut. */
function wholeLines(text: string, newline: string): string {
  const end = text.lastIndexOf(newline);
  return end > 0 ? text.slice(0, end) : text;
}
