/** Records of real and of nasty files, found by compiled code as by code that looks at every byte. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/files/memory-source.ts';
import { jsonCheck } from '../../src/formats/json-values.ts';
import { parseJsonRecord } from '../../src/formats/jsonl.ts';
import { dialectOf } from '../../src/syntax/csv-dialect.ts';
import { csvRanges } from '../../src/syntax/csv-ranges.ts';
import { csvRecords } from '../../src/syntax/csv.ts';
import { lineEncoding } from '../../src/syntax/text-lines.ts';
import { SHARED } from './corpus.ts';

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
});

/** A test without a dataset's name says so; nothing counts as opened or as skipped. */
function absent(): void {
  it('is not on this machine', () => {
    expect(SHARED).toBeUndefined();
  });
}
