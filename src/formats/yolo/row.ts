/**
 * One line of a YOLO label file: a class, then normalised numbers whose meaning follows from how many there are.
 * https://docs.ultralytics.com/datasets/detect/ (also segment, pose, obb) and https://docs.ultralytics.com/modes/predict/
 */

/** What the rows of a set of label files mean where their number of tokens leaves a choice; decided once for the set. */
export interface RowRules {
  /** `kpt_shape`; such rows are read before any other reading of their length is tried. */
  readonly keypoints?: { readonly count: number; readonly dims: 2 | 3 };
  /** Six tokens: a box and a number behind it, or a score and a box (as Padilla's evaluation tool and some others write). */
  readonly six: 'score' | 'track' | 'score-first';
  /** Seven tokens: three points, or a box with score and track. */
  readonly seven: 'polygon' | 'box';
  /** Nine tokens: a rotated box or four points. */
  readonly nine: 'obb' | 'polygon';
  /** Ten tokens: a box with five attributes, or nine and one more. */
  readonly ten: 'attributes' | 'corners';
  /** The last of an even number of tokens. */
  readonly tail: 'score' | 'track';
}

export const DEFAULT_RULES: RowRules = { six: 'score', seven: 'polygon', nine: 'polygon', ten: 'corners', tail: 'score' };

export interface Row {
  /** As a number where it is one (`0.0` is 0); a name otherwise. */
  readonly category: number | string;
  readonly kind: 'box' | 'obb' | 'polygon' | 'pose';
  /** box and pose: centre x, centre y, width, height; else `x y` pairs. Normalised unless `pixels`. */
  readonly values: readonly number[];
  /** pose: `x y v` for each point. */
  readonly points?: readonly number[];
  readonly score?: number;
  readonly track?: number;
  /** Numbers after the box that have no name. */
  readonly extras?: readonly number[];
  /** DOTA rows may be in pixels. */
  readonly pixels?: boolean;
  readonly difficult?: boolean;
  /** Written with decimal commas. */
  readonly commas?: boolean;
}

/** Why a line is no row. `text` is the piece that is wrong; `column` counts from 1. */
export interface RowFault {
  readonly fault: 'row-invalid' | 'class-invalid';
  readonly values: Readonly<Record<string, string | number>>;
}

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const INTEGER = /^[+-]?\d+$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const CLIP = 80;

/** Tokens of a line: split at spaces, tabs and commas; a comma inside numbers that have no points is a decimal comma. */
export function tokensOf(line: string): { readonly tokens: string[]; readonly commas: boolean } {
  // A piece of a UTF-16 file read by range comes with its zeros and marks; digits do not need them.
  const text = line.replace(/[\0\uFEFF]/g, '').trim();
  if (text === '') return { tokens: [], commas: false };
  // Nearly all rows have one space between tokens, and cutting there is several times faster.
  const spaced = /[^\S ]|  /.test(text) ? text.split(/\s+/) : text.split(' ');
  const commas = spaced.length >= 5 && !text.includes('.') && spaced.some((token) => DECIMAL_COMMA.test(token));
  if (commas) return { tokens: spaced.map((token) => (DECIMAL_COMMA.test(token) ? token.replace(',', '.') : token)), commas };
  return { tokens: text.includes(',') ? text.split(/[\s,]+/).filter((token) => token !== '') : spaced, commas };
}

/** Reads a line that is not blank. */
export function parseRow(line: string, rules: RowRules): Row | RowFault {
  const { tokens, commas } = tokensOf(line);
  const row = parseTokens(tokens, rules);
  return commas && !('fault' in row) ? { ...row, commas } : row;
}

/** Reads the tokens of a line. */
export function parseTokens(tokens: readonly string[], rules: RowRules): Row | RowFault {
  const dota = dotaRow(tokens);
  if (dota !== undefined) return dota;
  const numbers: number[] = [];
  for (let i = 1; i < tokens.length; i += 1) {
    const token = tokens[i] ?? '';
    const number = numberOf(token);
    if (number === undefined) return { fault: 'row-invalid', values: { text: token.slice(0, CLIP), column: i + 1, tokens: tokens.length } };
    numbers.push(number);
  }
  const first = tokens[0] ?? '';
  if (numbers.length < 4) return { fault: 'row-invalid', values: { text: tokens.join(' ').slice(0, CLIP), tokens: tokens.length } };
  const category = NUMBER.test(first) ? Number(first) : first;
  if (typeof category === 'number' && (!Number.isSafeInteger(category) || category < 0))
    return { fault: 'class-invalid', values: { class: first } };
  return poseRow(category, numbers, tokens, rules) ?? rowByLength(category, numbers, tokens, rules);
}

/** A finite decimal number; undefined for everything else, `0x1f` too. Without a pattern: a dataset has a hundred million of them. */
function numberOf(token: string): number | undefined {
  const number = Number(token);
  // The second letter of 0x, 0b and 0o; the lower case of a digit is itself.
  const second = token.charCodeAt(1) | 0x20;
  const isDecimal = second !== 0x78 && second !== 0x62 && second !== 0x6f;
  return Number.isFinite(number) && isDecimal && token !== '' ? number : undefined;
}

