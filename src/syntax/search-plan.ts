/**
 * How a text is looked for in bytes of UTF-8 without decoding them. Most records are ruled out by a search for bytes; the few that may hold
 * the text in another spelling (decomposed accents, the Kelvin sign for k, `\u4e2d` for 中) are named doubtful and looked at
 * in full by whoever knows their syntax.
 */
import { foldCase, type TextPattern } from '../base/text-pattern.ts';
import type { BytePattern } from './scan/find.ts';

export interface SearchPlan {
  /** What every match holds in its usual spelling; undefined: every record is doubtful. */
  readonly run: BytePattern | undefined;
  /** The whole of the text in its usual spelling, and the place in it of `run`. */
  readonly whole: BytePattern;
  readonly runAt: number;
  /** A record that holds one of these is doubtful: `run` in another spelling may be there. */
  readonly rare: readonly BytePattern[];
  /** UTF-16 units of `run` in any spelling: as an escape (`\u4e2d`) they make a record doubtful. */
  readonly units: ReadonlySet<number>;
  /** Bytes that equal `whole` may be another text all the same: small and large letters of several bytes. */
  readonly mixes: boolean;
  /** Marks behind a match may join its last character, so that it is another one. */
  readonly joins: boolean;
  /** Characters that records write otherwise or that separate values are in the text: no match is certain by its bytes. */
  readonly doubtful: boolean;
}

/** A character as it may be spelled. */
interface Spelling {
  readonly low: Uint8Array;
  readonly high: Uint8Array;
  readonly rare: readonly Uint8Array[];
  readonly units: readonly number[];
  /** It has no usual spelling: a mark, or what the record's syntax writes otherwise. */
  readonly isOdd: boolean;
}

const encoder = new TextEncoder();
/** A run without rare spellings that is as long is enough. */
const ENOUGH_BYTES = 5;

/** What the syntax of records does with characters. */
export interface SpecialCharacters {
  /** Those that it writes otherwise, or reads as its own. */
  readonly special: RegExp;
  /** Other spellings of those that it may write as they are. */
  readonly spellings?: ReadonlyMap<string, string>;
}

/** @param pattern not a regular expression */
export function planSearch({ how, text }: TextPattern, syntax: SpecialCharacters): SearchPlan {
  const isExact = how === 'exact';
  const wanted = isExact ? text.normalize('NFC') : foldCase(text);
  const characters = Array.from(wanted);
  const spellings = characters.map((character) => spellingOf(character, isExact, syntax));
  const [from, to] = bestRun(spellings);
  const run = spellings.slice(from, to);
  const last = characters.at(-1) ?? '';
  return {
    run: run.length > 0 ? patternOf(run) : undefined,
    whole: patternOf(spellings),
    runAt: spellings.slice(0, from).reduce((sum, { low }) => sum + low.length, 0),
    rare: unique(run.flatMap(({ rare }) => rare)).map((bytes) => ({ low: bytes, high: bytes })),
    units: new Set(run.flatMap(({ units }) => units)),
    mixes: spellings.some(({ low, high }) => low.length > 1 && !low.every((byte, i) => byte === high[i])),
    joins: /[\p{L}\p{S}]/u.test(last) && !/\p{Script=Han}/u.test(last),
    doubtful: spellings.some(({ isOdd }) => isOdd) || wanted.trim() === '',
  };
}

/** A text that all matches of a regular expression hold for sure, where that is plain to see. */
export function literalOf({ text, flags = '' }: TextPattern): TextPattern | undefined {
  // Alternatives, groups, classes and counts may leave anything out; some escapes are letters and digits that mean something else.
  if (/[|()[\]{}]/.test(text.replaceAll(/\\./gsu, '')) || /\\[ukxcpP\d]/.test(text)) return undefined;
  const folds = flags.includes('i');
  const runs = text.split(/\\.[?*]?\??|.[?*]\??|[.^$]/su).flatMap((run) => run.split(/\+\??/));
  // In expressions ſ is an s whose case does not matter, and there are more such.
  const plain = folds ? runs.flatMap((run) => run.split(/[sS]|[^ -~]/)) : runs;
  const longest = plain.reduce((best, run) => (run.length > best.length ? run : best), '');
  return longest.length < 2 ? undefined : { how: folds ? 'part' : 'exact', text: longest };
}

function patternOf(spellings: readonly Spelling[]): BytePattern {
  return { low: joinedBytes(spellings.map(({ low }) => low)), high: joinedBytes(spellings.map(({ high }) => high)) };
}

