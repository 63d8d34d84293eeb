/**
 * How a scanner of JSON hands whole runs of items to compiled code. The scanner keeps the lead: it knows where it is in the file, and
 * whatever the compiled code leaves (the unusual, the broken, what is cut by the end of the window) it reads itself.
 */
import type { JsonVisitor } from './json-visitor.ts';

export interface BulkReader {
  /** Memory for the window, of at least so many bytes; what the last one held stays at its beginning. */
  room(bytes: number): Uint8Array;
  /** `length` more bytes of the stream stand in the window from `at` on. */
  took(at: number, length: number): void;
  /**
   * Reads items of an array from the brace at `at` on, as far as they are usual and end before `limit`; `base` is the offset in the file of the
   * window's first byte. @param isMuted they are walked over only
   * @returns where the last item read ends; `at` where none was
   */
  read(section: string, at: number, limit: number, base: number, isMuted: boolean): number;
  /** Hands on what was read. Called before anything else is told, so that all comes in the order of the file. */
  flush(): void;
}

/** Tells what was read in bulk before anything else. */
export function inOrder(visitor: JsonVisitor, bulk: BulkReader): JsonVisitor {
  const after =
    <A extends readonly unknown[], R>(tell: (...what: A) => R) =>
    (...what: A): R => {
      bulk.flush();
      return tell(...what);
    };
  return {
    section: after((name, start) => visitor.section(name, start)),
    sectionEnd: after((name, end) => visitor.sectionEnd?.(name, end)),
    item: after((section, item) => visitor.item(section, item)),
    broken: after((section, code, start, end, error) => visitor.broken(section, code, start, end, error)),
    other: after((name, start) => visitor.other?.(name, start)),
    otherEnd: after((name, end) => visitor.otherEnd?.(name, end)),
    problem: after((code, byte, values) => visitor.problem(code, byte, values)),
  };
}
