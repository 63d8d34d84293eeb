/** The little that the benchmark uses of the alternatives: types must hold where they are not installed. */
declare module '@streamparser/json' {
  export class JSONParser {
    constructor(options: { paths: string[]; keepStack: boolean; stringBufferSize?: number });
    onValue: (parsed: { value: unknown; key: string | number | undefined }) => void;
    write(bytes: Uint8Array): void;
    end(): void;
  }
}

declare module '@tanstack/react-virtual' {
  export function useVirtualizer(options: {
    count: number;
    getScrollElement(): HTMLElement | null;
    estimateSize(index: number): number;
    overscan: number;
  }): { getVirtualItems(): { index: number; start: number }[]; getTotalSize(): number };
}

declare module '@duckdb/duckdb-wasm' {
  export class VoidLogger {
    log(entry: unknown): void;
  }
  export enum DuckDBDataProtocol {
    BROWSER_FILEREADER = 2,
  }
  export class AsyncDuckDB {
    constructor(logger: VoidLogger, worker: Worker);
    instantiate(wasm: string): Promise<void>;
    connect(): Promise<{ query(sql: string): Promise<{ getChildAt(column: number): { get(row: number): unknown } | null }> }>;
    registerFileHandle(name: string, file: File, protocol: DuckDBDataProtocol, direct: boolean): Promise<void>;
  }
}
