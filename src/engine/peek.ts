/** What the first bytes of files say before any format looks: Git LFS pointers, empty, binary and unreadable files. */
import { extensionOf, isImagePath, type FileSet } from '../files/file-set.ts';
import { byteOrderMark, lfsPointerOf, sniffEncoding, type LfsPointer } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { damageOf } from './damage.ts';

const PEEK_BYTES = 1024;
/** Tab, the ends of lines and pages, space. */
const WHITE = new Set([0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x20]);
/** Extensions that promise labels or records: worth a word when nothing can be read from them. */
const DATA_EXTENSIONS = new Set([
  'json',
  'geojson',
  'topojson',
  'jsonl',
  'ndjson',
  'csv',
  'tsv',
  'txt',
  'yaml',
  'yml',
  'names',
  'data',
  'labels',
  'xml',
]);

/** Extensions of data that nothing here reads, or that nothing could make sense of where they are left over: by what is to be said of them. */
const UNREAD: Readonly<Record<string, string>> = {
  ...Object.fromEntries(['xlsx', 'xls', 'xlsm', 'ods'].map((extension) => [extension, 'spreadsheet'])),
  ...Object.fromEntries(['bz2', 'xz', 'lzma', '7z', 'rar', 'lz4'].map((extension) => [extension, 'packed'])),
  ...Object.fromEntries(['avro', 'orc', 'tfrecord', 'tfrecords'].map((extension) => [extension, 'records'])),
  ...Object.fromEntries(['npy', 'npz', 'h5', 'hdf5', 'mat', 'pkl', 'pickle'].map((extension) => [extension, 'arrays'])),
  ...Object.fromEntries(['sqlite', 'sqlite3', 'duckdb', 'mdb'].map((extension) => [extension, 'database'])),
  ...Object.fromEntries(['conll', 'conllu', 'conllx', 'iob', 'iob2', 'bio', 'bioes'].map((extension) => [extension, 'tokens'])),
};

export function lfsProblem(file: string, { size }: LfsPointer): Problem {
  return { code: 'lfs-pointer', file, values: { size } };
}

export interface Peeked {
  /** Files that are Git LFS pointers: hidden from formats, not "unclaimed". */
  readonly pointers: ReadonlySet<FileIndex>;
  readonly problems: readonly Problem[];
}

/**
 * Looks at the heads of `files`. Only pointers are looked for among files that may be something else; data files get a word
 * too when they are empty, binary or unreadable and `strict` says that nobody wanted them.
 */
export async function peek(set: FileSet, files: readonly FileIndex[], strict: boolean, signal: AbortSignal): Promise<Peeked> {
  const pointers = new Set<FileIndex>();
  const problems: Problem[] = [];
  for await (const { file, bytes } of set.firstBytes(files, PEEK_BYTES, signal)) {
    const path = set.paths[file] ?? '';
    const pointer = bytes instanceof Uint8Array ? lfsPointerOf(bytes) : undefined;
    if (pointer) {
      pointers.add(file);
      problems.push(lfsProblem(path, pointer));
      continue;
    }
    const damage = strict ? damageOf(set, file) : undefined;
    if (damage) problems.push(damage);
    const kind = strict ? UNREAD[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] : undefined;
    if (kind !== undefined && bytes instanceof Uint8Array && bytes.length > 0)
      problems.push({ code: 'file-unsupported', file: path, values: { kind } });
    if (!strict || !DATA_EXTENSIONS.has(extensionOf(path))) continue;
    if (!(bytes instanceof Uint8Array)) problems.push({ code: 'file-unreadable', file: path, values: { reason: bytes.message } });
    else if (bytes.length === 0) {
      if (!damage) problems.push({ code: 'file-empty', file: path });
    } else if (isBlank(bytes)) {
      const head = await set.head(file);
      if (isBlank(head)) problems.push({ code: 'file-empty', file: path, values: { blank: head.length } });
    } else if (sniffEncoding(bytes) === 'binary')
      problems.push({ code: 'file-binary', file: path, at: { byte: Math.max(0, bytes.indexOf(0)) } });
  }
  return { pointers, problems };
}

/** Nothing but white space, maybe behind a byte order mark, in any encoding (UTF-16 adds zeros). */
function isBlank(bytes: Uint8Array): boolean {
  const mark = byteOrderMark(bytes);
  const isWide = mark?.encoding.startsWith('utf-16') ?? false;
  return bytes.subarray(mark?.length ?? 0).every((byte) => WHITE.has(byte) || (isWide && byte === 0));
}

/**
 * The files that nobody should see, taken out; indices stay.
 * @param which of pointers, images stay: that they are pointers is found when they are read
 */
export function withoutFiles(set: FileSet, hidden: ReadonlySet<FileIndex>, which: 'no images' | 'images too' = 'no images'): FileSet {
  if (hidden.size === 0) return set;
  return {
    paths: set.paths.map((path, file) => (hidden.has(file) && (which === 'images too' || !isImagePath(path)) ? '' : path)),
    source: (file) => set.source(file),
    head: (file) => set.head(file),
    firstBytes: (files, bytes, signal) => set.firstBytes(files, bytes, signal),
    indexOf(path) {
      const file = set.indexOf(path);
      return file === undefined || hidden.has(file) ? undefined : file;
    },
    resolve(reference, folder, among) {
      const found = set.resolve(reference, folder, among);
      return which === 'images too' && found.kind === 'found' && hidden.has(found.file) ? { kind: 'missing' } : found;
    },
    under: (folder) => set.under(folder).filter((file) => !hidden.has(file)),
  };
}
