/** Samples with hostile texts in every place that a file has for a text, one place at a time. */
import { load } from 'js-yaml';
import Papa from 'papaparse';
import { isImagePath } from '../../src/files/file-set.ts';
import type { Contents, Sample } from './conformance.ts';

export const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(1)</script>',
  '__proto__',
  '${7*7}{{7*7}}',
  '\u202Egnp.exe',
  "'; DROP TABLE x; --",
  'constructor',
  '=1+1',
] as const;

export interface HostileDrop {
  /** Where the texts stand: `street/annotations/instances.json: categories.*.name`. */
  readonly place: string;
  readonly contents: Contents;
  /** Texts that must be shown as they are. */
  readonly shown: readonly string[];
}

/** One drop for each place; as many of the texts in it as it occurs. */
export function hostileDrops(sample: Sample): HostileDrop[] {
  const drops: HostileDrop[] = names(sample);
  for (const [path, bytes] of sample.contents) {
    if (isImagePath(path)) continue;
    const text = new TextDecoder().decode(bytes);
    for (const { place, changed, shown } of changesOf(path, text)) {
      const contents = new Map(sample.contents).set(path, new TextEncoder().encode(changed));
      drops.push({ place: `${path}: ${place}`, contents, shown });
    }
  }
  return drops;
}

interface Change {
  readonly place: string;
  readonly changed: string;
  readonly shown: readonly string[];
}

function changesOf(path: string, text: string): Change[] {
  if (path.endsWith('.json')) {
    const value: unknown = JSON.parse(text);
    return placesOf(value).map((place) => {
      const { value: changed, used } = replaced(value, place);
      // What says where the data comes from is not shown, and results are found by the ids that they name.
      return { place, changed: JSON.stringify(changed), shown: /^(categories\.\*\.name|images\.\*\.file_name)$/.test(place) ? used : [] };
    });
  }
  if (path.endsWith('.jsonl')) {
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    const values = placesOf(lines).map((place) => {
      const { value, used } = replaced(lines, place);
      return { place, changed: jsonLines(value as unknown[]), shown: used };
    });
    const keys = lines.map((line, i) => ({ [HOSTILE[i % HOSTILE.length] ?? '']: i, ...(line as object) }));
    return [...values, { place: 'a key', changed: jsonLines(keys), shown: HOSTILE.filter((_, i) => i < keys.length) }];
  }
  if (path.endsWith('.csv')) {
    const rows = Papa.parse<string[]>(text, { skipEmptyLines: true }).data;
    const [header = [], ...records] = rows;
    const csv = (table: readonly (readonly string[])[]): string => `${table.map((row) => row.map(quoted).join(',')).join('\n')}\n`;
    const cells = header.map((name, column) => ({
      place: name,
      changed: csv([header, ...records.map((row, i) => row.with(Math.min(column, row.length - 1), HOSTILE[i % HOSTILE.length] ?? ''))]),
      shown: HOSTILE.slice(0, records.length),
    }));
    const changed = csv([header.map((name, i) => HOSTILE[i] ?? name), ...records]);
    return [...cells, { place: 'the header', changed, shown: HOSTILE.slice(0, header.length) }];
  }
  if (/\.ya?ml$/.test(path)) {
    const value: unknown = load(text);
    return placesOf(value).map((place) => {
      const { value: changed, used } = replaced(value, place);
      // JSON is YAML.
      return { place, changed: JSON.stringify(changed), shown: place.startsWith('names') ? used : [] };
    });
  }
  const lines = text.trimEnd().split('\n');
  const isNames = path.endsWith('.names') || path.endsWith('classes.txt');
  const changed = lines.map((_, i) => HOSTILE[i % HOSTILE.length] ?? '');
  if (isNames) return [{ place: 'every line', changed: `${changed.join('\n')}\n`, shown: [...new Set(changed)] }];
  // Rows of numbers: a class by such a name is no class, and everything else stays.
  const rows = lines.map((line, i) => (i === 0 ? [HOSTILE[2], ...line.split(' ').slice(1)].join(' ') : line));
  return [{ place: 'the class of the first row', changed: `${rows.join('\n')}\n`, shown: [] }];
}

/** Files and folders by hostile names; what decides a format stays: extensions, and folders that it knows. */
function names({ contents, name, format }: Sample): HostileDrop[] {
  const safe = HOSTILE.map((text) => text.replaceAll('/', '\u2215'));
  const inFolder = safe.map((text) => ({
    place: `the folder ${text}`,
    contents: new Map([...contents].map(([path, bytes]) => [path.replace(name, () => text), bytes])),
    shown: [],
  }));
  if (format !== 'images' && format !== 'imagefolder') return inFolder;
  const files = new Map(
    [...contents].map(([path, bytes], i) => [path.replace(/[^/]*(?=\.[a-z]+$)/, () => `${safe[i % safe.length]}${i}`), bytes]),
  );
  const shown = safe.slice(0, contents.size);
  if (format === 'images') return [...inFolder, { place: 'file names', contents: files, shown }];
  const classes = [...new Set([...contents.keys()].map((path) => path.split('/').at(-2) ?? ''))];
  const folders = new Map(
    [...contents].map(([path, bytes]) => {
      const parts = path.split('/');
      const [folder = '', file = ''] = parts.splice(-2);
      return [[...parts, safe[classes.indexOf(folder)] ?? 'other', file].join('/'), bytes];
    }),
  );
  return [
    ...inFolder,
    { place: 'file names', contents: files, shown },
    { place: 'classes', contents: folders, shown: safe.slice(0, classes.length) },
  ];
}

/** Places of texts in a value, items of lists as `*`. */
function placesOf(value: unknown, at = ''): string[] {
  const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return [...new Set(value.flatMap((item) => placesOf(item, below('*'))))];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => placesOf(item, below(key)));
}

/** The value with hostile texts for what stands at a place, one after the other. */
function replaced(value: unknown, place: string): { readonly value: unknown; readonly used: string[] } {
  const used: string[] = [];
  let count = 0;
  const walk = (item: unknown, at: string): unknown => {
    const below = (key: string): string => (at === '' ? key : `${at}.${key}`);
    if (at === place && typeof item === 'string') {
      const text = HOSTILE[count % HOSTILE.length] ?? '';
      count += 1;
      // Further ones stay apart, as ids and names must.
      if (count > HOSTILE.length) return `${text}${count}`;
      used.push(text);
      return text;
    }
    if (Array.isArray(item)) return item.map((each) => walk(each, below('*')));
    if (typeof item !== 'object' || item === null) return item;
    return Object.fromEntries(Object.entries(item).map(([key, each]) => [key, walk(each, below(key))]));
  };
  return { value: walk(value, ''), used };
}

function jsonLines(values: readonly unknown[]): string {
  return `${values.map((value) => JSON.stringify(value)).join('\n')}\n`;
}

function quoted(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`;
}
