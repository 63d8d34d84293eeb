/**
 * Characters that do something to what stands around them, or that nobody sees: control characters, terminal colours, bidi overrides,
 * invisible spaces, halves of surrogate pairs. They are named in place of being written. Joiners and direction marks stay: emoji,
 * Persian and Hebrew need them.
 */
const ODD =
  /\x1b\[[0-9;?]*[ -/]*[@-~]|[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u2028\u2029\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const HAS_ODD = new RegExp(ODD.source);

/** In a name also blanks that nobody sees or tells apart: at its ends, several in a row, tabs, line ends, unbreakable ones. */
const ODD_IN_NAME = new RegExp(`${ODD.source}|^[ \\u3000]+|[ \\u3000]+$| {2,}|[^\\S \\u3000]`, 'g');
const HAS_ODD_IN_NAME = new RegExp(ODD_IN_NAME.source);

/** Whether anything in a text has to be named: of most texts one look says that nothing has. */
export function isOdd(text: string): boolean {
  return HAS_ODD.test(text);
}

/** A text for where only text may stand (hints, names, a canvas): what is not shown as itself is named. */
export function visibleText(text: string): string {
  return isOdd(text) ? joined(visiblePieces(text)) : text;
}

/** As `isOdd`, of a name: `car` and `car ` are two. */
export function isOddName(name: string): boolean {
  return HAS_ODD_IN_NAME.test(name);
}

/** A name for where only text may stand: as `visibleText`, with the blanks that nobody sees. */
export function visibleName(name: string): string {
  return isOddName(name) ? joined(namePieces(name)) : name;
}

/** A text, or the name of what is not shown as itself. */
export interface VisiblePiece {
  readonly text: string;
  /** What is named instead of being written. */
  readonly odd?: string;
  /** UTF-16 units from the start of the text. */
  readonly at: number;
}

/** The pieces of a text, each either plain or odd. */
export function visiblePieces(text: string): VisiblePiece[] {
  return piecesBy(ODD, text);
}

/** The pieces of a name, likewise. */
export function namePieces(name: string): VisiblePiece[] {
  return piecesBy(ODD_IN_NAME, name);
}

function joined(pieces: readonly VisiblePiece[]): string {
  return pieces.map(({ text }) => text).join('');
}

function piecesBy(odd: RegExp, text: string): VisiblePiece[] {
  const pieces: VisiblePiece[] = [];
  let from = 0;
  for (const match of text.matchAll(odd)) {
    const [found] = match;
    // The end of a line as Windows writes it.
    if (found === '\r' && text[match.index + 1] === '\n') continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), at: from });
    pieces.push({ text: nameOf(found), odd: found, at: match.index });
    from = match.index + found.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), at: from });
  return pieces;
}

function nameOf(found: string): string {
  if (found.startsWith('\x1b[')) return `ESC${found.slice(1)}`;
  if (/^ +$/.test(found)) return '·'.repeat(found.length);
  return `U+${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
