/** Records of real and of nasty files, found by compiled code as by code that looks at every byte. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/files/memory-source.ts';
import { jsonCheck } from '../../src/formats/json-values.ts';
import { parseJsonRecord } from '../../src/formats/jsonl.ts';
import { dialectOf } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { lineEncoding } from '../../src/syntax/text-lines.ts';
import { opened } from '../engine/drop.ts';
import { sameJsonLines } from '../formats/record-ways.ts';
import { expectTold } from '../formats/coco/wrapped-json.ts';
import { factsOf, SHARED } from './corpus.ts';

const MOST_BYTES = 4_000_000;

function filesUnder(folder: string, extension: RegExp): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => extension.test(path) && statSync(path).isFile() && statSync(path).size <= MOST_BYTES);
}

describe('records of the shared data', () => {
  if (SHARED === undefined) return absent();
  const datasets = join(SHARED, 'datasets');

  it.each(['nasty/csv-spectrum', 'nasty/messy-csv', 'csv-jbrownlee', 'mosaic-tables'])(
    'stand where every byte by itself says, in the tables of %s',
    { meta: { dataset: 'tables' } },
    async (folder) => {
      const paths = filesUnder(join(datasets, folder), /\.[ct]sv$/i);
      expect(paths.length).toBeGreaterThan(0);
      for (const path of paths) {
        const bytes = new Uint8Array(readFileSync(path));
        const sniffed = lineEncoding(bytes.subarray(0, 65_536));
        const encoding = sniffed === 'binary' ? 'utf-8' : sniffed;
        const dialect = dialectOf(new TextDecoder(encoding).decode(bytes.subarray(0, 65_536)), encoding);
        const quick: string[] = [];
        for await (const { length, start, size, line } of csvRanges(memorySource(bytes), dialect, false)) {
          for (let i = 0; i < length; i += 1) quick.push(`${line[i]}: ${start[i]} ${size[i]}`);
        }
        const careful: string[] = [];
        for await (const records of csvRecords(memorySource(bytes), dialect)) {
          for (const { line, start, end } of records) careful.push(`${line}: ${start} ${end - start}`);
        }
        expect([path, quick]).toEqual([path, careful]);
      }
    },
  );

  it('are clean at a glance only where parsing finds nothing, in the JSON test suite', { meta: { dataset: 'json-test-suite' } }, () => {
    const paths = filesUnder(join(datasets, 'nasty/json-test-suite'), /\.json$/);
    expect(paths.length).toBeGreaterThan(300);
    let clean = 0;
    for (const path of paths) {
      // As one line.
      const bytes = new Uint8Array(readFileSync(path)).filter((byte) => byte !== 0x0a && byte !== 0x0d);
      let doubtful = false;
      const placed = { first: 0, end: 1, start: () => 0, size: () => bytes.length };
      jsonCheck()?.look(bytes, 0, placed, () => (doubtful = true));
      if (doubtful) continue;
      clean += 1;
      const { rejected, problems } = parseJsonRecord(bytes, { file: 0, split: undefined, encoding: 'utf-8' });
      expect({ path, rejected, problems }).toEqual({ path, rejected: false, problems: [] });
    }
    expect(clean).toBeGreaterThan(10);
  });

  it(
    'are told of where they stand unread in a COCO file, each by what it is',
    { meta: { dataset: 'json-test-suite' }, timeout: 60_000 },
    async () => {
      const paths = filesUnder(join(datasets, 'nasty/json-test-suite'), /\.json$/);
      const found = { valid: 0, invalid: 0, free: 0 };
      for (const path of paths) {
        const kind = await expectTold(new Uint8Array(readFileSync(path)), basename(path).startsWith('i_')).catch((error: unknown) => {
          throw new Error(path, { cause: error });
        });
        found[kind] += 1;
      }
      expect(found.valid).toBeGreaterThan(90);
      expect(found.invalid).toBeGreaterThan(150);
    },
  );
});

/** Read although the standard forbids it, and said so: numbers that Python writes, what editors leave in texts, values one after another. */
const LENIENT = new Set([
  'n_number_NaN.json',
  'n_number_infinity.json',
  'n_number_minus_infinity.json',
  'n_string_unescaped_ctrl_char.json',
  'n_string_unescaped_tab.json',
  'n_structure_object_with_trailing_garbage.json',
]);
/** Nothing but blanks. */
const BLANK = new Set(['n_single_space.json', 'n_structure_UTF8_BOM_no_data.json', 'n_structure_no_data.json']);

describe('the JSON test suite as JSONL', () => {
  if (SHARED === undefined) return absent();
  const folder = join(SHARED, 'datasets/nasty/json-test-suite');
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

  it(
    'is read where it must be, refused with a place where it must be, and never held by',
    { meta: { dataset: 'json-test-suite' } },
    async () => {
      const facts = factsOf('nasty/json-test-suite') as Record<string, number>;
      const verdicts = { y: 0, n: 0, i: 0 };
      for (const name of names) {
        const verdict = name.charAt(0) as keyof typeof verdicts;
        verdicts[verdict] += 1;
        const bytes = new Uint8Array(readFileSync(join(folder, name)));
        // A value that must be read is one line: its line breaks are blanks between its parts.
        const line = verdict === 'y' ? bytes.map((byte) => (byte === 0x0a || byte === 0x0d ? 0x20 : byte)) : bytes;
        expect([name, fits(wanted(name), await outcomeOf(line))]).toEqual([name, true]);
      }
      expect(verdicts).toEqual({ y: facts['must_accept(y_)'], n: facts['must_reject(n_)'], i: facts['implementation_defined(i_)'] });
    },
  );

  it('is the same by compiled code, all in one file', { meta: { dataset: 'json-test-suite' } }, async () => {
    const contents = names.map((name) => readFileSync(join(folder, name))).filter((bytes) => bytes.length < 20_000);
    const bytes = new Uint8Array(Buffer.concat(contents.flatMap((content) => [content, Buffer.from('\n')])));
    for (const piece of [1000, 4093, 65_536]) expect(await sameJsonLines(bytes, piece, ['a', 'b'], ['a', 'é', '1'])).toBeGreaterThan(300);
  });
});

/** `told`: read, with a problem. `either`: whatever, as long as it ends. */
type Outcome = 'read' | 'refused' | 'told' | 'nothing' | 'either';

function wanted(name: string): Outcome {
  if (LENIENT.has(name)) return 'told';
  if (BLANK.has(name)) return 'nothing';
  return name.startsWith('y') ? 'read' : name.startsWith('n') ? 'refused' : 'either';
}

/** What is no object is told as well. */
function fits(want: Outcome, found: Outcome): boolean {
  return want === 'either' || want === found || (want === 'read' && found === 'told');
}

async function outcomeOf(bytes: Uint8Array): Promise<Outcome> {
  const { engine, result } = await opened({ 'x.jsonl': bytes });
  const [dataset] = result.datasets;
  if (!dataset) return 'nothing';
  if (dataset.rejected === 0) return dataset.problems.length > 0 ? 'told' : 'read';
  const code = dataset.problems.some((problem) => problem.code === 'json-syntax') ? 'json-syntax' : 'json-truncated';
  const [first] = (await engine.problems({ dataset: dataset.id, code, from: 0, to: 1 })).problems;
  // Without a place it is not refused as it must be.
  return (first?.at?.line ?? 0) > 0 && Number(first?.values?.['column']) > 0 ? 'refused' : 'either';
}

/** A test without a dataset's name says so; nothing counts as opened or as skipped. */
function absent(): void {
  it('is not on this machine', () => {
    expect(SHARED).toBeUndefined();
  });
}