/** Consecutive characters to look for: long, and with few rare spellings, each of which is one more search. */
function bestRun(spellings: readonly Spelling[]): readonly [from: number, to: number] {
  const plain = longestRun(spellings, ({ isOdd, rare }) => !isOdd && rare.length === 0);
  if (plain[2] >= ENOUGH_BYTES) return [plain[0], plain[1]];
  const any = longestRun(spellings, ({ isOdd }) => !isOdd);
  return any[2] > plain[2] ? [any[0], any[1]] : [plain[0], plain[1]];
}

function longestRun(
  spellings: readonly Spelling[],
  fits: (spelling: Spelling) => boolean,
): readonly [from: number, to: number, bytes: number] {
  let best: [number, number, number] = [0, 0, 0];
  let from = 0;
  let bytes = 0;
  for (const [i, spelling] of spellings.entries()) {
    if (!fits(spelling)) {
      from = i + 1;
      bytes = 0;
      continue;
    }
    bytes += spelling.low.length;
    if (bytes > best[2]) best = [from, i + 1, bytes];
  }
  return best;
}

function spellingOf(character: string, isExact: boolean, { special, spellings }: SpecialCharacters): Spelling {
  const low = encoder.encode(character);
  const upper = isExact ? character : character.toUpperCase();
  const other = encoder.encode(upper);
  // The large letter, where it is one of as many bytes.
  const hasOther = Array.from(upper).length === 1 && other.length === low.length && foldCase(upper) === character;
  const decomposed = Array.from(character.normalize('NFD'));
  const parts = decomposed.slice(1);
  const variants = sourcesOf(character, isExact).filter((variant) => variant !== character && variant !== upper);
  const spelled = [
    ...variants,
    ...(hasOther ? [] : upper === character ? [] : [upper]),
    ...parts,
    ...(spellings?.has(character) ? [spellings.get(character) ?? ''] : []),
  ];
  return {
    low,
    high: hasOther ? other : low,
    rare: spelled.map((spelling) => encoder.encode(spelling)),
    units: [character, ...(hasOther ? [upper] : []), ...spelled, ...decomposed].flatMap((spelling) =>
      Array.from({ length: spelling.length }, (_, i) => spelling.charCodeAt(i)),
    ),
    isOdd: special.test(character) || MARK.test(character) || character === '\ufffd' || isLoneSurrogate(character),
  };
}

/** Marks and the later letters of a Hangul syllable: they may stand in another order, or be part of the character before. */
const MARK = /[\p{M}\u1160-\u11ff\ud7b0-\ud7fb]/u;

function isLoneSurrogate(character: string): boolean {
  return character.length === 1 && character >= '\ud800' && character <= '\udfff';
}

/** Characters beside ASCII that stand for one of it when folded. To look through all of Unicode takes longer than to search fifty megabytes. */
const TO_ASCII: ReadonlyMap<string, readonly string[]> = new Map([
  [';', ['\u037e']],
  ['`', ['\u1fef']],
  ['i', ['\u0130']],
  ['k', ['\u212a']],
  ['s', ['\u017f']],
]);
/** … and when composed. */
const COMPOSED_TO_ASCII: ReadonlyMap<string, readonly string[]> = new Map([
  [';', ['\u037e']],
  ['`', ['\u1fef']],
  ['K', ['\u212a']],
]);
let folded: Map<string, string[]> | undefined;
let composed: Map<string, string[]> | undefined;

/** Other characters that become something that holds this one: folded, or composed where cases differ. */
export function sourcesOf(character: string, isExact: boolean): readonly string[] {
  if (character < '\u0080') return (isExact ? COMPOSED_TO_ASCII : TO_ASCII).get(character) ?? [];
  const sources = isExact ? (composed ??= reversed((text) => text.normalize('NFC'))) : (folded ??= reversed(foldCase));
  return sources.get(character) ?? [];
}

/** Beyond them no characters have cases or stand for others. */
const LAST = 0x2fa1d;

function reversed(fold: (text: string) => string): Map<string, string[]> {
  const sources = new Map<string, string[]>();
  for (let code = 0x41; code <= LAST; code += 1) {
    // No cases and no compositions: Han, Hangul syllables, surrogates.
    if (code === 0x3400) code = 0xa000;
    if (code === 0xac00) code = 0xe000;
    if (code === 0x20000) code = 0x2f800;
    const character = String.fromCodePoint(code);
    const target = fold(character);
    if (target === character) continue;
    for (const part of target) {
      const known = sources.get(part);
      if (known) known.push(character);
      else sources.set(part, [character]);
    }
  }
  return sources;
}

function unique(all: readonly Uint8Array[]): Uint8Array[] {
  return [...new Map(all.map((bytes) => [bytes.join(), bytes])).values()];
}

function joinedBytes(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
