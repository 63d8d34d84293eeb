import { describe, expect, it } from 'vitest';
import { areaOf, boundsOf, oddity, rotatedBox, shapesOf } from '../../src/formats/yolo/geometry.ts';
import { DEFAULT_RULES, parseRow, tokensOf, type Row, type RowFault, type RowRules } from '../../src/formats/yolo/row.ts';
import { allScored, decideRules, looksLikeRow, type RuleHints } from '../../src/formats/yolo/rules.ts';
import { boxCorners } from '../../src/model/box.ts';

const read = (line: string, rules: Partial<RowRules> = {}): Row | RowFault => parseRow(line, { ...DEFAULT_RULES, ...rules });
const rulesOf = (lines: readonly string[], hints: RuleHints = {}) =>
  decideRules(
    lines.map((line) => tokensOf(line).tokens),
    hints,
  );

describe('a row by its number of tokens', () => {
  it('5: a box', () => {
    expect(read('3 0.5 0.25 0.2 0.1')).toEqual({ category: 3, kind: 'box', values: [0.5, 0.25, 0.2, 0.1] });
  });

  it('6: a box with a score, or with a track', () => {
    expect(read('0 .5 .5 .2 .1 0.87')).toMatchObject({ kind: 'box', score: 0.87 });
    expect(read('0 .5 .5 .2 .1 17', { six: 'track' })).toMatchObject({ kind: 'box', track: 17 });
    // A set of scores may hold a 1 or a stray id; a set of tracks may hold track 1.
    expect(read('0 .5 .5 .2 .1 1', { six: 'score' })).toMatchObject({ score: 1 });
    expect(read('0 .5 .5 .2 .1 17', { six: 'score' })).toMatchObject({ track: 17 });
    expect(read('0 .5 .5 .2 .1 1', { six: 'track' })).toMatchObject({ track: 1 });
    expect(read('0 .5 .5 .2 .1 0.5', { six: 'track' })).toMatchObject({ score: 0.5 });
    expect(read('0 .5 .5 .2 .1 99.5')).toMatchObject({ extras: [99.5] });
  });

  it('7: a box with score and track, or three points', () => {
    expect(read('0 .5 .5 .2 .1 0.87 4', { seven: 'box' })).toMatchObject({ kind: 'box', score: 0.87, track: 4 });
    expect(read('0 .1 .1 .9 .1 .5 .9')).toMatchObject({ kind: 'polygon', values: [0.1, 0.1, 0.9, 0.1, 0.5, 0.9] });
  });

  it('9: a rotated box, or four points', () => {
    const line = '2 .1 .1 .3 .1 .3 .2 .1 .2';
    expect(read(line, { nine: 'obb' })).toMatchObject({ category: 2, kind: 'obb' });
    expect(read(line, { nine: 'polygon' })).toMatchObject({ category: 2, kind: 'polygon' });
  });

  it('10: a box with five attributes, or four corners and one more', () => {
    expect(read('0 .33 .58 .57 .84 95 175 1 35 1', { ten: 'attributes' })).toEqual({
      category: 0,
      kind: 'box',
      values: [0.33, 0.58, 0.57, 0.84],
      extras: [95, 175, 1, 35, 1],
    });
    expect(read('2 .1 .1 .3 .1 .3 .2 .1 .2 0.75', { nine: 'obb' })).toMatchObject({ kind: 'obb', score: 0.75 });
    expect(read('2 .1 .1 .3 .1 .3 .2 .1 .2 12', { nine: 'obb', tail: 'track' })).toMatchObject({ kind: 'obb', track: 12 });
  });

  it('11: four corners with score and track, where the last is no coordinate', () => {
    expect(read('2 .1 .1 .3 .1 .3 .2 .1 .2 0.75 12', { nine: 'obb' })).toMatchObject({ kind: 'obb', score: 0.75, track: 12 });
    expect(read('2 .1 .1 .3 .1 .3 .2 .1 .2 0.75 0.5', { nine: 'obb' })).toMatchObject({ kind: 'polygon' });
  });

  it('odd from 7: a polygon; even from 8: a polygon with score or track', () => {
    expect(read('0 .1 .1 .9 .1 .9 .9 .5 .95 .1 .9')).toMatchObject({ kind: 'polygon', values: { length: 10 } });
    expect(read('0 .1 .1 .9 .1 .5 .9 0.66')).toMatchObject({ kind: 'polygon', values: { length: 6 }, score: 0.66 });
    expect(read('0 .1 .1 .9 .1 .5 .9 3', { tail: 'track' })).toMatchObject({ kind: 'polygon', track: 3 });
  });

  it('5 + K × D: a pose before anything else, with one or two tokens more', () => {
    const three = { keypoints: { count: 2, dims: 3 } } as const;
    expect(read('0 .5 .5 .2 .2 .4 .4 2 .6 .6 1', three)).toMatchObject({ kind: 'pose', points: [0.4, 0.4, 2, 0.6, 0.6, 1] });
    expect(read('0 .5 .5 .2 .2 .4 .4 2 .6 .6 1 0.9', three)).toMatchObject({ kind: 'pose', score: 0.9 });
    expect(read('0 .5 .5 .2 .2 .4 .4 2 .6 .6 1 0.9 5', three)).toMatchObject({ kind: 'pose', score: 0.9, track: 5 });
    // One keypoint in the plane has the length of three points.
    expect(read('0 .5 .5 .2 .2 .4 .4', { keypoints: { count: 1, dims: 2 } })).toMatchObject({ kind: 'pose', points: [0.4, 0.4, 2] });
    expect(read('0 .5 .5 .2 .2 -1 .4', { keypoints: { count: 1, dims: 2 } })).toMatchObject({ points: [-1, 0.4, 0] });
    // A row of another length is read by its own.
    expect(read('0 .5 .5 .2 .2', three)).toMatchObject({ kind: 'box' });
  });

  it('corners and a name: DOTA, normalised or in pixels', () => {
    expect(read('.1 .1 .3 .1 .3 .2 .1 .2 ship 1')).toEqual({
      category: 'ship',
      kind: 'obb',
      values: [0.1, 0.1, 0.3, 0.1, 0.3, 0.2, 0.1, 0.2],
      difficult: true,
    });
    expect(read('10 10 30 10 30 20 10 20 ship')).toMatchObject({ category: 'ship', pixels: true });
    expect(read('10 x 30 10 30 20 10 20 ship')).toMatchObject({ fault: 'row-invalid' });
  });

  it('fewer than 5: no row', () => {
    expect(read('0 .5 .5 .2')).toEqual({ fault: 'row-invalid', values: { text: '0 .5 .5 .2', tokens: 4 } });
    expect(read('hello')).toMatchObject({ fault: 'row-invalid' });
  });
});

