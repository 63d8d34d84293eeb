import { describe, expect, it } from 'vitest';
import { images } from '../../src/formats/images.ts';
import { splitOfName } from '../../src/formats/splits.ts';
import { detailOf, drop, indexOf, openAll, png } from './yolo-drop.ts';

const P = png(4, 4);
const never = new AbortController().signal;

describe('plain images', () => {
  it('are samples without annotations, counted one by one', async () => {
    const files = drop({ 'd/x/b.png': P, 'd/a.JPG': P, 'd/notes.txt': 'x', 'd/._a.jpg': P, 'd/.DS_Store': 'x' });
    const [seen] = await openAll(images, files);
    if (!seen) throw new Error('nothing was found');
    expect(seen.match).toMatchObject({ name: 'd', confidence: 0.3, why: { code: 'images', values: { count: 2 } } });
    expect(seen.samples.map(({ name, key, labels }) => [name, key, labels])).toEqual([
      ['a.JPG', 'd/a.JPG', 'inline'],
      ['x/b.png', 'd/x/b.png', 'inline'],
    ]);
    expect([...seen.accounts]).toEqual([
      ['d/a.JPG', { read: 1, shown: 0, rejected: 0 }],
      ['d/x/b.png', { read: 1, shown: 0, rejected: 0 }],
    ]);
    expect(seen.facts).toEqual({ visual: true });
    expect(await detailOf(images, files, seen, 'a.JPG')).toEqual({ annotations: [], fields: {} });
  });

  it('are none where there are none', async () => {
    expect(await openAll(images, drop({ 'd/a.txt': 'x' }))).toEqual([]);
  });

  it('show only what no other reading explains', async () => {
    const files = drop({ 'd/a.png': P, 'd/b.png': P });
    const [match] = await images.match(files, never);
    if (!match) throw new Error('nothing was found');
    const seen = await indexOf(images, files, { ...match, claims: match.claims.slice(1) });
    expect(seen.samples.map(({ name }) => name)).toEqual(['b.png']);
  });

  it.each([
    [['a.png'], 'a.png'],
    [['x/y/a.png', 'x/y/z/b.png'], 'y'],
    [['x/a.png', 'y/b.png'], 'x'],
    [['a.png', 'b.png'], 'a.png'],
  ])('%s are called %s', async (paths, name) => {
    const [match] = await images.match(drop(Object.fromEntries(paths.map((path) => [path, P]))), never);
    expect(match?.name).toBe(name);
  });

  it('stop when they are cancelled, between other work', async () => {
    const files = drop(Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`d/${i}.png`, P])));
    const [match] = await images.match(files, never);
    if (!match) throw new Error('nothing was found');
    const control = new AbortController();
    setTimeout(() => control.abort());
    await expect(indexOf(images, files, match, control.signal)).rejects.toThrow(/abort/i);
  });
});

describe('splits by name', () => {
  it.each([
    ['train', 'train'],
    ['Training', 'train'],
    ['valid', 'val'],
    ['VALIDATION', 'val'],
    ['val2017', 'val'],
    ['train_2014', 'train'],
    ['test-dev2017', 'test'],
    ['testing', 'test'],
    ['minival', 'minival'],
    ['trains', undefined],
    ['train1', undefined],
    ['contest', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%s is %s', (name, split) => {
    expect(splitOfName(name)).toBe(split);
  });
});
