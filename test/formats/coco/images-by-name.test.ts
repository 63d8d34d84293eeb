import { describe, expect, it } from 'vitest';
import { box, read, truth } from './reading.ts';

/** A truth whose ids are not the numbers in its file names. */
function named(...names: readonly string[]): Record<string, unknown> {
  return truth([], { images: names.map((file_name, i) => ({ id: 500 + i, file_name, width: 100, height: 80 })) });
}

const row = (image_id: string | number, category_id = 1): Record<string, unknown> => ({
  image_id,
  category_id,
  bbox: [1, 2, 3, 4],
  score: 0.5,
});

describe('results that name images by their file, as Ultralytics writes them', () => {
  it('join the truth by text or, where the name is all digits, by number', async () => {
    const reading = await read({
      'd/truth.json': named('val/000007.jpg', 'val/street 1.jpg', 'val\\000012.jpg'),
      'd/predictions.json': [row(7), row('street 1'), row(12), row('street 1')],
    });
    expect(reading.annotations.map(({ sample, set }) => [sample, set])).toEqual([
      ['500', 'predictions'],
      ['501', 'predictions'],
      ['502', 'predictions'],
      ['501', 'predictions'],
    ]);
    expect(reading.codes).toEqual(['images-absent']);
  });

  it('join it with the zeros in front, too', async () => {
    const reading = await read({ 'd/truth.json': named('0007.jpg', '0012.jpg'), 'd/r.json': [row('0007'), row('12')] });
    expect(reading.annotations.map(({ sample }) => sample)).toEqual(['500', '501']);
  });

  it('are told where their classes count from 0', async () => {
    const categories = [1, 2].map((id) => ({ id, name: `class ${id}` }));
    const reading = await read({ 'd/t.json': { ...named('a.jpg', 'b.jpg'), categories }, 'd/r.json': [row('a', 0), row('b', 1)] });
    expect(reading.annotations.map(({ sample }) => sample)).toEqual(['500', '501']);
    expect(reading.codes).toContain('prediction-classes-shifted');
  });

  it('keep to ids where most of them are ids', async () => {
    const images = [1, 2, 3, 4].map((id) => ({ id, file_name: `${5 - id}.jpg` }));
    const reading = await read({ 'd/t.json': truth([box()], { images }), 'd/r.json': [row(1), row(2), row(4)] });
    expect(reading.annotations.slice(1).map(({ sample }) => sample)).toEqual(['1', '2', '4']);
  });

  it('are file names where all of many are, though some could be ids', async () => {
    const images = Array.from({ length: 30 }, (_, i) => ({ id: i, file_name: `${i + 1}.jpg` }));
    const reading = await read({ 'd/t.json': truth([], { images }), 'd/r.json': images.map((_, i) => row(i + 1)) });
    expect(reading.annotations.map(({ sample }) => sample)).toEqual(images.map(({ id }) => String(id)));
  });

  it('do not choose between two images of one name', async () => {
    const names = ['a/1.jpg', 'b/1.jpg', ...Array.from({ length: 30 }, (_, i) => `a/${i + 2}.jpg`)];
    const reading = await read({ 'd/t.json': named(...names), 'd/r.json': Array.from({ length: 31 }, (_, i) => row(i + 1)) });
    expect(reading.annotations).toHaveLength(30);
    expect(reading.problem('image-unknown').values).toEqual({ image: '1' });
  });
});

describe('images that are not in the drop', () => {
  const images = ['a.jpg', 'b.jpg', 'c.jpg'].map((file_name, i) => ({ id: i + 1, file_name }));

  it('are one problem where not one of the file is there', async () => {
    const reading = await read({ 'd/t.json': truth([box()], { images }) });
    expect(reading.problems.filter(({ code }) => code.startsWith('image'))).toEqual([
      { code: 'images-absent', file: 'd/t.json', values: { images: 3 } },
    ]);
    expect(reading.samples.map(({ image }) => image)).toEqual([undefined, undefined, undefined]);
  });

  it.each(['a.jpg', 'b.jpg', 'c.jpg'])('are a problem each where %s is there', async (there) => {
    const reading = await read({ 'd/t.json': truth([box()], { images }), [`d/${there}`]: '' });
    const missing = reading.problems.filter(({ code }) => code === 'image-missing');
    expect(missing.map(({ sample, values }) => [sample, values?.['name']])).toEqual(
      images.map(({ file_name }, i) => [i, file_name]).filter(([, name]) => name !== there),
    );
    expect(missing.every(({ at }) => (at?.end ?? 0) > (at?.byte ?? 0))).toBe(true);
    expect(reading.codes).not.toContain('images-absent');
  });
});