describe('the tokens of a row', () => {
  it('reads a class written as 0.0 or 1e1, a plus and exponents', () => {
    expect(read('0.0 5e-1 +.5 1.e-1 1E-05')).toMatchObject({ category: 0, values: [0.5, 0.5, 0.1, 0.00001] });
    expect(read('1e1 .5 .5 .1 .1')).toMatchObject({ category: 10 });
  });

  it.each(['0 .5 .5 .1 .1', '0\t.5\t.5\t.1\t.1', '0,.5,.5,.1,.1', '0, .5,  .5, .1,.1 ', '  0  .5 .5\u00a0.1 .1  '])('splits %j', (line) => {
    expect(read(line)).toMatchObject({ kind: 'box', values: [0.5, 0.5, 0.1, 0.1] });
  });

  it('reads decimal commas and says so', () => {
    expect(read('0 0,5 0,25 0,1 0,1')).toEqual({ category: 0, kind: 'box', values: [0.5, 0.25, 0.1, 0.1], commas: true });
  });

  it.each(['nan', 'inf', '-Infinity', 'NaN', '0x1', '1_0', 'abc', '1e999', '--1'])('rejects %s', (token) => {
    expect(read(`0 .5 ${token} .1 .1`)).toMatchObject({ fault: 'row-invalid', values: { text: token, column: 3, tokens: 5 } });
  });

  it.each(['-1', '1.5', '1e30'])('rejects the class %s', (token) => {
    expect(read(`${token} .5 .5 .1 .1`)).toEqual({ fault: 'class-invalid', values: { class: token } });
  });

  it('keeps a class that is a name, for the dataset to look up', () => {
    expect(read('person .5 .5 .1 .1')).toMatchObject({ category: 'person', kind: 'box' });
  });

  it('reads a line of a UTF-16 file that was cut out by bytes', () => {
    expect(read([...'\uFEFF0 .5 .5 .1 .1'].join('\0'))).toMatchObject({ kind: 'box' });
  });
});

