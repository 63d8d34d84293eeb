/** Rows in the natural order of texts: by the first eight bytes of their keys, and what these leave open by the next ones. */
import type { Breath } from './breath.ts';
import { compareNatural, naturalKey, sharedStart } from './natural-order.ts';
import { sortByHalves } from './sort-numbers.ts';

/** Texts looked at between two breaths. */
const CHUNK = 4096;
/** So few are compared with one another. */
const FEW = 24;

/** Where a text stands: of a row, its bytes. */
type BytesAt = (row: number) => Uint8Array;

/**
 * Rows in the order of their texts; stable both ways, those with an empty text last both ways.
 * @param rows ascending
 */
export async function sortByText(
  rows: Uint32Array<ArrayBuffer>,
  bytesAt: BytesAt,
  descending: boolean,
  breath: Breath,
): Promise<Uint32Array<ArrayBuffer>> {
  const order = new Uint32Array(rows.length);
  const rest = new Uint32Array(rows.length);
  let keyed = 0;
  let others = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0;
    if (bytesAt(row).length > 0) order[keyed++] = row;
    else rest[others++] = row;
    if (i % CHUNK === 0) await breath.take();
  }
  const texts = { bytesAt, descending, breath };
  const run = order.subarray(0, keyed);
  await sortRun(run, await sharedBy(run, 0, texts), texts);
  order.set(rest.subarray(0, others), keyed);
  return order;
}

interface Texts {
  readonly bytesAt: BytesAt;
  readonly descending: boolean;
  readonly breath: Breath;
}

/** Bytes that the texts of all these rows begin with, or `least` where it is no more. */
async function sharedBy(rows: Uint32Array, least: number, { bytesAt, breath }: Texts): Promise<number> {
  const first = bytesAt(rows[0] ?? 0);
  let shared = first.length;
  for (let i = 1; i < rows.length && shared > least; i++) {
    shared = sharedStart(first, bytesAt(rows[i] ?? 0), shared);
    if (i % CHUNK === 0) await breath.take();
  }
  return Math.max(least, shared);
}

/** Sorts rows in place whose texts all begin with the same `shared` bytes. */
async function sortRun(rows: Uint32Array<ArrayBuffer>, shared: number, texts: Texts): Promise<void> {
  const { bytesAt, descending, breath } = texts;
  const high = new Uint32Array(rows.length);
  const low = new Uint32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    naturalKey(bytesAt(rows[i] ?? 0), shared, high, low, i);
    if (i % CHUNK === 0) await breath.take();
  }
  if (descending) {
    // Inverted, so that equal keys keep their order.
    for (let i = 0; i < rows.length; i++) {
      high[i] = ~(high[i] ?? 0);
      low[i] = ~(low[i] ?? 0);
    }
  }
  const places = await sortByHalves(high, low, breath);
  const before = rows.slice();
  for (let i = 0; i < rows.length; i++) rows[i] = before[places[i] ?? 0] ?? 0;
  // What the keys could not tell apart is told apart by what comes after.
  const compare = comparing(texts);
  let steps = 0;
  for (let from = 0; from < rows.length;) {
    const place = places[from] ?? 0;
    let to = from + 1;
    while (to < rows.length && high[places[to] ?? 0] === high[place] && low[places[to] ?? 0] === low[place]) to++;
    if (to - from > FEW) await sortTied(rows.subarray(from, to), shared, texts);
    else if (to - from > 1) insertionSort(rows, from, to, compare);
    from = to;
    if (++steps % CHUNK === 0) await breath.take();
  }
}

type Compare = (a: number, b: number) => number;

function comparing({ bytesAt, descending }: Texts): Compare {
  const sign = descending ? -1 : 1;
  return (a, b) => sign * compareNatural(bytesAt(a), bytesAt(b)) || a - b;
}

/** In place, rows `from` to `to`. */
function insertionSort(rows: Uint32Array, from: number, to: number, compare: Compare): void {
  for (let i = from + 1; i < to; i++) {
    const row = rows[i] ?? 0;
    let at = i;
    for (; at > from && compare(rows[at - 1] ?? 0, row) > 0; at--) rows[at] = rows[at - 1] ?? 0;
    rows[at] = row;
  }
}

async function sortTied(rows: Uint32Array<ArrayBuffer>, shared: number, texts: Texts): Promise<void> {
  const further = await sharedBy(rows, shared, texts);
  if (further > shared) await sortRun(rows, further, texts);
  else await mergeSort(rows, comparing(texts), texts.breath);
}

/** For texts that differ early and yet have equal keys (`a01` and `A1`, long numbers). */
async function mergeSort(rows: Uint32Array<ArrayBuffer>, compare: Compare, breath: Breath): Promise<void> {
  for (let from = 0; from < rows.length; from += CHUNK) {
    rows.subarray(from, from + CHUNK).sort(compare);
    await breath.take();
  }
  let source = rows;
  let target = new Uint32Array(rows.length);
  for (let width = CHUNK; width < rows.length; width *= 2) {
    for (let from = 0; from < rows.length; from += width * 2) {
      let a = from;
      const middle = Math.min(rows.length, from + width);
      let b = middle;
      const end = Math.min(rows.length, from + width * 2);
      for (let at = from; at < end; at++) {
        const takesFirst = b >= end || (a < middle && compare(source[a] ?? 0, source[b] ?? 0) <= 0);
        target[at] = (takesFirst ? source[a++] : source[b++]) ?? 0;
        if (at % CHUNK === 0) await breath.take();
      }
    }
    [source, target] = [target, source];
  }
  if (source !== rows) rows.set(source);
}
