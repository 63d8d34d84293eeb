/**
 * How long a regular expression of JavaScript may take on a text, at worst. A backtracking matcher cannot be stopped: who cannot end the thread
 * that it runs in asks first. An estimate by the expression's form alone, on the careful side.
 */
export interface ExpressionCost {
  /** A repetition of something that varies in itself (`(a+)+`), or a reference back: no bound is known. */
  readonly unbounded: boolean;
  /** How often bounded repetitions (`\d{4}`) repeat, multiplied. */
  readonly times: number;
  /** Repetitions of characters of one kind: they end where a word, a number or a blank does. */
  readonly narrow: number;
  /** Repetitions that run on through a line. */
  readonly wide: number;
}

/** Steps of a matcher that a thread may be kept for: a tenth of a second, about. */
const MOST_STEPS = 2e8;
/** Each doubles the ways to match. */
const MOST_OPTIONAL = 8;
interface Group {
  /** It holds alternatives or repetitions. */
  varies: boolean;
}

/** @param source a valid expression */
export function costOf(source: string): ExpressionCost {
  let unbounded = false;
  let times = 1;
  let narrow = 0;
  let wide = 0;
  let optional = 0;
  const groups: Group[] = [{ varies: false }];
  const inner = (): Group => groups.at(-1) ?? { varies: false };
  for (const [token, quantifier] of tokensOf(source)) {
    if (/^\\[1-9k]/.test(token)) unbounded = true;
    if (token === '|') inner().varies = true;
    if (token.startsWith('(')) groups.push({ varies: false });
    const closed = token === ')' ? groups.pop() : undefined;
    if (closed?.varies === true) inner().varies = true;
    if (quantifier === undefined) continue;
    const { least, most } = timesOf(quantifier);
    if (least !== most) inner().varies = true;
    if (most > 1 && closed?.varies === true) unbounded = true;
    else if (most === 1) optional += 1;
    else if (most < Infinity) times *= Math.max(1, most);
    else if (closed || isWide(token)) wide += 1;
    else narrow += 1;
  }
  return { unbounded: unbounded || optional > MOST_OPTIONAL, times, narrow, wide };
}

/** Whether an expression of this cost is done with a text at once, whatever stands in it. */
export function isQuickOn({ unbounded, times, narrow, wide }: ExpressionCost, text: string): boolean {
  if (unbounded) return false;
  if (narrow + wide === 0) return text.length * times <= MOST_STEPS;
  const [run, line] = longestOf(text);
  return text.length * times * run ** narrow * line ** wide <= MOST_STEPS;
}

/** Characters, classes, brackets, each with its quantifier. */
function* tokensOf(source: string): Generator<readonly [token: string, quantifier: string | undefined]> {
  for (const match of source.matchAll(TOKEN)) yield [match[1] ?? '', match[2]];
}

const TOKEN =
  /(\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|k<[^>]*>|.)|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<[^>=!]*>|<?[=!]|[a-z-]*:))?|[)|]|[^])([*+?]\??|\{\d+(?:,\d*)?\}\??)?/gsu;

/** How often a quantifier repeats. */
function timesOf(quantifier: string): { readonly least: number; readonly most: number } {
  if (quantifier.startsWith('?')) return { least: 0, most: 1 };
  const bounds = /^\{(\d+)(,(\d*))?\}/.exec(quantifier);
  if (!bounds) return { least: 0, most: Infinity };
  const least = Number(bounds[1]);
  if (bounds[2] === undefined) return { least, most: least };
  return { least, most: bounds[3] === '' ? Infinity : Number(bounds[3]) };
}

/** Whether an atom matches characters of several kinds, so that its repetition goes on through a text. */
function isWide(atom: string): boolean {
  if (atom === '.' || /^\\[SDWP]/.test(atom)) return true;
  if (!atom.startsWith('[')) return false;
  return atom.startsWith('[^') || /\\[SDWP]/.test(atom) || (/\s|\\[sn]/.test(atom) && atom.length > 4);
}

/** Characters of the longest run of one kind (words and numbers, blanks, others), and of the longest line. */
function longestOf(text: string): readonly [run: number, line: number] {
  let run = 0;
  let line = 0;
  let runFrom = 0;
  let lineFrom = 0;
  let before = -1;
  for (let at = 0; at <= text.length; at += 1) {
    const kind = at === text.length ? -1 : kindOf(text.charCodeAt(at));
    if (kind !== before) {
      run = Math.max(run, at - runFrom);
      runFrom = at;
      before = kind;
    }
    if (at === text.length || text.charCodeAt(at) === 0x0a) {
      line = Math.max(line, at - lineFrom);
      lineFrom = at + 1;
    }
  }
  return [run, line];
}

function kindOf(unit: number): number {
  if (unit <= 0x20) return 0;
  const isWord = unit >= 0x80 || unit === 0x5f || (unit >= 0x30 && unit <= 0x39) || ((unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a);
  return isWord ? 1 : 2;
}
