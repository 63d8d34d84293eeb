/** Instants written as numbers since 1970: where a column's name says that they are instants, and every number could be one. */

/** Milliseconds that a unit is: seconds, milliseconds, microseconds. */
export type EpochUnit = 1000 | 1 | 0.001;

const UNITS: readonly EpochUnit[] = [1000, 1, 0.001];
/** Nobody recorded anything before; what comes later is another unit, or no instant. */
const FIRST = Date.UTC(1990, 0, 1);
const LAST = Date.UTC(2100, 0, 1);

/** Words that name an instant, at the end of a name or before what says its unit. */
const INSTANT =
  /^(?:time|times|timestamp|timestamps|datetime|date|epoch|ts|utc|[mca]time|created|updated|modified|published|posted|edited|deleted|inserted|retrieved|at|on|时间|时间戳|日期)$/;
const UNIT_WORD = /^(?:s|sec|secs|seconds|ms|msec|millis|milliseconds|us|usec|micros|microseconds|unix)$/;

/** Whether the name of a column says that its numbers are instants: `created_at`, `createTime`, `timestamp_ms`, `created_utc`; not `at`, `runtime`. */
export function namesInstant(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9\u4e00-\u9fff]+/)
    .filter((word) => word !== '');
  while (words.length > 1 && UNIT_WORD.test(words.at(-1) ?? '')) words.pop();
  const last = words.at(-1) ?? '';
  // `at` and `on` say so of what was done.
  return INSTANT.test(last) && (words.length > 1 || !/^(?:at|on)$/.test(last));
}

/** The unit in which both the smallest and the largest number are instants from 1990 to 2100; undefined: there is none. */
export function epochUnit(least: number, most: number): EpochUnit | undefined {
  return UNITS.find((unit) => least * unit >= FIRST && most * unit < LAST);
}
