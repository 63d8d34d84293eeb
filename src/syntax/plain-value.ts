/** What decoders of binary tables (Parquet, Arrow) yield, as the plain data that records are made of. */
import type { FieldValue } from '../model/annotation.ts';

const IMAGE_TYPES: readonly (readonly [mime: string, ...magic: number[]])[] = [
  ['image/jpeg', 0xff, 0xd8, 0xff],
  ['image/png', 0x89, 0x50, 0x4e, 0x47],
  ['image/gif', 0x47, 0x49, 0x46, 0x38],
  ['image/webp', 0x52, 0x49, 0x46, 0x46],
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

function nameOf(key: FieldValue): string {
  return typeof key === 'object' ? JSON.stringify(key) : String(key);
}

function textOfBytes(bytes: Uint8Array): string {
  const mime = IMAGE_TYPES.find(([, ...magic]) => magic.every((byte, at) => bytes[at] === byte))?.[0];
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
