import { describe, expect, it } from 'vitest';
import { PathOrder } from '../../src/files/path-order.ts';

describe('PathOrder', () => {
  it.each([1, 3, 50, 999])('keeps files that come by %i in the order of their paths', (lot) => {
    const all = Array.from({ length: 999 }, (_, at) => `${['b', 'a', 'a/b', 'a.b'][at % 4]}/${(at * 7919) % 1000}`);
    const paths: string[] = [];
    const order = new PathOrder(paths);
    for (let at = 0; at < all.length; at += lot) {
      const files = all.slice(at, at + lot).map((path) => paths.push(path) - 1);
      order.add(files);
      // Asking in between changes nothing.
      if (at % 2 === 0) order.all();
    }
    expect(order.all().map((file) => paths[file])).toEqual(all.toSorted());
  });

  it('is empty without files', () => {
    expect(new PathOrder([]).all()).toEqual([]);
  });
});
