/** A Parquet table of numbers, few labels and unique texts, in groups of 100,000 rows. */
import { writeFileSync } from 'node:fs';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { random } from '../../../samples/_draw/random.ts';

const GROUP = 100_000;

export function writeParquet(path: string, rows: number): void {
  const chance = random(`parquet ${rows}`);
  const each = <T>(make: (row: number) => T): T[] => Array.from({ length: rows }, (_, row) => make(row));
  const bytes = parquetWriteBuffer({
    rowGroupSize: GROUP,
    columnData: [
      { name: 'id', type: 'INT32', data: each((row) => row) },
      { name: 'score', type: 'DOUBLE', data: each(() => chance.between(0, 1)) },
      { name: 'x', type: 'FLOAT', data: each(() => chance.between(0, 640)) },
      { name: 'label', type: 'STRING', data: each(() => `class ${chance.whole(0, 79)}`) },
      { name: 'text', type: 'STRING', data: each((row) => `row ${row} lorem ipsum dolor sit amet ${chance.whole(0, 999_999)}`) },
    ],
  });
  writeFileSync(path, new Uint8Array(bytes));
}
