// Objects of one list mostly have the same keys in the same order, spelled alike. So what stood between two values of the last one
// (`, "area": `) is kept, and where the next object has the same bytes there, its key need not be looked at.

/** Values of an object that are kept; of those behind them every key is looked at. */
const VALUES: i32 = 16;
/** Bytes in front of a value that are kept; longer ones are not. */
const MOST_BYTES: usize = 32;
/** Of each value: the bytes in front of it, which of them count, how many they are (0: not kept), and what the key is. */
const SIZE: usize = 80;
const MASKS: usize = 32;
const LENGTH: usize = 64;
const FIELD: usize = 68;
const kept: usize = memory.data(1280, 16);

/** What the next value is a value of: see `guess`. */
export let guessed: i32 = 0;

/** Behind what stands in front of value `i`, if that is what the last object had there; then `guessed` is what `learn` was told. Else 0. */
@inline
export function guess(i: i32, at: usize): usize {
  if (i >= VALUES) return 0;
  const slot = kept + <usize>i * SIZE;
  const first = v128.and(v128.xor(v128.load(at), v128.load(slot)), v128.load(slot, MASKS));
  const second = v128.and(v128.xor(v128.load(at, 16), v128.load(slot, 16)), v128.load(slot, MASKS + 16));
  const length = <usize>load<i32>(slot, LENGTH);
  if (v128.any_true(v128.or(first, second)) || length == 0) return 0;
  // More white space than the last time.
  if (load<u8>(at + length) <= <u8>0x20) return 0;
  guessed = load<i32>(slot, FIELD);
  return at + length;
}

/** Between `from` and `to` stands what is in front of value `i`, whose key is `field`. */
export function learn(i: i32, from: usize, to: usize, field: i32): void {
  if (i >= VALUES) return;
  const slot = kept + <usize>i * SIZE;
  const length = to - from > MOST_BYTES ? 0 : to - from;
  memory.fill(slot, 0, LENGTH);
  memory.copy(slot, from, length);
  memory.fill(slot + MASKS, 0xff, length);
  store<i32>(slot, <i32>length, LENGTH);
  store<i32>(slot, field, FIELD);
}
