import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { serve } from '../../src/base/rpc.ts';
import { decodeElsewhere } from '../../src/engine/tables.ts';
import { createTables } from '../../src/engine/tables-decode.ts';
import { ReadError } from '../../src/files/byte-source.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { openArrow, openArrowBy } from '../../src/syntax/arrow.ts';
import { openParquet } from '../../src/syntax/parquet.ts';
import { Channel } from './channel.ts';

const PLANTS = new Uint8Array(readFileSync(fileURLToPath(new URL('../../samples/parquet/plants/plants.parquet', import.meta.url))));
const ARROW = new Uint8Array(readFileSync(fileURLToPath(new URL('../../samples/arrow/plants/plants.arrow', import.meta.url))));
const SHORT = { base: 200, perByte: 0, perRow: 0, most: 1000 };

/** One that is `deaf` hears calls and never answers, as one that loops. */
function tables(deaf: boolean): Channel {
  return new Channel((port) => {
    if (!deaf) return serve(createTables(), port);
    port.start();
    return () => undefined;
  });
}

/** Starts workers, of which those of the given numbers are deaf. */
function starter(...deaf: readonly number[]): { readonly workers: Channel[]; readonly spawn: () => Channel } {
  const workers: Channel[] = [];
  return {
    workers,
    spawn: () => {
      const worker = tables(deaf.includes(workers.length));
      workers.push(worker);
      return worker;
    },
  };
}

describe('a table in another thread', () => {
  it('reads what it reads in this one', async () => {
    const { workers, spawn } = starter();
    const [there, here] = [
      await openParquet(memorySource(PLANTS), decodeElsewhere(spawn).parquet),
      await openParquet(memorySource(PLANTS)),
    ];
    expect({ rows: there.rows, groups: there.groups, columns: there.columns, notes: there.notes }).toEqual({
      rows: here.rows,
      groups: here.groups,
      columns: here.columns,
      notes: here.notes,
    });
    expect(await there.read(0, there.rows)).toEqual(await here.read(0, here.rows));
    expect(workers).toHaveLength(1);
    for (const worker of workers) worker.terminate();
  });

  it('reads Arrow as well, by the same worker', async () => {
    const { workers, spawn } = starter();
    const decoders = decodeElsewhere(spawn);
    const [there, here] = [await openArrowBy(memorySource(ARROW), decoders.arrow), await openArrow(memorySource(ARROW))];
    expect(await there.read(0, there.rows)).toEqual(await here.read(0, here.rows));
    expect([there.rows, there.columns, there.notes, there.broken]).toEqual([here.rows, here.columns, here.notes, here.broken]);
    expect(await decoders.parquet.footer(memorySource(PLANTS))).toMatchObject({ columns: there.columns });
    await expect(decoders.arrow.footer(memorySource('no table'))).rejects.toMatchObject({ code: 'arrow-broken' });
    expect(workers).toHaveLength(1);
    for (const worker of workers) worker.terminate();
  });

  it('answers what was asked last first: it is what somebody looks at', async () => {
    const { workers, spawn } = starter();
    const decoder = decodeElsewhere(spawn).parquet;
    const source = memorySource(PLANTS);
    const { columns } = await decoder.footer(source);
    const [column = ''] = columns;
    const answered: number[] = [];
    const ask = (row: number): Promise<unknown> =>
      decoder.column(source, { column, start: row, end: row + 1 }).then(() => answered.push(row));
    await Promise.all([0, 1, 2].map(ask));
    expect(answered).toHaveLength(3);
    expect(answered.indexOf(2)).toBeLessThan(answered.indexOf(1));
    for (const worker of workers) worker.terminate();
  });

  it('ends what does not end, and goes on with the rest', async () => {
    const { workers, spawn } = starter(1);
    const decoder = decodeElsewhere(spawn, SHORT).parquet;
    const table = await openParquet(memorySource(PLANTS), decoder);
    workers[0]?.die();
    const [first = '', ...others] = table.columns;
    const { rows, broken } = await table.read(0, table.rows);
    expect(workers.map(({ ended }) => ended > 0)).toEqual([true, true, false]);
    expect(broken).toEqual([{ column: first, reason: 'Decoding did not end within 0 s' }]);
    expect(Object.keys(rows[0] ?? {})).toEqual(others);
    for (const worker of workers) worker.terminate();
  });

  it('does not try a footer again that did not end', async () => {
    const { workers, spawn } = starter(0);
    const decoder = decodeElsewhere(spawn, SHORT).parquet;
    const source = memorySource(PLANTS);
    await expect(openParquet(source, decoder)).rejects.toThrow('Decoding did not end');
    await expect(openParquet(source, decoder)).rejects.toThrow('Decoding did not end');
    expect(workers).toHaveLength(1);
    expect((await openParquet(memorySource(PLANTS), decoder)).rows).toBeGreaterThan(0);
    for (const worker of workers) worker.terminate();
  });

  it('tells broken files and files that cannot be read apart', async () => {
    const { workers, spawn } = starter();
    const decoder = decodeElsewhere(spawn).parquet;
    const codeOf = (error: unknown): unknown => (error instanceof ReadError ? error.code : error);
    await expect(openParquet(memorySource(PLANTS.slice(0, 100)), decoder).catch(codeOf)).resolves.toBe('parquet-broken');
    const gone = { ...memorySource(PLANTS), read: () => Promise.reject(new ReadError('file-changed', 'gone')) };
    await expect(openParquet(gone, decoder).catch(codeOf)).resolves.toBe('file-changed');
    for (const worker of workers) worker.terminate();
  });
});
