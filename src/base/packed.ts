/**
 * Plain data with typed arrays as bytes, to be kept in a file and read back without being parsed: the arrays of what is unpacked are views of
 * the bytes.
 */

const ARRAYS = { Int8Array, Uint8Array, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array } as const;
/** Bytes of the JSON text, then of everything; both as Float64. */
const HEAD_BYTES = 16;
/** Typed arrays begin at multiples of it. */
const ALIGNMENT = 8;

const padded = (bytes: number): number => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

/**
 * The bytes in parts, in order. Parts are views of the packed arrays, which must not change before they are written.
 * @param value booleans, numbers, texts, lists, typed arrays and objects of such; fields that are undefined are left out
 */
export function pack(value: unknown): Uint8Array[] {
  const arrays: Uint8Array[] = [];
  let at = 0;
  const plain = (part: unknown): unknown => {
    // Also as a text 0 has no sign.
    if (Object.is(part, -0)) return { $number: '-0' };
    if (typeof part === 'number') return Number.isFinite(part) ? part : { $number: String(part) };
    if (typeof part !== 'object' || part === null) return part;
    if (ArrayBuffer.isView(part)) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      const start = at;
      arrays.push(bytes);
      const gap = padded(bytes.length) - bytes.length;
      if (gap > 0) arrays.push(new Uint8Array(gap));
      at += bytes.length + gap;
      return { $array: [kindOf(part), start, bytes.length] };
    }
    if (Array.isArray(part)) return part.map(plain);
    return Object.fromEntries(Object.entries(part).map(([name, field]) => [name, plain(field)]));
  };
  const text = new TextEncoder().encode(JSON.stringify(plain(value)));
  const json = new Uint8Array(padded(text.length)).fill(0x20);
  json.set(text);
  return [new Uint8Array(Float64Array.of(json.length, HEAD_BYTES + json.length + at).buffer), json, ...arrays];
}

/** What was packed, its arrays views of `bytes`; undefined where the bytes are cut short or something else. */
export function unpack(bytes: ArrayBuffer): unknown {
  if (bytes.byteLength < HEAD_BYTES) return undefined;
  const [jsonBytes = 0, total] = new Float64Array(bytes, 0, 2);
  if (total !== bytes.byteLength || !(jsonBytes >= 0 && HEAD_BYTES + jsonBytes <= total)) return undefined;
  const start = HEAD_BYTES + jsonBytes;
  const revived = (_name: string, part: unknown): unknown => {
    if (typeof part !== 'object' || part === null) return part;
    if ('$number' in part) return part.$number === '-0' ? -0 : Number(part.$number);
    if (!('$array' in part)) return part;
    const [kind, from, length] = part.$array as [keyof typeof ARRAYS, number, number];
    const Kind = ARRAYS[kind];
    return new Kind(bytes, start + from, length / Kind.BYTES_PER_ELEMENT);
  };
  try {
    return JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, HEAD_BYTES, jsonBytes)), revived);
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function kindOf(array: ArrayBufferView): string {
  const kind = array.constructor.name;
  if (!Object.hasOwn(ARRAYS, kind)) throw new TypeError(`${kind} cannot be packed`);
  return kind;
}
