import { Cursor, OPEN_OBJECT } from './json-bytes.ts';
import type { JsonItem } from './json-visitor.ts';

/** An item from a copy of its bytes, which a scanner told before. @param start its offset in the file */
export function itemOf(copy: Uint8Array, start: number): JsonItem {
  const cursor = new Cursor();
  // A 0 byte ends what the cursor looks at.
  cursor.bytes = new Uint8Array(copy.length + 1);
  cursor.bytes.set(copy);
  cursor.limit = copy.length;
  const isObject = copy[0] === OPEN_OBJECT;
  if (isObject) cursor.object(0);
  return {
    bytes: cursor.bytes,
    from: 0,
    to: copy.length,
    start,
    end: start + copy.length,
    fields: cursor.fields,
    fieldCount: isObject ? cursor.fieldCount : 0,
    plain: isObject && !cursor.escaped,
  };
}
