/** DuckDB in the browser, without a network: what it can read that way. */
import wasm from '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url';
import worker from '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url';
import type { Measure } from '../../measure.ts';

/** Counts the records of a CSV file; the start of the database is not part of the time. */
export async function duckdbCsv([file]: readonly File[]): Promise<Measure> {
  const { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } = await import('@duckdb/duckdb-wasm');
  if (!file) throw new Error('no file');
  const before = performance.now();
  const database = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  await database.instantiate(wasm);
  const connection = await database.connect();
  await database.registerFileHandle('data.csv', file, DuckDBDataProtocol.BROWSER_FILEREADER, true);
  const started = performance.now();
  const table = await connection.query("select count(*)::int as records from read_csv_auto('data.csv')");
  const ms = performance.now() - started;
  return { ms, findings: { records: Number(table.getChildAt(0)?.get(0)) }, values: { start: started - before } };
}
