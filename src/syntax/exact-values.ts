/** Decimals and times of binary tables: whole numbers with a scale or a unit, written out to the last digit. */
import type { FieldValue } from '../model/annotation.ts';

/** So many digits come back from a number as they went in. */
const EXACT_DIGITS = 15;
const DAY = 86_400_000;

/** A decimal as a number where that is exact, else as text. @param unscaled its digits without the point */
export function decimalValue(unscaled: bigint | number, scale: number): FieldValue {
  const digits = String(unscaled).replace('-', '');
  const sign = unscaled < 0 ? '-' : '';
  if (scale <= 0) {
    const whole = BigInt(unscaled) * 10n ** BigInt(-scale);
    return whole >= Number.MIN_SAFE_INTEGER && whole <= Number.MAX_SAFE_INTEGER ? Number(whole) : whole;
  }
  const padded = digits.padStart(scale + 1, '0');
  const text = `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  return digits.length <= EXACT_DIGITS ? Number(text) : text;
}

/** The whole number in bytes, the highest first, in two's complement. */
export function unscaledOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(bytes.length * 8, value);
}

/** ISO 8601; a fraction of a millisecond where there is one. @param perSecond units in a second: 1, 1e3, 1e6, 1e9 */
export function timestampText(value: bigint, perSecond: number): FieldValue {
  const scale = BigInt(perSecond);
  const fraction = ((value % scale) + scale) % scale;
  const date = new Date(Number((value - fraction) / scale) * 1000);
  // Beyond what a calendar is drawn for it is the number that it is.
  if (Number.isNaN(date.getTime())) return value;
  return `${date.toISOString().slice(0, -4)}${fractionText(fraction, perSecond)}Z`;
}

/** `2024-01-31`. @param milliseconds since 1970 */
export function dateText(milliseconds: number): FieldValue {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return milliseconds / DAY;
  const text = date.toISOString();
  return milliseconds % DAY === 0 ? text.slice(0, text.indexOf('T')) : text;
}

/** `23:59:59.999`; the number itself where no day has that time. */
export function timeText(value: bigint | number, perSecond: number): FieldValue {
  const scale = BigInt(perSecond);
  const units = BigInt(value);
  const seconds = Number(units / scale);
  if (units < 0n || seconds >= DAY / 1000) return Number(value);
  const clock = new Date(seconds * 1000).toISOString().slice(11, 19);
  const fraction = units % scale;
  return fraction === 0n ? clock : `${clock}.${fractionText(fraction, perSecond)}`;
}

/** Three digits, or as many as the unit has. */
function fractionText(fraction: bigint, perSecond: number): string {
  const digits = Math.round(Math.log10(perSecond));
  const text = String(fraction).padStart(digits, '0').padEnd(3, '0');
  const further = text.slice(3).replace(/0+$/, '');
  return perSecond === 1 ? '000' : text.slice(0, 3) + further;
}
