/**
 * First index from 0 to `length` for which `reached` holds, where it holds for all after the first; `length` if for none.
 */
export function firstWhere(length: number, reached: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
