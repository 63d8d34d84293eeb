/** Numbers and times as an axis shows them. */
import type { T } from './use-t.ts';

export function shortNumber(t: T, value: number): string {
  return t.number(
    value,
    Math.abs(value) >= 10_000 ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumSignificantDigits: 3 },
  );
}

const DAY = 86_400_000;

/** An instant as short as the time around it allows. @param span milliseconds that are looked at */
export function shortTime(t: T, time: number, span: number): string {
  const part: Intl.DateTimeFormatOptions =
    span > 1500 * DAY
      ? { year: 'numeric' }
      : span > 120 * DAY
        ? { year: 'numeric', month: 'short' }
        : span > 2 * DAY
          ? { month: 'short', day: 'numeric' }
          : { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  return new Intl.DateTimeFormat(t.language === 'zh' ? 'zh-CN' : 'en', { timeZone: 'UTC', ...part }).format(time);
}

/** A date, with the time of day where it is not its beginning. */
export function fullTime(time: number): string {
  return new Date(time)
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace('T', ' ')
    .replace(/(:00)?\.000Z$/, '');
}
