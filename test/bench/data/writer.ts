/** Writes a large file in pieces: constant memory. */
import { closeSync, openSync, renameSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 8 << 20;

export interface Writer {
  put(text: string): void;
  /** Bytes so far. */
  readonly bytes: number;
}

/** Fills the file under another name first, so that half a file is never taken for a whole one. */
export function writeFile(path: string, fill: (writer: Writer) => void): void {
  const draft = `${path}.${process.pid}`;
  const file = openSync(draft, 'w');
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let held = 0;
  let written = 0;
  const flush = (): void => {
    for (let at = 0; at < held;) at += writeSync(file, buffer, at, held - at);
    written += held;
    held = 0;
  };
  fill({
    put(text) {
      // A character of UTF-16 is at most three bytes of UTF-8.
      if (held + text.length * 3 > buffer.length) flush();
      held += buffer.write(text, held);
    },
    get bytes() {
      return written + held;
    },
  });
  flush();
  closeSync(file);
  renameSync(draft, path);
}
