import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decideRules } from '../../src/formats/yolo/rules.ts';
import { tokensOf } from '../../src/formats/yolo/row.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { opened, png } from '../engine/drop.ts';
import { BOX, P, kindsOf, onlyYolo } from './yolo-drop.ts';

const rulesOf = (lines: readonly string[]) =>
  decideRules(
    lines.map((line) => tokensOf(line).tokens),
    {},
  );
const TURNED = '0 .5 .1 .9 .5 .5 .9 .1 .5\n0 .4 .2 .6 .3 .5 .5 .3 .4\n0 .1 .2 .2 .1 .3 .2 .2 .3\n';
const UPRIGHT = '0 .1 .1 .3 .1 .3 .2 .1 .2\n';

describe('rows of nine numbers', () => {
  const set = (rows: string): Record<string, string | Uint8Array> => ({
    'd/images/a.png': png(100, 50),
    'd/labels/a.txt': rows,
    'd/classes.txt': 'ship\n',
  });

  it('may be switched to polygons and back', async () => {
    const { engine, result } = await opened(set(TURNED));
    expect(result.datasets).toMatchObject([
      { id: 1, byKind: { box: 3 }, alternatives: [{ format: 'yolo', variant: 'quads', why: { code: 'yolo-quads' } }] },
    ]);
    const quads = await engine.openAs({ dataset: 1, format: 'yolo', variant: 'quads' });
    expect(quads.datasets).toMatchObject([
      { id: 1, byKind: { polygon: 3 }, alternatives: [{ format: 'yolo', variant: 'rotated', why: { code: 'yolo-rotated' } }] },
    ]);
    const { annotations } = await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 0 });
    expect(annotations.map(({ shapes }) => shapes.map(({ kind }) => kind))).toEqual([['polygon'], ['polygon'], ['polygon']]);
    const back = await engine.openAs({ dataset: 1, format: 'yolo', variant: 'rotated' });
    expect(back.datasets).toMatchObject([{ id: 1, byKind: { box: 3 }, alternatives: [{ variant: 'quads' }] }]);
  });

  it('stay as the user chose when more files are dropped', async () => {
    const { engine } = await opened(set(TURNED));
    await engine.openAs({ dataset: 1, format: 'yolo', variant: 'quads' });
    engine.addEntries([]);
    expect((await engine.open({})).datasets).toMatchObject([{ byKind: { polygon: 3 } }]);
  });

  it('are a question where they may as well be the other, until the user has answered', async () => {
    const { engine, result } = await opened(set(UPRIGHT));
    const [first] = result.datasets;
    expect(first?.alternatives).toMatchObject([{ variant: 'quads', confidence: first?.confidence }]);
    expect(first?.problems.map(({ code }) => code)).toContain('rows-undecided');
    const answered = (await engine.openAs({ dataset: 1, format: 'yolo', variant: 'quads' })).datasets[0];
    expect(answered?.problems.map(({ code }) => code)).not.toContain('rows-undecided');
    expect(answered?.alternatives[0]?.confidence).toBeLessThan((answered?.confidence ?? 0) - 0.1);
  });

  it('of predictions are what those of the truth are', async () => {
    const seen = await onlyYolo({
      'd/images/a.png': P,
      'd/labels/a.txt': TURNED,
      'd/classes.txt': 'ship\n',
      'd/runs/predict/labels/a.txt': '0 .1 .1 .3 .1 .3 .2 .1 .2 0.8\n',
    });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
    expect(seen.annotations.map(({ cells }) => kindsOf(cells.kinds))).toEqual([['box'], ['box'], ['box'], ['box']]);
    expect(seen.problems).toEqual([]);
  });

  it('are no choice where there are none', async () => {
    const { result } = await opened(set('0 .5 .5 .2 .4\n0 .1 .1 .9 .1 .9 .9 .5 .95 .1 .9\n'));
    expect(result.datasets[0]?.alternatives).toEqual([]);
  });
});

