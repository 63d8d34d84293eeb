import { describe, expect, it } from 'vitest';
import { cellOf } from '../../src/formats/record-cells.ts';
import type { JsonValue } from '../../src/syntax/json-value.ts';
import { mediaKind, vectorOf } from '../../src/table/cell-kind.ts';
import { ExtraColumn } from '../../src/table/extra-column.ts';

function columnOf(values: readonly JsonValue[]): ExtraColumn {
  const column = new ExtraColumn('x');
  for (const [row, value] of values.entries()) {
    const cell = cellOf(value);
    if (cell !== undefined) column.add(row, cell);
  }
  return column;
}

const vector = (length: number, first: number): number[] => Array.from({ length }, (_, i) => (i === 0 ? first : 0));
const LONG = `data:image/png;base64,${'A'.repeat(5000)}`;

describe('the kind of a column', () => {
  it('is image where all values name or hold pictures', () => {
    expect(columnOf(['a/b.jpg', 'c.PNG']).kind).toBe('image');
    expect(columnOf([LONG]).kind).toBe('image');
    expect(columnOf([['a.jpg', 'b.jpg'], ['c.webp']]).kind).toBe('image');
    expect(columnOf([{ bytes: LONG, path: 'x' }]).kind).toBe('image');
    expect(columnOf([{ bytes: undefined, path: 'x.jpeg' }]).kind).toBe('image');
    expect(columnOf([{ path: 'x.jpeg', bytes: undefined }]).kind).toBe('image');
    expect(columnOf([[{ bytes: LONG, path: undefined }]]).kind).toBe('image');
  });

  it('is audio where all are sounds', () => {
    expect(columnOf(['a.wav', 'b.mp3', undefined]).kind).toBe('audio');
    expect(columnOf([{ bytes: undefined, path: 'x.flac' }]).kind).toBe('audio');
  });

  it('is neither where one is something else, or nothing of it can be here', () => {
    expect(columnOf(['a.jpg', 'b.mp3']).kind).toBe('text');
    expect(columnOf(['a.jpg', 'see a.txt']).kind).toBe('text');
    expect(columnOf(['https://example.org/a.jpg']).kind).toBe('text');
    expect(columnOf([['a', 'b.jpg']]).kind).toBe('list');
    expect(columnOf([{ path: 'x.jpeg', label: 1 }]).kind).toBe('json');
    expect(mediaKind('Two lines\nof a text.png')).toBeUndefined();
  });

  it('is embedding where all are vectors of one length, and their norm is their number', () => {
    const column = columnOf([vector(16, 0.5), vector(16, 2.5)]);
    expect(column.kind).toBe('embedding');
    expect([column.text(0), column.numbers()(0), column.numbers()(1)]).toEqual(['[16] ‖0.5‖', 0.5, 2.5]);
    expect(vectorOf('[16] ‖1.5e-7‖')).toEqual({ dimensions: 16, norm: 1.5e-7 });
    expect(ExtraColumn.restored(column.state).kind).toBe('embedding');
  });

  it('is list where vectors differ in length, are short, or are whole numbers', () => {
    expect(columnOf([vector(16, 0.5), vector(17, 0.5)]).kind).toBe('list');
    expect(columnOf([vector(16, 0.5), ['a']]).kind).toBe('list');
    expect(columnOf([vector(15, 0.5)]).kind).toBe('list');
    expect(columnOf([vector(16, 5)]).kind).toBe('list');
  });
});
