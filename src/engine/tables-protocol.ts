import type { FieldValue } from '../model/annotation.ts';
import type { ColumnPart, TableFooter } from '../syntax/table-file.ts';

export type TableKind = 'parquet' | 'arrow';

/** A file, of which the worker asks for bytes when it needs them. */
export interface TableRef {
  readonly kind: TableKind;
  readonly id: number;
  /** Bytes. */
  readonly size: number;
}

/** What the worker does that decodes tables and may be ended at any time. */
export interface TablesApi {
  /** Where it asks for bytes; before anything else. */
  begin(input: { readonly port: MessagePort }): Promise<void>;
  footer(input: TableRef): Promise<TableFooter>;
  column(input: TableRef & ColumnPart): Promise<readonly FieldValue[]>;
}

/** What it asks of whoever started it. */
export interface BytesApi {
  read(input: { readonly id: number; readonly start: number; readonly end: number }): Promise<Uint8Array>;
}
