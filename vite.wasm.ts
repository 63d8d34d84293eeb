/**
 * The scanners of `src/syntax/scan/*.as.ts` as WebAssembly. AssemblyScript compiles them when the app or a test is built, and the bytes
 * lie as text inside whatever imports `#scan-wasm`: nothing is fetched, so that it works offline, from the single file and in
 * workers. Plain Node knows nothing of this plugin: package.json resolves `#scan-wasm` to a module that has no bytes, and the
 * scanners run as the plain TypeScript beside them.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

const FOLDER = join(import.meta.dirname, 'src/syntax/scan');
const ENTRY = 'index.as.ts';
/** Compiling takes seconds, and every run of a test would pay them. */
const CACHE = join(import.meta.dirname, 'node_modules/.cache/scan-wasm');
const FLAGS = [
  '-O3',
  '--noAssert',
  '--runtime',
  'stub',
  '--use',
  'abort=',
  '--enable',
  'simd',
  '--enable',
  'bulk-memory',
  '--importMemory',
];

/** Gives `#scan-wasm` the compiled bytes. Needed once for the app and once for its workers (`worker.plugins`). */
export function wasm(): Plugin {
  return {
    name: 'scan-wasm',
    enforce: 'pre',
    resolveId: (id) => (id === '#scan-wasm' ? '\0scan-wasm' : undefined),
    async load(id) {
      if (id !== '\0scan-wasm') return undefined;
      for (const path of sources()) this.addWatchFile(path);
      const bytes = await compiled();
      return `export const scanWasm = ${JSON.stringify(bytes.toString('base64'))};`;
    },
  };
}

const sources = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.as.ts'))
    .sort()
    .map((name) => join(FOLDER, name));

async function compiled(): Promise<Buffer> {
  const texts = new Map(sources().map((path) => [basename(path), readFileSync(path, 'utf8')]));
  const hash = createHash('sha256').update(FLAGS.join(' '));
  for (const [name, text] of texts) hash.update(name).update(text);
  const kept = join(CACHE, `${hash.digest('hex').slice(0, 32)}.wasm`);
  if (existsSync(kept)) return readFileSync(kept);
  const bytes = await compile(texts);
  mkdirSync(CACHE, { recursive: true });
  // Another build may be at the same: a file is there whole or not at all.
  writeFileSync(`${kept}.${process.pid}`, bytes);
  renameSync(`${kept}.${process.pid}`, kept);
  return bytes;
}

async function compile(texts: ReadonlyMap<string, string>): Promise<Buffer> {
  // The compiler is large: only where there is something to compile.
  const { main } = await import('assemblyscript/asc');
  let bytes: Buffer | undefined;
  let said = '';
  const { error } = await main([ENTRY, '--outFile', 'scan.wasm', ...FLAGS], {
    readFile: (name) => texts.get(name) ?? null,
    writeFile: (name, contents) => {
      if (name === 'scan.wasm') bytes = Buffer.from(contents);
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        said += String(text);
      },
    },
  });
  if (error || !bytes) throw new Error(`The scanners could not be compiled:\n${said}`, { cause: error });
  return bytes;
}
