/** What decoders of binary tables (Parquet, Arrow) yield, as the plain data that records are made of. */
import type { FieldValue } from '../model/annotation.ts';

/** First bytes of what a table may hold, and what stands at 8 where the first say too little. */
const MEDIA_TYPES: readonly {
  readonly mime: string;
  readonly magic: readonly number[];
  readonly at?: number;
  readonly atEight?: string;
}[] = [
  { mime: 'image/jpeg', magic: [0xff, 0xd8, 0xff] },
  { mime: 'image/png', magic: [0x89, 0x50, 0x4e, 0x47] },
  { mime: 'image/gif', magic: [0x47, 0x49, 0x46, 0x38] },
  { mime: 'image/webp', magic: [0x52, 0x49, 0x46, 0x46], atEight: 'WEBP' },
  { mime: 'audio/wav', magic: [0x52, 0x49, 0x46, 0x46], atEight: 'WAVE' },
  { mime: 'audio/flac', magic: [0x66, 0x4c, 0x61, 0x43] },
  { mime: 'audio/ogg', magic: [0x4f, 0x67, 0x67, 0x53] },
  { mime: 'audio/mpeg', magic: [0x49, 0x44, 0x33] },
  { mime: 'audio/mpeg', magic: [0xff, 0xfb] },
  { mime: 'video/mp4', magic: [0x66, 0x74, 0x79, 0x70], at: 4 },
];

/**
 * Integers stay exact (a bigint only beyond 2^53), times become ISO 8601, maps objects, typed arrays lists. Bytes are text where they
 * are UTF-8, else a `data:` address, which is how pictures inside a table can be shown.
 */
export function plainValue(value: unknown): FieldValue {
  if (value === null || value === undefined) return undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return textOfBytes(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number | bigint>, plainValue);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, inner]) => [nameOf(plainValue(key)), plainValue(inner)]));
  if (typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainValue(inner)]));
  return undefined;
}

/** The key of a map as the name of a field. */
export function nameOf(key: FieldValue): string {
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}

function textOfBytes(bytes: Uint8Array): string {
  const { mime } =
    MEDIA_TYPES.find(
      ({ magic, at = 0, atEight = '' }) =>
        magic.every((byte, i) => bytes[at + i] === byte) && Array.from(atEight).every((c, i) => bytes[8 + i] === c.charCodeAt(0)),
    ) ?? {};
  if (mime === undefined) {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      // Not text: shown as its bytes.
    }
  }
  return `data:${mime ?? 'application/octet-stream'};base64,${base64Of(bytes)}`;
}

/** So many bytes at a time become arguments of one call. */
const CHUNK = 0x3000;

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += btoa(String.fromCharCode(...bytes.subarray(at, at + CHUNK)));
  return text;
}
