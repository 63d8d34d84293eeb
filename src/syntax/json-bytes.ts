/** The inner loops of the JSON scanner: where strings, values and objects end in a window of bytes. UTF-8 needs no decoding for that. */

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const BACKSLASH = 0x5c;
export const OPEN_ARRAY = 0x5b;
export const CLOSE_ARRAY = 0x5d;
export const OPEN_OBJECT = 0x7b;
export const CLOSE_OBJECT = 0x7d;

/** The value goes on past the window. */
export const MORE = -1;
/** This is no JSON; `Cursor.errorAt` says where. */
export const WRONG = -2;

/** What stops the loops. A 0 byte does: one stands behind the window, so that no loop has to compare with its end. */
const BORING = 0;
const OPEN = 1;
const CLOSE = 2;
const STRING = 3;
const NUL = 4;
const STRUCTURE = classes([
  [OPEN_ARRAY, OPEN],
  [OPEN_OBJECT, OPEN],
  [CLOSE_ARRAY, CLOSE],
  [CLOSE_OBJECT, CLOSE],
  [QUOTE, STRING],
  [0, NUL],
]);
/** Ends a number or word. */
const SCALAR_END = classes(
  [OPEN_ARRAY, OPEN_OBJECT, CLOSE_ARRAY, CLOSE_OBJECT, QUOTE, COMMA, COLON, 0x20, 0x0a, 0x0d, 0x09, 0].map((byte) => [byte, 1]),
);
const IN_STRING = classes([
  [QUOTE, 1],
  [BACKSLASH, 1],
  [0, 1],
]);

const AFTER_STRING = classes([COMMA, COLON, CLOSE_ARRAY, CLOSE_OBJECT, 0x20, 0x0a, 0x0d, 0x09, 0].map((byte) => [byte, 1]));

function classes(of: readonly (readonly number[])[]): Uint8Array {
  const table = new Uint8Array(256);
  for (const [byte = 0, kind = 0] of of) table[byte] = kind;
  return table;
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** A window of bytes up to `limit` with a 0 byte behind it, and what the last object scanned in it consists of. */
export class Cursor {
  bytes: Uint8Array = new Uint8Array(1 << 16);
  limit = 0;
  /** Where `WRONG` was found. */
  errorAt = 0;
  /** Set by `string` when it met a backslash; never reset by it. */
  escaped = false;
  /** Of the last object: start and end of each key (without quotes) and of its value, four numbers a field. */
  fields = new Int32Array(4 * 32);
  fieldCount = 0;
  private stack = new Uint8Array(64);

  space(at: number): number {
    const { bytes } = this;
    let p = at;
    while (isSpace(bytes[p])) p += 1;
    return p;
  }

  /** From behind the opening quote to the closing one. */
  string(at: number): number {
    const { bytes, limit } = this;
    let p = at;
    for (;;) {
      while (IN_STRING[bytes[p] as number] === 0) p += 1;
      const byte = bytes[p];
      if (byte === QUOTE && p < limit) return p;
      if (p >= limit) return MORE;
      if (byte === BACKSLASH) {
        this.escaped = true;
        p += 2;
        if (p > limit) return MORE;
      } else p += 1;
    }
  }

  /** From an opening bracket to behind the one that closes it. Iterates, so that depth costs memory only. */
  nested(at: number): number {
    const { bytes, limit } = this;
    let { stack } = this;
    let depth = 0;
    let p = at;
    for (;;) {
      while (STRUCTURE[bytes[p] as number] === BORING) p += 1;
      switch (STRUCTURE[bytes[p] as number]) {
        case OPEN:
          if (depth === stack.length) {
            const deeper = new Uint8Array(depth * 2);
            deeper.set(stack);
            stack = this.stack = deeper;
          }
          stack[depth] = bytes[p] as number;
          depth += 1;
          p += 1;
          break;
        case CLOSE:
          depth -= 1;
          // In ASCII both closing brackets come two after their opening ones.
          if ((stack[depth] as number) + 2 !== bytes[p]) return this.wrong(p);
          p += 1;
          if (depth === 0) return p;
          break;
        case STRING:
          p = this.string(p + 1);
          if (p < 0) return MORE;
          p += 1;
          // The quote that closes a string nobody closed is the one that opens the next.
          if (AFTER_STRING[bytes[p] as number] === 0) return this.wrong(p);
          break;
        default:
          return p >= limit ? MORE : this.wrong(p);
      }
    }
  }

  /** From the first byte of any value to behind it. A number or word at the end of the window may go on: `MORE`. */
  value(at: number): number {
    const byte = this.bytes[at];
    if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) return this.nested(at);
    if (byte === QUOTE) {
      const end = this.string(at + 1);
      return end < 0 ? end : end + 1;
    }
    const end = this.scalar(at);
    if (end >= this.limit) return MORE;
    return end === at ? this.wrong(at) : end;
  }

  scalar(at: number): number {
    const { bytes } = this;
    let p = at;
    while (SCALAR_END[bytes[p] as number] === 0) p += 1;
    return p;
  }

  /** From `{` to behind its `}`, with the fields in between. Values are delimited, not checked. */
  object(at: number): number {
    const { bytes, limit } = this;
    this.fieldCount = 0;
    this.escaped = false;
    let escapedKey = false;
    let p = this.space(at + 1);
    if (bytes[p] === CLOSE_OBJECT && p < limit) return p + 1;
    for (;;) {
      if (p >= limit) return MORE;
      if (bytes[p] !== QUOTE) return this.wrong(p);
      const keyStart = p + 1;
      this.escaped = false;
      const keyEnd = this.string(keyStart);
      if (keyEnd < 0) return MORE;
      escapedKey ||= this.escaped;
      p = this.space(keyEnd + 1);
      if (p >= limit) return MORE;
      if (bytes[p] !== COLON) return this.wrong(p);
      p = this.space(p + 1);
      if (p >= limit) return MORE;
      const end = this.value(p);
      if (end < 0) return end;
      this.addField(keyStart, keyEnd, p, end);
      p = this.space(end);
      if (p >= limit) return MORE;
      const after = bytes[p];
      if (after === CLOSE_OBJECT) break;
      if (after !== COMMA) return this.wrong(p);
      p = this.space(p + 1);
    }
    this.escaped = escapedKey;
    return p + 1;
  }

  private addField(keyStart: number, keyEnd: number, start: number, end: number): void {
    const at = this.fieldCount * 4;
    if (at === this.fields.length) {
      const more = new Int32Array(at * 2);
      more.set(this.fields);
      this.fields = more;
    }
    const { fields } = this;
    fields[at] = keyStart;
    fields[at + 1] = keyEnd;
    fields[at + 2] = start;
    fields[at + 3] = end;
    this.fieldCount += 1;
  }

  private wrong(at: number): number {
    this.errorAt = at;
    return WRONG;
  }
}

