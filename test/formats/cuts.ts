/** Label files of the samples cut short at every place that matters, and the accounts of what a format makes of them. */
import { oneByOne } from './one-by-one.ts';
import { FileAccounts } from '../../src/engine/accounts.ts';
import { isImagePath, stemOf, type FileSet } from '../../src/files/file-set.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { Format, Match, Sink } from '../../src/formats/format.ts';
import type { FileRows } from '../../src/formats/record-container.ts';
import { FORMATS } from '../../src/formats/index.ts';
import type { ByteRange } from '../../src/model/dataset.ts';
import type { ProblemCode } from '../../src/model/problem.ts';
import { filesOf, seeded, SIGNAL, type Contents, type Sample } from './conformance.ts';

const EVERY_BYTE_UP_TO = 4096;
const SEEDED_PLACES = 512;
/** Accounts of more files than a thousand would be summed up by folder. */
const CUTS_IN_A_DROP = 900;
/** Images that stay where only the description of a dataset is cut. */
const FEW_IMAGES = 2;

/** What is uneven about a cut file: nothing, as a rule. */
export interface CutsTried {
  readonly cuts: number;
  /** `file @ byte: read, shown, rejected`. */
  readonly uneven: readonly string[];
  /** Cuts of JSON that no problem tells of. */
  readonly untold: readonly string[];
}

/** Where a label file is cut: small ones at every byte, larger ones around every structural character and at seeded places. */
export function cutsOf(bytes: Uint8Array): number[] {
  if (bytes.length <= EVERY_BYTE_UP_TO) return Array.from({ length: bytes.length }, (_, at) => at);
  const cuts = new Set([0, 1, bytes.length - 1]);
  const random = seeded(bytes.length);
  while (cuts.size < SEEDED_PLACES) cuts.add(Math.floor(random() * bytes.length));
  const structure = new Set([...'{}[]",:\n'].map((char) => char.charCodeAt(0)));
  // Structure is everywhere: every border of the first and last pieces, and one in many between.
  for (let at = 0; at < bytes.length; at++) {
    if (structure.has(bytes[at] ?? 0) && (at < 512 || at > bytes.length - 512 || random() < 512 / bytes.length)) cuts.add(at).add(at + 1);
  }
  return [...cuts].filter((at) => at < bytes.length);
}

/** Cuts one label file of a sample at all its places. */
export async function cutFile(sample: Sample, path: string): Promise<CutsTried> {
  const format = FORMATS.find(({ id }) => id === sample.format);
  if (!format) throw new Error(`no format ${sample.format}`);
  const bytes = sample.contents.get(path) ?? new Uint8Array(0);
  const cuts = cutsOf(bytes);
  const isOfImage = [...sample.contents.keys()].some((other) => isImagePath(other) && stemOf(other) === stemOf(path));
  if (isOfImage) {
    // Every drop has cuts of all lengths.
    const drops = Math.ceil(cuts.length / CUTS_IN_A_DROP);
    const tried: CutsTried[] = [];
    for (let drop = 0; drop < drops; drop++) {
      const some = cuts.filter((_, i) => i % drops === drop);
      tried.push(await cutSideBySide(format, sample, path, bytes, some));
    }
    return together(tried);
  }
  return bytes.length <= EVERY_BYTE_UP_TO ? cutDescription(format, sample, path, bytes, cuts) : cutAfterMatch(format, path, bytes, cuts);
}

function together(tried: readonly CutsTried[]): CutsTried {
  return {
    cuts: tried.reduce((sum, { cuts }) => sum + cuts, 0),
    uneven: tried.flatMap(({ uneven }) => uneven),
    untold: tried.flatMap(({ untold }) => untold),
  };
}

/** A label file of one image: all its cuts are one drop, each beside an image of its own. */
async function cutSideBySide(format: Format, sample: Sample, path: string, bytes: Uint8Array, cuts: readonly number[]): Promise<CutsTried> {
  const contents = new Map<string, Uint8Array>();
  const numbered = (of: string, at: number): string => of.replace(/(?=\.[^./]+$)/, `_${at}`);
  const byPath = new Map<string, number>();
  for (const [other, content] of sample.contents) {
    if (stemOf(other) === stemOf(path)) {
      for (const at of cuts) contents.set(numbered(other, at), other === path ? bytes.subarray(0, at) : content);
      for (const at of other === path ? cuts : []) byPath.set(numbered(other, at), at);
    } else if (!isImagePath(other) && !isOfAnyImage(sample.contents, other)) contents.set(other, content);
  }
  const { files } = filesOf(contents);
  const accounts = await accountsOf(format, files, await format.match(files, SIGNAL));
  const uneven = accounts.filter(isUneven).map((account) => `${path} @ ${byPath.get(account.path)}: ${numbersOf(account)}`);
  const read = new Set(accounts.map((account) => account.path));
  const unread = [...byPath].filter(([cut]) => !read.has(cut)).map(([, at]) => `${path} @ ${at}: not read`);
  return { cuts: cuts.length, uneven: [...uneven, ...unread], untold: [] };
}

