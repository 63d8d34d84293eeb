/** DuckDB in the browser, without a network: what it can read that way. */
import type { Measure } from '../../measure.ts';

/** Counts the records of a CSV file; the start of the database is not part of the time. */
export async function duckdbCsv([file]: readonly File[]): Promise<Measure> {
  // Here and not above: where it is not installed, only those who ask for it must hear of that.
  const { AsyncDuckDB, DuckDBDataProtocol, VoidLogger } = await import('@duckdb/duckdb-wasm');
  const { default: wasm } = await import('@duckdb/duckdb-wasm/dist/duckdb-eh.wasm?url');
  const { default: worker } = await import('@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js?url');
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