/** Skips one value of any size over any number of windows, holding nothing. */
export class Skipper {
  private stack = new Uint8Array(64);
  private depth = 0;
  private inString = false;
  private escape = false;
  private scalar = false;

  begin(first: number): void {
    this.depth = 0;
    this.inString = false;
    this.escape = false;
    this.scalar = first !== OPEN_ARRAY && first !== OPEN_OBJECT && first !== QUOTE;
  }

  /** @returns where the value ends, behind its last byte; `MORE` when it fills the window from `at` on; `WRONG` */
  run(cursor: Cursor, at: number): number {
    const { bytes, limit } = cursor;
    let p = at;
    if (this.scalar) {
      p = cursor.scalar(p);
      return p >= limit ? MORE : p;
    }
    while (p < limit) {
      if (this.inString) {
        if (this.escape) {
          this.escape = false;
          p += 1;
          continue;
        }
        while (IN_STRING[bytes[p] as number] === 0) p += 1;
        if (p >= limit) return MORE;
        if (bytes[p] === BACKSLASH) this.escape = true;
        else if (bytes[p] === QUOTE) {
          this.inString = false;
          if (this.depth === 0) return p + 1;
        }
        p += 1;
        continue;
      }
      while (STRUCTURE[bytes[p] as number] === BORING) p += 1;
      if (p >= limit) return MORE;
      const byte = bytes[p] as number;
      if (byte === QUOTE) this.inString = true;
      else if (byte === OPEN_ARRAY || byte === OPEN_OBJECT) this.push(byte);
      else {
        this.depth -= 1;
        if ((this.stack[this.depth] as number) + 2 !== byte) {
          cursor.errorAt = p;
          return WRONG;
        }
        if (this.depth === 0) return p + 1;
      }
      p += 1;
    }
    return MORE;
  }

  private push(byte: number): void {
    if (this.depth === this.stack.length) {
      const deeper = new Uint8Array(this.depth * 2);
      deeper.set(this.stack);
      this.stack = deeper;
    }
    this.stack[this.depth] = byte;
    this.depth += 1;
  }
}