describe('what the rows of a set mean', () => {
  const turned = ['1 .5 .1 .9 .5 .5 .9 .1 .5', '1 .4 .2 .6 .3 .5 .5 .3 .4', '0 .1 .2 .2 .1 .3 .2 .2 .3'];
  const upright = ['1 .1 .1 .3 .1 .3 .2 .1 .2', '1 .5 .5 .7 .5 .7 .9 .5 .9'];
  const skew = ['0 .1 .1 .9 .1 .5 .9 .1 .5', '0 .1 .1 .9 .3 .5 .5 .1 .9', '0 .2 .1 .9 .1 .4 .9 .1 .5'];

  it('nine tokens in turned rectangles are rotated boxes', () => {
    expect(rulesOf(turned)).toMatchObject({ rules: { nine: 'obb' } });
    expect(rulesOf(turned).undecided).toBe(undefined);
  });

  it('nine tokens in upright rectangles are rotated boxes, and that is said to be undecided', () => {
    expect(rulesOf(upright)).toMatchObject({ rules: { nine: 'obb' }, undecided: { tokens: 9, as: 'obb' } });
  });

  it('nine tokens in other quadrilaterals, or among polygons, are points', () => {
    expect(rulesOf(skew)).toMatchObject({ rules: { nine: 'polygon' } });
    expect(rulesOf(skew).undecided).toBe(undefined);
    expect(rulesOf([...turned, '0 .1 .1 .9 .1 .9 .9 .5 .95 .3 .9 .1 .9']).rules.nine).toBe('polygon');
    expect(rulesOf([...turned, ...skew.slice(0, 2)])).toMatchObject({ rules: { nine: 'polygon' }, undecided: { tokens: 9 } });
  });

  it('nine tokens go by the task where there is one', () => {
    expect(rulesOf(skew, { task: 'obb' })).toMatchObject({ rules: { nine: 'obb' } });
    expect(rulesOf(turned, { task: 'segment' })).toMatchObject({ rules: { nine: 'polygon' } });
    expect(rulesOf(upright, { task: 'obb' }).undecided).toBe(undefined);
  });

  it('six tokens are scores if one of them is a fraction', () => {
    expect(rulesOf(['0 .5 .5 .1 .1 1', '0 .5 .5 .1 .1 0.3']).rules.six).toBe('score');
    expect(rulesOf(['0 .5 .5 .1 .1 1', '0 .5 .5 .1 .1 2']).rules.six).toBe('track');
  });

  it('seven tokens are boxes with score and track if all end in an integer', () => {
    expect(rulesOf(['0 .5 .5 .1 .1 0.9 1', '0 .5 .5 .1 .1 0.8 2']).rules.seven).toBe('box');
    expect(rulesOf(['0 .1 .1 .9 .1 .5 .9']).rules.seven).toBe('polygon');
    expect(rulesOf(['0 .1 .1 .9 .1 .5 1']).rules.seven).toBe('polygon');
    expect(rulesOf(['0 .5 .5 .1 .1 0.9 2', '0 .1 .1 .9 .1 .9 .9 .5 .95']).rules.seven).toBe('polygon');
  });

  it('ten tokens are attributes if most numbers behind the box are above 1', () => {
    expect(rulesOf(['0 .3 .5 .5 .8 95 175 1 35 1', '0 .3 .5 .5 .8 60 165 0 20 2']).rules.ten).toBe('attributes');
    expect(rulesOf(['0 .1 .1 .3 .1 .3 .2 .1 .2 0.7']).rules.ten).toBe('corners');
  });

  it('finds keypoints without kpt_shape where every third value is a visibility', () => {
    expect(rulesOf(['0 .5 .5 .2 .2 .4 .4 2 .6 .6 0', '0 .5 .5 .2 .2 .4 .4 1 .6 .6 2'])).toEqual({
      rules: { ...DEFAULT_RULES, keypoints: { count: 2, dims: 3 } },
      undecided: { tokens: 11, as: 'keypoints' },
    });
    expect(rulesOf(['0 .5 .5 .2 .2 .4 .4 .7 .6 .6 0']).rules.keypoints).toBe(undefined);
  });

  it('knows a set in which every row has a score', () => {
    const scored = ['0 .5 .5 .1 .1 0.9', '1 .5 .5 .1 .1 0.2'].map((line) => tokensOf(line).tokens);
    expect(allScored(scored, DEFAULT_RULES)).toBe(true);
    expect(allScored([...scored, tokensOf('0 .5 .5 .1 .1').tokens], DEFAULT_RULES)).toBe(false);
    expect(allScored([], DEFAULT_RULES)).toBe(false);
  });

  it('does not take other numbers for rows', () => {
    expect(looksLikeRow(tokensOf('0 .5 .5 .1 .1').tokens)).toBe(true);
    for (const line of [
      '1,1,912,484,97,109,0,7,1',
      'Car 0 0 0.1 0.2 0.3 0.4',
      'person 0.5 0.1 0.1 0.2',
      '449 330 122 149 0',
      'a README of five words',
    ]) {
      expect(looksLikeRow(tokensOf(line).tokens)).toBe(false);
    }
  });
});

