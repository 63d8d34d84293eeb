/** What `#scan-wasm` is where nothing was built (plain Node): there are no compiled scanners. */
export const scanWasm: string | undefined = undefined;