describe('a score in front of the box', () => {
  // Ordinary boxes of every place and size with ordinary scores.
  const boxes = Array.from({ length: 24 }, (_, i) => {
    const [w, h] = [0.08 + ((i * 7) % 11) / 40, 0.1 + ((i * 5) % 9) / 30];
    const x = w / 2 + (1 - w) * (((i * 13) % 24) / 24);
    const y = h / 2 + (1 - h) * (((i * 17) % 24) / 24);
    return { box: [x, y, w, h].map((value) => value.toFixed(4)).join(' '), score: (0.1 + ((i * 11) % 24) / 27).toFixed(3) };
  });
  const first = boxes.map(({ box, score }) => `0 ${score} ${box}`);
  const last = boxes.map(({ box, score }) => `0 ${box} ${score}`);

  it('is found by where the boxes are', () => {
    expect(rulesOf(first)).toMatchObject({ rules: { six: 'score-first' }, switchable: 'six' });
    expect(rulesOf(first).undecided).toBe(undefined);
    expect(rulesOf(last)).toMatchObject({ rules: { six: 'score' } });
    expect(rulesOf(last).switchable).toBe(undefined);
  });

  it('is not believed on few rows, and offered', () => {
    const row = '0 .95 .5 .5 .2 .3';
    expect(rulesOf([row])).toMatchObject({ rules: { six: 'score' }, switchable: 'six', undecided: { tokens: 6, as: 'score' } });
    expect(rulesOf([row, row, row]).rules.six).toBe('score-first');
  });

  it('makes predictions with that score and that box', async () => {
    const seen = await onlyYolo({ 'd/images/a.png': P, 'd/labels/a.txt': BOX, 'd/out/labels/a.txt': `${first.join('\n')}\n` });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
    const predicted = seen.annotations.slice(1);
    expect(predicted.map(({ cells }) => cells.score)).toEqual(boxes.map(({ score }) => Number(score)));
    const [x = 0, y = 0, w = 0, h = 0] = (boxes[0]?.box ?? '').split(' ').map(Number);
    for (const [i, side] of [(x - w / 2) * 100, (y - h / 2) * 50, w * 100, h * 50].entries()) {
      expect(predicted[0]?.cells.box?.[i]).toBeCloseTo(side, 6);
    }
    expect(seen.match).toMatchObject({ variant: { id: 'score-first' }, variants: [{ id: 'score-last' }] });
  });

  it('is not looked for among tracks', () => {
    expect(rulesOf(['0 .5 .5 .2 .2 1', '0 .5 .5 .2 .2 7', '0 .5 .5 .2 .2 8'])).toEqual({
      rules: expect.objectContaining({ six: 'track' }),
    });
  });
});

describe('a pose without data.yaml', () => {
  const folder = fileURLToPath(new URL('../../samples/yolo/people-pose/labels/', import.meta.url));
  const truth = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .flatMap((name) => readFileSync(`${folder}${name}`, 'utf8').split('\n'))
    .filter((line) => line !== '');
  /** As a model would write them: a confidence for each point, and one for the person. */
  const predicted = truth.map((line, at) => {
    const row = line.split(' ').map((token, i) => (i > 6 && (i - 7) % 3 === 0 ? (Number(token) === 0 ? '0.0312' : '0.9471') : token));
    return [...row, (0.5 + (at % 5) / 11).toFixed(4)];
  });
  const text = (rows: readonly (readonly string[])[]): string => `${rows.map((row) => row.join(' ')).join('\n')}\n`;
  const POSE = { count: 17, dims: 3 };

  it('is found in the truth', () => {
    expect(truth.length).toBeGreaterThan(5);
    expect(rulesOf(truth).rules.keypoints).toEqual(POSE);
  });

  it('is found in predictions with scores, without, and with tracks', () => {
    const rules = (rows: readonly (readonly string[])[]) => decideRules(rows, {});
    expect(rules(predicted).rules.keypoints).toEqual(POSE);
    expect(rules(predicted.map((row) => row.slice(0, -1))).rules.keypoints).toEqual(POSE);
    expect(rules(predicted.map((row, i) => [...row, String(i + 1)])).rules.keypoints).toEqual(POSE);
    expect(rules(predicted.slice(0, 1)).rules.keypoints).toEqual(POSE);
  });

  it('makes predictions beside a truth of keypoints', async () => {
    const seen = await onlyYolo({
      'd/images/a.png': P,
      'd/labels/a.txt': `${truth.join('\n')}\n`,
      'd/out/labels/a.txt': text(predicted),
    });
    expect(seen.labelSets.map(({ role }) => role)).toEqual(['truth', 'prediction']);
    expect(new Set(seen.annotations.map(({ cells }) => kindsOf(cells.kinds).join(' ')))).toEqual(new Set(['box keypoints']));
    expect(seen.annotations.at(-1)?.cells.score).toBe(Number(predicted.at(-1)?.at(-1)));
  });

  it('is not seen in polygons, whatever their number of points', () => {
    for (const points of [5, 6, 8, 11, 14, 28]) {
      for (const [cx, cy] of [
        [0.5, 0.5],
        [0.3, 0.6],
        [0.7, 0.2],
      ] as const) {
        const ring = Array.from({ length: points }, (_, i) => {
          const [angle, radius] = [(i / points) * 2 * Math.PI, i % 2 === 0 ? 0.2 : 0.14];
          return [cx + radius * Math.cos(angle), cy + radius * Math.sin(angle)].map((value) => value.toFixed(4));
        });
        const row = ['0', ...ring.flat()];
        expect([points, decideRules([row, row, row], {}).rules.keypoints]).toEqual([points, undefined]);
      }
    }
  });
});
