/** The little that the benchmark uses of the alternatives: types must hold where they are not installed. */
declare module '@streamparser/json' {
  export class JSONParser {
    constructor(options: { paths: string[]; keepStack: boolean; stringBufferSize?: number });
    onValue: (parsed: { value: unknown; key: string | number | undefined }) => void;
    write(bytes: Uint8Array): void;
    end(): void;
  }
}