function rowByLength(category: number | string, numbers: readonly number[], tokens: readonly string[], rules: RowRules): Row {
  const box = numbers.slice(0, 4);
  const count = tokens.length;
  if (count === 5) return { category, kind: 'box', values: box };
  if (count === 6 && rules.six === 'score-first') {
    return { category, kind: 'box', values: numbers.slice(1), ...tailOf(numbers[0], tokens[1], 'score') };
  }
  if (count === 6)
    return { category, kind: 'box', values: box, ...tailOf(numbers[4], tokens[5], rules.six === 'track' ? 'track' : 'score') };
  if (count === 7 && (rules.seven === 'box' || isScoreAndTrack(numbers, tokens))) {
    return { category, kind: 'box', values: box, ...tailOf(numbers[4], tokens[5], 'score'), ...tailOf(numbers[5], tokens[6], 'track') };
  }
  if (count === 10 && rules.ten === 'attributes') return { category, kind: 'box', values: box, extras: numbers.slice(4) };
  if (count % 2 === 0) return cornersRow(category, numbers.slice(0, -1), rules, tailOf(numbers.at(-1), tokens.at(-1), rules.tail));
  if (!isScoreAndTrack(numbers, tokens)) return cornersRow(category, numbers, rules, {});
  return cornersRow(category, numbers.slice(0, -2), rules, { score: numbers.at(-2) ?? 0, track: numbers.at(-1) ?? 0 });
}

/** A last integer beyond 1 is no coordinate: score and track stand behind the shape. */
function isScoreAndTrack(numbers: readonly number[], tokens: readonly string[]): boolean {
  const [score, last] = [numbers.at(-2) ?? 0, numbers.at(-1) ?? 0];
  return last > 1 && score > 0 && score <= 1 && INTEGER.test(tokens.at(-1) ?? '');
}

type Tail = Pick<Row, 'score' | 'track' | 'extras'>;

function cornersRow(category: number | string, values: readonly number[], rules: RowRules, tail: Tail): Row {
  return { category, kind: values.length === 8 && rules.nine === 'obb' ? 'obb' : 'polygon', values, ...tail };
}

/** A number behind the shape: a score if it can be one and the set has scores, a track if it is an integer, else just a number. */
function tailOf(number: number | undefined, token: string | undefined, wanted: 'score' | 'track'): Tail {
  if (number === undefined || token === undefined) return {};
  if (wanted === 'score' && number >= 0 && number <= 1) return { score: number };
  if (INTEGER.test(token)) return { track: number };
  return number >= 0 && number <= 1 ? { score: number } : { extras: [number] };
}

function poseRow(category: number | string, numbers: readonly number[], tokens: readonly string[], rules: RowRules): Row | undefined {
  if (rules.keypoints === undefined) return undefined;
  const { count, dims } = rules.keypoints;
  const base = 4 + count * dims;
  const more = numbers.length - base;
  if (more < 0 || more > 2) return undefined;
  const points: number[] = [];
  for (let at = 4; at < base; at += dims) {
    const x = numbers[at] ?? 0;
    const y = numbers[at + 1] ?? 0;
    // Without a third value, a point below zero is absent: https://docs.ultralytics.com/datasets/pose/
    points.push(x, y, dims === 3 ? (numbers[at + 2] ?? 0) : x < 0 || y < 0 ? 0 : 2);
  }
  const tail =
    more === 0
      ? {}
      : {
          ...tailOf(numbers[base], tokens[base + 1], more === 1 ? rules.tail : 'score'),
          ...(more === 2 ? tailOf(numbers[base + 1], tokens[base + 2], 'track') : {}),
        };
  return { category, kind: 'pose', values: numbers.slice(0, 4), points, ...tail };
}

/** `x1 y1 … x4 y4 name [difficulty]`: some exports named YOLO are DOTA. https://captain-whu.github.io/DOTA/dataset.html */
function dotaRow(tokens: readonly string[]): Row | undefined {
  const name = tokens[8];
  if (
    name === undefined ||
    (tokens.length !== 9 && tokens.length !== 10) ||
    numberOf(name) !== undefined ||
    NUMBER.test(name) ||
    /^[+-]?(?:nan|inf(?:inity)?)$/i.test(name)
  )
    return undefined;
  const values: number[] = [];
  for (let i = 0; i < 8; i += 1) {
    if (!NUMBER.test(tokens[i] ?? '')) return undefined;
    values.push(Number(tokens[i]));
  }
  const pixels = values.some((value) => value > 1.5);
  return {
    category: name,
    kind: 'obb',
    values,
    ...(pixels ? { pixels } : {}),
    ...(tokens[9] === '1' || tokens[9] === '2' ? { difficult: true } : {}),
  };
}

/** Whether a token can be a number that is not an integer: scores can, tracks cannot. */
export function isFraction(token: string): boolean {
  return NUMBER.test(token) && !INTEGER.test(token);
}

/** Whether a token is written as an integer. */
export function isInteger(token: string): boolean {
  return INTEGER.test(token);
}
