/** What a scanner of JSON tells, and to whom. */
import type { Problem } from '../model/problem.ts';

/** An item of an array. Valid during the call only: bytes and fields are reused. */
export interface JsonItem {
  readonly bytes: Uint8Array;
  /** The item within `bytes`. */
  readonly from: number;
  readonly to: number;
  /** The item within the file. */
  readonly start: number;
  readonly end: number;
  /** Of an object: keyStart keyEnd valueStart valueEnd for each field, within `bytes`, keys without quotes. */
  readonly fields: Int32Array;
  readonly fieldCount: number;
  /** An object whose keys have no escapes, so that their bytes can be compared. */
  readonly plain: boolean;
}

export type JsonScanProblem = 'json-syntax' | 'json-truncated' | 'line-too-long';

/** What a scanner tells of a file, in file order. `section` is the key of the array; '' where the file is a bare array. */
export interface JsonVisitor {
  /** An array begins (`start`: its bracket). False: its items are skipped and not told. */
  section(name: string, start: number): boolean;
  /** The array ended, `end` exclusive; also told for arrays that were skipped. */
  sectionEnd?(name: string, end: number): void;
  item(section: string, item: JsonItem): void;
  /** A record that cannot be read, from `start` to `end`; counts as one, whatever it was. `error`: where it goes wrong. */
  broken(section: string, code: JsonScanProblem, start: number, end: number, error: number): void;
  /** A top-level value that is no array: it is walked over by its brackets and quotes. */
  other?(name: string, start: number): void;
  /** It ended, `end` exclusive. */
  otherEnd?(name: string, end: number): void;
  /** Something wrong outside of items. Unless `stopped`, reading goes on behind it. */
  problem(code: JsonScanProblem | 'json-shape' | 'file-empty', byte: number, values?: Problem['values']): void;
  /** Asked after each piece: whether all that was read in bulk is to be told now, not when there is enough of it. */
  isDue?(): boolean;
  /** Asked after each piece: the next is waited for until it is fulfilled. */
  pause?(): Promise<void> | undefined;
  /** Asked between pieces: true ends the scan. */
  enough?(): boolean;
}
