import { SEGMENT_ROWS, SEGMENT_SHIFT } from '../base/growable.ts';
import type { Growable } from '../base/growable.ts';
import { plainNumber } from '../base/plain-number.ts';
import { textAt, type Texts } from '../model/block.ts';
import type { ColumnKind, TextMeasure } from '../model/dataset.ts';
import { mediaKind, vectorOf } from './cell-kind.ts';
import { dateOf, isNumberText, isPlainDate, isPlainDateAt, isSpelledNumber, numberOf } from './cell-value.ts';
import { epochUnit, namesInstant, type EpochUnit } from './epoch.ts';
import { DictionaryColumn, TextColumn, f64, u8 } from './column.ts';
import { NumberColumn } from './number-column.ts';
import { restoredStore, stateOfStore, TEXT_PREFIX_BYTES, type Store, type StoreState } from './extra-store.ts';

/** A value as formats hand it over; lists and objects come as their JSON text. */
export type ExtraValue = string | number | boolean;

/** A column of strings stays a dictionary up to this many distinct ones. */
export const MAX_CATEGORIES = 1000;
/** … and while none is longer than this (UTF-16 units). */
const MAX_CATEGORY_LENGTH = 200;
type Counts = {
  readonly values: number;
  readonly numeric: number;
  readonly boolean: number;
  readonly date: number;
  readonly list: number;
  readonly json: number;
  readonly image: number;
  readonly audio: number;
  readonly vector: number;
  /** Numbers of a vector; NaN: vectors differ. */
  readonly dimensions: number;
  /** Of the numbers of a column whose name says that they are instants. */
  readonly least: number;
  readonly most: number;
};

const NO_COUNTS: Counts = {
  values: 0,
  numeric: 0,
  boolean: 0,
  date: 0,
  list: 0,
  json: 0,
  image: 0,
  audio: 0,
  vector: 0,
  dimensions: 0,
  least: Infinity,
  most: -Infinity,
};

export type ExtraState = {
  readonly name: string;
  readonly declared: ColumnKind | undefined;
  readonly derived: boolean;
  readonly measure: TextMeasure | undefined;
  readonly counts: Counts;
  readonly store: StoreState;
  readonly samples: ExtraState | undefined;
};

/**
 * A field of the records as a column of the sample table; its kind follows from the values as they come.
 *
 * JSON numbers are kept as numbers, booleans as bytes. Strings (all of CSV) are kept as strings, so that nothing is lost when a
 * later value does not fit: as a dictionary while there are at most 1,000 distinct ones, then as numbers while all are numbers spelled as we would,
 * else as the first 64 bytes of each. A column whose strings all read as numbers (or dates) is of that kind and has a numeric view. Mixed values are
 * strings.
 */
export class ExtraColumn {
  readonly name: string;
  readonly #declared: ColumnKind | undefined;
  #store: Store = { mode: 'empty' };
  #counts: { -readonly [Count in keyof Counts]: number } = { ...NO_COUNTS };
  /** Values of some records, where those of all are not here yet: the kind follows from them meanwhile. */
  #samples: ExtraColumn | undefined;
  /** Numeric view of strings, made when asked for: of `values` values. */
  #view: { readonly values: number; readonly numbers: Growable<Float64Array> } | undefined;

  /** True: no field of the records, but worked out from them. */
  readonly derived: boolean;
  /** What it measures of the texts of each record, where it does. */
  readonly measure: TextMeasure | undefined;
  /** Its name says that numbers are instants. */
  readonly #instants: boolean;

  /** `declared`: the kind where the format knows it for sure. */
  constructor(
    name: string,
    declared?: ColumnKind,
    origin: { readonly derived?: boolean; readonly measure?: TextMeasure | undefined } = {},
  ) {
    this.name = name;
    this.#declared = declared;
    this.derived = origin.derived ?? false;
    this.measure = origin.measure;
    this.#instants = !this.derived && namesInstant(name);
  }

  /** The column that a state says, whose arrays it takes over. */
  static restored({ name, declared, derived, measure, counts, store, samples }: ExtraState): ExtraColumn {
    const column = new ExtraColumn(name, declared, { derived, measure });
    column.#counts = { ...NO_COUNTS, ...counts };
    column.#store = restoredStore(store);
    column.#samples = samples && ExtraColumn.restored(samples);
    return column;
  }