describe('rows in pixels', () => {
  const row = (line: string, rules: Partial<RowRules> = {}): Row => {
    const result = read(line, rules);
    if ('fault' in result) throw new Error(result.fault);
    return result;
  };

  it('box', () => {
    const box = row('0 .5 .25 .2 .1');
    expect(boundsOf(box, 200, 400)).toEqual([80, 80, 40, 40]);
    expect(areaOf(box, 200, 400)).toBeCloseTo(1600);
    expect(shapesOf(box, 200, 400)).toEqual([{ kind: 'box', box: [80, 80, 40, 40] }]);
  });

  it('polygon', () => {
    const polygon = row('0 .1 .1 .6 .1 .1 .6');
    expect(boundsOf(polygon, 100, 200)).toEqual([10, 20, 50, 100]);
    expect(areaOf(polygon, 100, 200)).toBeCloseTo(2500);
    expect(shapesOf(polygon, 100, 200)).toEqual([{ kind: 'polygon', rings: [[10, 20, 60, 20, 10, 120]] }]);
  });

  it('pose: a box and points, visibilities as written', () => {
    const pose = row('0 .5 .5 .2 .2 .4 .4 2 0 0 0', { keypoints: { count: 2, dims: 3 } });
    expect(shapesOf(pose, 100, 200)).toEqual([
      { kind: 'box', box: [40, 80, 20, 40] },
      { kind: 'keypoints', points: [40, 80, 2, 0, 0, 0] },
    ]);
  });

  it('rotated box: sides, angle and corners agree', () => {
    const corners = boxCorners([10, 20, 40, 20], 0.3);
    const { box, angle = Number.NaN } = rotatedBox(corners);
    expect(angle).toBeCloseTo(0.3);
    for (const [i, value] of [10, 20, 40, 20].entries()) expect(box[i]).toBeCloseTo(value);
    for (const [i, value] of boxCorners(box, angle).entries()) expect(value).toBeCloseTo(corners[i] ?? Number.NaN);
  });

  it('rotated box: corners in the other direction still span it', () => {
    const corners = [0, 0, 0, 10, 30, 10, 30, 0];
    const { box, angle = Number.NaN } = rotatedBox(corners);
    expect(box[2] * box[3]).toBeCloseTo(300);
    expect(Math.max(...boxCorners(box, angle).filter((_, i) => i % 2 === 0))).toBeCloseTo(30);
  });

  it('DOTA in pixels is not scaled', () => {
    expect(boundsOf(row('10 10 30 10 30 20 10 20 ship'), 1000, 1000)).toEqual([10, 10, 20, 10]);
    expect(areaOf(row('10 10 30 10 30 20 10 20 ship'), 1000, 1000)).toBe(200);
  });

  it.each([
    ['0 .5 .5 .2 .2', undefined],
    ['0 .5 .5 1.01 1', undefined],
    ['0 .95 .5 .2 .2', 'box-out-of-bounds'],
    ['0 1.2 .5 .1 .1', 'box-out-of-bounds'],
    ['0 .5 .5 -.2 .2', 'box-negative'],
    ['0 .5 .5 0 .2', 'box-degenerate'],
    ['0 .1 .1 .6 .1 .1 1.02', 'box-out-of-bounds'],
    ['0 .1 -.005 .6 .1 .1 1.005', undefined],
    ['10 10 30 10 30 20 10 20 ship', undefined],
  ])('%s is %s', (line, odd) => {
    expect(oddity(row(line))).toBe(odd);
  });
});