/** What describes a dataset decides what is one: looked at anew for every cut, with a few of its images. */
async function cutDescription(
  format: Format,
  sample: Sample,
  path: string,
  bytes: Uint8Array,
  cuts: readonly number[],
): Promise<CutsTried> {
  const kept = new Set(
    [...sample.contents.keys()]
      .filter((other) => isImagePath(other))
      .slice(0, FEW_IMAGES)
      .map(stemOf),
  );
  const few = [...sample.contents].filter(([other]) => !isOfAnyImage(sample.contents, other) || kept.has(stemOf(other)));
  const uneven: string[] = [];
  for (const at of cuts) {
    const { files } = filesOf(new Map(few).set(path, bytes.subarray(0, at)));
    const accounts = await accountsOf(format, files, await format.match(files, SIGNAL));
    for (const account of accounts.filter(isUneven)) uneven.push(`${path} @ ${at}: ${account.path} ${numbersOf(account)}`);
  }
  return { cuts: cuts.length, uneven, untold: [] };
}

/** A large file is cut between the look at its head and the reading of it; without the files beside it, which cost time and no accounts. */
async function cutAfterMatch(format: Format, path: string, bytes: Uint8Array, cuts: readonly number[]): Promise<CutsTried> {
  const { files } = filesOf(new Map([[path, bytes]]));
  const matches = await format.match(files, SIGNAL);
  const file = files.indexOf(path);
  const match = matches.find(({ claims }) => file !== undefined && claims.includes(file));
  if (file === undefined || !match) throw new Error(`${path} is not read`);
  const whole = new TextDecoder().decode(bytes).trimEnd().length;
  const uneven: string[] = [];
  const untold: string[] = [];
  for (const at of cuts) {
    const codes: ProblemCode[] = [];
    const accounts = await accountsOf(format, replaced(files, file, bytes.subarray(0, at)), [match], codes);
    for (const account of accounts.filter(isUneven)) uneven.push(`${path} @ ${at}: ${numbersOf(account)}`);
    if (path.endsWith('.json') && at < whole && !codes.some((code) => code === 'json-truncated' || code === 'file-empty'))
      untold.push(`${path} @ ${at}: ${codes.join(' ')}`);
  }
  return { cuts: cuts.length, uneven, untold };
}

function isOfAnyImage(contents: Contents, path: string): boolean {
  return isImagePath(path) || [...contents.keys()].some((other) => isImagePath(other) && stemOf(other) === stemOf(path));
}

type Account = ReturnType<FileAccounts['list']>[number];

function isUneven({ read, shown, rejected }: Account): boolean {
  return shown + rejected !== read;
}

function numbersOf({ read, shown, rejected }: Account): string {
  return `${read} read, ${shown} shown, ${rejected} rejected`;
}

/** The same files with another content of one. */
function replaced(files: FileSet, file: number, bytes: Uint8Array): FileSet {
  const source = memorySource(bytes);
  return {
    paths: files.paths,
    source: (other) => (other === file ? source : files.source(other)),
    indexOf: (path) => files.indexOf(path),
    head: (other) => (other === file ? source.read(0, 64 * 1024) : files.head(other)),
    async *firstBytes(some, size, signal) {
      for await (const first of files.firstBytes(some, size, signal)) {
        yield first.file === file ? { file, bytes: bytes.slice(0, size) } : first;
      }
    },
    resolve: (reference, folder, among) => files.resolve(reference, folder, among),
    under: (folder) => files.under(folder),
  };
}

/** Reads with a sink that keeps nothing but accounts. */
async function accountsOf(format: Format, files: FileSet, matches: readonly Match[], codes: ProblemCode[] = []): Promise<Account[]> {
  const all: Account[] = [];
  for (const match of matches) {
    if (match.claims.length === (match.classLists?.length ?? 0)) continue;
    const accounts = new FileAccounts();
    const samples = new Map<string, number>();
    const names = new Map<string, number>();
    const rowOf = (rows: Map<string, number>, key: string): number => {
      const row = rows.get(key) ?? rows.size;
      rows.set(key, row);
      return row;
    };
    const places: ByteRange[] = [];
    let isVisual = true;
    const sink: Sink = {
      samples: (block) => oneByOne((key, cells) => sink.sample(key, cells), files.paths)(block),
      sample(key, cells) {
        if (cells?.at && format.records) places.push(cells.at);
        if (cells?.at) accounts.addSample(cells.at.file);
        if (cells?.image !== undefined) accounts.addImage(cells.image);
        return rowOf(samples, key);
      },
      category: (key) => rowOf(names, key),
      labelSet: () => 0,
      annotation: (_of, _category, _cells, { file }) => accounts.addAnnotations(file, 1),
      annotations: ({ file, length }) => accounts.addAnnotations(file, length),
      read: (file, unit, records) => accounts.addRead(file, unit, records),
      reject(file, _at, { code, sample }) {
        codes.push(code);
        accounts.addRejected(file, sample !== undefined);
      },
      problem: ({ code }) => void codes.push(code),
      column: () => undefined,
      sampled: () => undefined,
      set: ({ visual = isVisual }) => void (isVisual = visual),
      progress: () => undefined,
    };
    await format.index(files, match, sink, SIGNAL);
    await format.records?.check({ files, match, rows: rowsByFile(places), signal: SIGNAL, onProgress: () => undefined }, sink);
    all.push(...accounts.list(files.paths, isVisual));
  }
  return all;
}

/** Records in the order of their rows. */
function rowsByFile(places: readonly ByteRange[]): FileRows[] {
  const runs: FileRows[] = [];
  for (let first = 0; first < places.length;) {
    const file = places[first]?.file ?? -1;
    let end = first + 1;
    while (places[end]?.file === file) end += 1;
    const at = (row: number): ByteRange => places[row] ?? { file, start: 0, end: 0 };
    runs.push({
      file,
      first,
      end,
      start: (row) => at(row).start,
      size: (row) => at(row).end - at(row).start,
      line: (row) => at(row).line ?? 0,
    });
    first = end;
  }
  return runs;
}