  get state(): ExtraState {
    return {
      name: this.name,
      declared: this.#declared,
      derived: this.derived,
      measure: this.measure,
      counts: this.#counts,
      store: stateOfStore(this.#store),
      samples: this.#samples?.state,
    };
  }

  /** The values of all rows are here now. */
  settle(): void {
    this.#samples = undefined;
  }

  /** True: its records were only sampled; no row, or not every row, has its value here yet. */
  get lazy(): boolean {
    return this.#samples !== undefined;
  }

  /** The value of some record of a lazy column; `undefined`: none. */
  sample(value: ExtraValue | undefined): void {
    this.#samples ??= new ExtraColumn(this.name);
    if (value !== undefined) this.#samples.add(this.#samples.filled, value);
  }

  get bytes(): number {
    const own = this.#store.mode === 'empty' ? 0 : this.#store.values.bytes;
    return own + (this.#view?.numbers.bytes ?? 0);
  }

  get kind(): ColumnKind {
    if (this.#declared !== undefined) return this.#declared;
    if (this.#samples !== undefined) return this.#samples.kind;
    const { values, numeric, boolean, date, list, json, image, audio, vector, dimensions } = this.#counts;
    if (values === 0) return 'text';
    if (numeric === values) return this.epoch === undefined ? 'number' : 'date';
    if (boolean === values) return 'boolean';
    if (date === values) return 'date';
    if (image === values) return 'image';
    if (audio === values) return 'audio';
    if (vector === values && !Number.isNaN(dimensions)) return 'embedding';
    if (list + vector === values) return 'list';
    if (list + vector + json === values) return 'json';
    return this.#store.mode === 'dictionary' && this.#store.values.distinct * 2 <= values ? 'category' : 'text';
  }

  /** Milliseconds that a unit of its numbers is, where they are instants since 1970. */
  get epoch(): EpochUnit | undefined {
    if (this.#samples !== undefined) return this.#samples.epoch;
    const { values, numeric, least, most } = this.#counts;
    return this.#instants && this.#declared === undefined && values > 0 && numeric === values ? epochUnit(least, most) : undefined;
  }

  /** Rows that have a value. */
  get filled(): number {
    return this.#counts.values;
  }

  has(row: number): boolean {
    switch (this.#store.mode) {
      case 'empty':
        return false;
      case 'number':
        return !Number.isNaN(this.#store.values.at(row));
      case 'boolean':
        return this.#store.values.at(row) !== 0;
      default:
        return this.#store.values.has(row);
    }
  }

  /** A row keeps its first value; NaN and the empty string are no value. */
  add(row: number, value: ExtraValue): void {
    if (value === '' || Number.isNaN(value) || this.has(row)) return;
    this.#count(value);
    this.#fit(value);
    const store = this.#store;
    if (store.mode === 'number') store.values.set(row, Number(value));
    else if (store.mode === 'boolean') store.values.set(row, value === true ? 2 : 1);
    else if (store.mode !== 'empty') store.values.set(row, String(value));
  }

  /** As `add` of each. @param rows a row of each value; a number: the first of consecutive ones. NaN is no value. The values are copied. */
  addMany(rows: Uint32Array | number, values: Float64Array | Texts): void {
    if (typeof rows === 'number' && (values instanceof Float64Array ? this.#appendNumbers(rows, values) : this.#appendTexts(rows, values)))
      return;
    const rowOf = (i: number): number => (typeof rows === 'number' ? rows + i : (rows[i] ?? 0));
    if (values instanceof Float64Array) for (let i = 0; i < values.length; i++) this.add(rowOf(i), values[i] ?? Number.NaN);
    else for (let i = 0; i < values.ends.length; i++) this.add(rowOf(i), textAt(values, i));
  }

  /** In one copy, where all are numbers so far. */
  #appendNumbers(row: number, numbers: Float64Array): boolean {
    let some = 0;
    for (let i = 0; i < numbers.length; i++) if (!Number.isNaN(numbers[i])) some++;
    if (some === 0) return true;
    if (this.#store.mode === 'empty') this.#store = { mode: 'number', values: new NumberColumn() };
    const store = this.#store;
    if (store.mode !== 'number' || store.values.length > row) return false;
    store.values.appendAt(row, numbers);
    this.#counts.values += some;
    this.#counts.numeric += some;
    if (this.#instants) for (const number of numbers) if (!Number.isNaN(number)) this.#extend(number);
    return true;
  }

  /** In one copy, where there are too many different ones for a dictionary. */
  #appendTexts(row: number, texts: Texts): boolean {
    const store = this.#store;
    if (store.mode !== 'text' || store.values.length > row || hasEmpty(texts)) return false;
    store.values.setMany(row, texts.bytes, texts.ends);
    for (let i = 0; i < texts.ends.length; i++) {
      if (isPlainDateAt(texts, i)) {
        this.#counts.values++;
        this.#counts.date++;
      } else this.#count(textAt(texts, i));
    }
    return true;
  }

  /** The value as text, at most `TEXT_PREFIX_BYTES` of a long one; `undefined`: none. */
  text(row: number): string | undefined {
    if (!this.has(row)) return undefined;
    const store = this.#store;
    if (store.mode === 'empty') return undefined;
    if (store.mode === 'boolean') return store.values.at(row) === 2 ? 'true' : 'false';
    return store.mode === 'number' ? String(store.values.at(row)) : store.values.get(row);
  }

  /** Rows that have this text, of a column that is a dictionary; of any other: 0. */
  rowsOf(text: string): number {
    const store = this.#store;
    if (store.mode !== 'dictionary') return 0;
    const { codes } = store.values;
    const code = store.values.codeOf(text);
    let rows = 0;
    if (code !== undefined) for (let row = 0; row < codes.length; row++) if (codes.at(row) === code) rows++;
    return rows;
  }

  /** The value as a number (date: milliseconds since 1970, boolean: 0 or 1, vector: its norm); NaN: none. */
  numbers(): (row: number) => number {
    const store = this.#store;
    if (store.mode === 'empty') return () => Number.NaN;
    if (store.mode === 'boolean') return (row) => (store.values.at(row) || Number.NaN) - 1;
    const { segments } = store.mode === 'number' ? store.values : this.#numericView();
    const raw = (row: number): number => segments[row >>> SEGMENT_SHIFT]?.[row & (SEGMENT_ROWS - 1)] ?? Number.NaN;
    const { epoch = 1 } = this;
    return epoch === 1 ? raw : (row) => raw(row) * epoch;
  }

  /** The same of rows `from` to `to`, written to the start of `out`. */
  numbersOfMany(): (from: number, to: number, out: Float64Array) => void {
    const store = this.#store;
    if (store.mode === 'number' && (this.epoch ?? 1) === 1) return (from, to, out) => store.values.copy(from, to, out);
    const at = this.numbers();
    return (from, to, out) => {
      for (let row = from; row < to; row++) out[row - from] = at(row);
    };
  }

  /** The distinct values with a code per row, where there are few; `values[0]` stands for none. */
  categories(): { readonly values: readonly string[]; readonly codes: (row: number) => number } | undefined {
    const store = this.#store;
    if (store.mode === 'empty') return { values: [''], codes: () => 0 };
    if (store.mode === 'boolean') return { values: ['', 'false', 'true'], codes: (row) => store.values.at(row) };
    if (store.mode === 'dictionary') return { values: store.values.values, codes: (row) => store.values.codes.at(row) };
    return undefined;
  }

  /** A test whether the text contains `text`, without regard to case; of long texts only the kept prefix is looked at. */
  search(text: string): (row: number) => boolean {
    if (this.#store.mode === 'text') return this.#store.values.search(text);
    const column = new TextColumn();
    const categories = this.categories();
    if (categories === undefined) return (row) => (this.text(row) ?? '').includes(text);
    categories.values.forEach((value, code) => column.set(code, value));
    const found = column.search(text);
    const hits = categories.values.map((_, code) => code > 0 && found(code));
    return (row) => hits[categories.codes(row)] === true;
  }

  /** Bytes of the value, for sorting; empty: none. */
  textColumn(): TextColumn | undefined {
    return this.#store.mode === 'text' ? this.#store.values : undefined;
  }

  #count(value: ExtraValue): void {
    const counts = this.#counts;
    counts.values++;
    if (typeof value === 'number') {
      counts.numeric++;
      if (this.#instants) this.#extend(value);
    } else if (typeof value === 'boolean' || value === 'true' || value === 'false') counts.boolean++;
    else if (isPlainDate(value)) counts.date++;
    else if (isNumberText(value)) {
      counts.numeric++;
      if (this.#instants) this.#extend(Number(value));
    } else if (!Number.isNaN(dateOf(value))) counts.date++;
    else this.#countText(value);
  }

  #countText(value: string): void {
    const counts = this.#counts;
    const vector = vectorOf(value);
    if (vector) {
      counts.vector++;
      counts.dimensions = counts.vector === 1 || counts.dimensions === vector.dimensions ? vector.dimensions : Number.NaN;
    } else if (value.startsWith('[') && value.endsWith(']')) counts.list++;
    else if (value.startsWith('{') && value.endsWith('}')) counts.json++;
    const media = mediaKind(value);
    if (media !== undefined) counts[media]++;
  }

  #extend(number: number): void {
    this.#counts.least = Math.min(this.#counts.least, number);
    this.#counts.most = Math.max(this.#counts.most, number);
  }

  /** Makes the store one that can hold the value. */
  #fit(value: ExtraValue): void {
    const store = this.#store;
    if (store.mode === 'text' || (store.mode === typeof value && typeof value !== 'string')) return;
    if (store.mode === 'number' && isSpelledNumber(value)) return;
    if (store.mode === 'empty' && typeof value !== 'string') {
      this.#store = typeof value === 'number' ? { mode: 'number', values: new NumberColumn() } : { mode: 'boolean', values: u8() };
      return;
    }
    const text = String(value);
    if (store.mode !== 'dictionary') this.#store = this.#moved(store, { mode: 'dictionary', values: new DictionaryColumn() });
    const now = this.#store;
    if (now.mode !== 'dictionary') return;
    const full = now.values.distinct >= MAX_CATEGORIES && now.values.codeOf(text) === undefined;
    if (full && isSpelledNumber(text) && now.values.values.every((known) => known === '' || isSpelledNumber(known))) {
      this.#store = this.#asNumbers(now.values);
    } else if (full || text.length > MAX_CATEGORY_LENGTH)
      this.#store = this.#moved(now, { mode: 'text', values: new TextColumn(TEXT_PREFIX_BYTES) });
  }

  #asNumbers({ values, codes }: DictionaryColumn): Store {
    const numbers = new NumberColumn();
    const byCode = values.map((text) => (text === '' ? Number.NaN : Number(text)));
    for (let row = 0; row < codes.length; row++) {
      const number = byCode[codes.at(row)] ?? Number.NaN;
      if (!Number.isNaN(number)) numbers.set(row, number);
    }
    return { mode: 'number', values: numbers };
  }

  #moved(from: Store, to: Extract<Store, { mode: 'dictionary' | 'text' }>): Store {
    if (from.mode === 'empty') return to;
    const rows = from.mode === 'dictionary' ? from.values.codes.length : from.values.length;
    let store: Extract<Store, { mode: 'dictionary' | 'text' }> = to;
    for (let row = 0; row < rows; row++) {
      const text = this.text(row);
      if (text === undefined) continue;
      if (store.mode === 'dictionary' && store.values.distinct >= MAX_CATEGORIES && store.values.codeOf(text) === undefined) {
        // Numbers that turn out to be texts, too many for a dictionary: start over.
        store = { mode: 'text', values: new TextColumn(TEXT_PREFIX_BYTES) };
        row = -1;
        continue;
      }
      store.values.set(row, text);
    }
    return store;
  }

  #numericView(): Growable<Float64Array> {
    const values = this.#counts.values;
    if (this.#view?.values === values) return this.#view.numbers;
    const numbers = f64();
    const store = this.#store;
    if (store.mode === 'dictionary') {
      const byCode = store.values.values.map(numberOf);
      const rows = store.values.codes.length;
      for (let row = 0; row < rows; row++) {
        const number = byCode[store.values.codes.at(row)] ?? Number.NaN;
        if (!Number.isNaN(number)) numbers.set(row, number);
      }
    } else if (store.mode === 'text') {
      for (let row = 0; row < store.values.length; row++) {
        const bytes = store.values.bytesAt(row);
        const number = plainNumber(bytes, 0, bytes.length) ?? numberOf(store.values.get(row) ?? '');
        if (!Number.isNaN(number)) numbers.set(row, number);
      }
    }
    this.#view = { values, numbers };
    return numbers;
  }
}

function hasEmpty({ ends }: Texts): boolean {
  for (let i = 0; i < ends.length; i++) if (ends[i] === (i === 0 ? 0 : ends[i - 1])) return true;
  return false;
}
