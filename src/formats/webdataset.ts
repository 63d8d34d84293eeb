/**
 * WebDataset: tar archives of samples, the files of one sample named alike up to the first dot of the name: `0001.jpg`, `0001.json`, `0001.cls`.
 * https://github.com/webdataset/webdataset Archives are read by range: nothing of them is unpacked.
 */
import { pacer, slices } from '../base/pause.ts';
import { baseName, folderOf, isImagePath, stemOf, type FileSet } from '../files/file-set.ts';
import { kindBit, type Annotation } from '../model/annotation.ts';
import type { ByteRange, CategoryRow, FileIndex, LabelSetRow, SampleRow } from '../model/dataset.ts';
import type { Detail, Format, Match, SampleCells, SampleRef, Sink } from './format.ts';
import { cellOf, ColumnLimit } from './record-cells.ts';
import type { RecordFields } from './record-container.ts';
import { isObject } from './records/values.ts';
import { parseJson } from '../syntax/json-value.ts';
import { MAX_RECORD_BYTES } from '../syntax/record-bytes.ts';
import { partsOfName, splitOfName } from './splits.ts';

/** Surer where a part is one that only such archives have; a text beside each picture may as well be its labels. */
const CONFIDENCE = { named: 0.8, texts: 0.55 };
const ARCHIVE = /\.(?:tar|tgz|tar\.gz|tar\.zst)$/;
export const RECORD = ['json', 'metadata.json', 'meta.json'] as const;
const CAPTION = ['txt', 'text', 'caption', 'transcript'] as const;
const CLASS = ['cls', 'cls.txt', 'class', 'label'] as const;
const SOUND = ['wav', 'flac', 'mp3', 'ogg', 'opus', 'm4a'] as const;
const FILM = ['mp4', 'webm', 'avi', 'mov', 'mkv'] as const;
/** Bytes of a text that are read together with those of others; a longer one is read by itself. */
const TEXT_BYTES = 64 * 1024;

/** The files of one sample, by what follows the first dot. */
export interface Member {
  /** Path up to the first dot of the name. */
  readonly key: string;
  readonly parts: ReadonlyMap<string, FileIndex>;
}

interface Plan {
  readonly archives: readonly { readonly path: string; readonly split: string | undefined }[];
}

export const webdataset: Format = {
  id: 'webdataset',
  name: 'WebDataset',
  docs: 'https://github.com/webdataset/webdataset',

  async match(files, signal) {
    const archives = await archivesOf(files, signal);
    const groups = new Map<string, { path: string; split: string | undefined; files: readonly FileIndex[]; isNamed: boolean }[]>();
    for (const [path, own] of archives) {
      const shape = shapeOf(membersOf(files, own));
      if (!shape) continue;
      const { base, split } = placeOf(path);
      const group = groups.get(base) ?? [];
      group.push({ path, split, files: own, isNamed: shape.isNamed });
      groups.set(base, group);
    }
    return [...groups].map(([base, shards]): Match => {
      const plan: Plan = { archives: shards.map(({ path, split }) => ({ path, split })) };
      return {
        confidence: shards.every(({ isNamed }) => isNamed) ? CONFIDENCE.named : CONFIDENCE.texts,
        why: { code: 'webdataset', values: { archives: shards.length } },
        claims: shards.flatMap((shard) => shard.files),
        name: baseName(base) || baseName(shards[0]?.path ?? ''),
        plan,
      };
    });
  },

  async index(files, match, sink, signal) {
    const { archives } = match.plan as Plan;
    const isVisual = match.claims.some((file) => isImagePath(files.paths[file] ?? ''));
    sink.set({ visual: isVisual });
    const reading = new Reading(files, sink, isVisual);
    let done = 0;
    for (const { path, split } of archives) {
      const members = membersOf(files, files.under(path));
      for (let from = 0; from < members.length; from += AT_ONCE) {
        await reading.read(members.slice(from, from + AT_ONCE), split, signal);
        done += Math.min(AT_ONCE, members.length - from);
        sink.progress(done, match.claims.length);
      }
    }
  },

  async detail(files, _match, sample, signal) {
    return detailOf(files, sample, signal);
  },
};

/** Samples whose texts are read together. */
const AT_ONCE = 256;

/** Files of each archive, in the order of the drop. A folder that is named as an archive was one. */
export async function archivesOf(files: FileSet, signal: AbortSignal): Promise<ReadonlyMap<string, FileIndex[]>> {
  const archives = new Map<string, FileIndex[]>();
  let last: { readonly path: string; readonly files: FileIndex[] } | undefined;
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (last && path.startsWith(`${last.path}/`)) {
      last.files.push(file);
      return;
    }
    if (!path.includes('.tar') && !path.includes('.tgz')) return;
    const parts = path.split('/');
    const at = parts.findIndex((part, i) => i < parts.length - 1 && ARCHIVE.test(part));
    if (at < 0) return;
    const archive = parts.slice(0, at + 1).join('/');
    last = { path: archive, files: archives.get(archive) ?? [] };
    last.files.push(file);
    archives.set(archive, last.files);
  });
  return archives;
}

/** The samples of an archive, in the order of their first file. */
export function membersOf(files: FileSet, own: readonly FileIndex[]): Member[] {
  const members = new Map<string, Map<string, FileIndex>>();
  for (const file of own) {
    const path = files.paths[file] ?? '';
    const folder = folderOf(path);
    const name = baseName(path);
    const dot = name.indexOf('.');
    if (dot <= 0) continue;
    const key = `${folder}/${name.slice(0, dot)}`;
    const parts = members.get(key) ?? new Map<string, FileIndex>();
    parts.set(name.slice(dot + 1).toLowerCase(), file);
    members.set(key, parts);
  }
  return Array.from(members, ([key, parts]) => ({ key, parts }));
}

/** Whether most samples are a picture, sound or film and something said of it. */
function shapeOf(members: readonly Member[]): { readonly isNamed: boolean } | undefined {
  const said = members.filter(({ parts }) => mediumOf(parts) !== undefined && textsOf(parts).length > 0);
  if (said.length === 0 || said.length * 2 < members.length) return undefined;
  return { isNamed: said.some(({ parts }) => partOf(parts, RECORD) !== undefined || partOf(parts, CLASS) !== undefined) };
}

export function partOf(parts: Member['parts'], names: readonly string[]): FileIndex | undefined {
  for (const name of names) {
    const file = parts.get(name);
    if (file !== undefined) return file;
  }
  return undefined;
}

/** The picture, else the sound, else the film of a sample. */
export function mediumOf(parts: Member['parts']): { readonly file: FileIndex; readonly kind: 'image' | 'audio' | 'video' } | undefined {
  for (const [name, file] of parts) if (isImagePath(`x.${name}`)) return { file, kind: 'image' };
  const [sound, film] = [partOf(parts, SOUND), partOf(parts, FILM)];
  if (sound !== undefined) return { file: sound, kind: 'audio' };
  return film === undefined ? undefined : { file: film, kind: 'video' };
}

/** Files that say something of the sample, the record first. */
function textsOf(parts: Member['parts']): readonly FileIndex[] {
  return [partOf(parts, RECORD), partOf(parts, CAPTION), partOf(parts, CLASS)].filter((file) => file !== undefined);
}

/** `shards/train-000012.tar` is part of `shards/train`; its split is said by the name or by the folder. */
export function placeOf(path: string): { readonly base: string; readonly split: string | undefined } {
  const stem = stemOf(path.replace(ARCHIVE, '.tar')).replace(/[-_.]?\d+$/, '');
  const parts = partsOfName(stem);
  const folder = folderOf(path);
  const above = splitOfName(baseName(folder));
  const split = parts.split ?? above;
  const place = parts.split === undefined && above !== undefined ? folderOf(folder) : folder;
  const name = parts.split === undefined ? stem : parts.base;
  return { base: name === '' ? place : place === '' ? name : `${place}/${name}`, split };
}

/** What the texts of a sample say. */
interface Said {
  readonly record: RecordFields;
  readonly caption: string | undefined;
  readonly label: string | undefined;
}

class Reading {
  readonly #files: FileSet;
  readonly #sink: Sink;
  readonly #isVisual: boolean;
  readonly #columns = new ColumnLimit();
  readonly #pace = pacer();
  #labelSet: LabelSetRow | undefined;
  readonly #categories = new Map<string, CategoryRow>();

  constructor(files: FileSet, sink: Sink, isVisual: boolean) {
    this.#files = files;
    this.#sink = sink;
    this.#isVisual = isVisual;
  }

  async read(members: readonly Member[], split: string | undefined, signal: AbortSignal): Promise<void> {
    const texts = new Map<FileIndex, Uint8Array | Error>();
    const wanted = members.flatMap(({ parts }) => textsOf(parts));
    for await (const { file, bytes } of this.#files.firstBytes(wanted, TEXT_BYTES, signal)) texts.set(file, bytes);
    for (const [file, bytes] of texts)
      if (bytes instanceof Uint8Array && bytes.length === TEXT_BYTES) texts.set(file, await this.#longer(file, bytes));
    for (const member of members) {
      this.#add(member, split, texts);
      await this.#pace();
      signal.throwIfAborted();
    }
  }

  /** A text that goes on behind its first bytes. */
  async #longer(file: FileIndex, first: Uint8Array): Promise<Uint8Array> {
    const source = this.#files.source(file);
    const size = await source.size();
    return size <= first.length ? first : source.read(0, Math.min(size, MAX_RECORD_BYTES));
  }

  #add({ key, parts }: Member, split: string | undefined, texts: ReadonlyMap<FileIndex, Uint8Array | Error>): void {
    const medium = mediumOf(parts);
    const [record, caption, label] = [partOf(parts, RECORD), partOf(parts, CAPTION), partOf(parts, CLASS)];
    if (!medium && record === undefined && caption === undefined && label === undefined) return;
    const image = medium?.kind === 'image' ? medium.file : undefined;
    const said: Said = {
      record: record === undefined ? {} : this.#record(texts.get(record)),
      caption: caption === undefined ? undefined : textOf(texts.get(caption)),
      label: label === undefined ? undefined : textOf(texts.get(label))?.trim(),
    };
    // What is not a picture is named, so that it is found again.
    const heard = medium && medium.kind !== 'image' ? { [medium.kind]: baseName(this.#files.paths[medium.file] ?? '') } : {};
    const at = record === undefined ? undefined : this.#whole(record, texts);
    const cells: SampleCells = {
      name: baseName(key),
      labels: 'inline',
      extra: this.#cells({ ...heard, ...said.record }, key),
      ...(image === undefined ? {} : { image }),
      ...(split === undefined ? {} : { split }),
      ...(at ? { at } : {}),
    };
    const sample = this.#sink.sample(key, cells);
    if (record !== undefined) this.#account(record, texts.get(record), sample);
    if (caption !== undefined) this.#annotate(sample, undefined, 'caption', this.#whole(caption, texts));
    if (label !== undefined && said.label) this.#annotate(sample, said.label, 'classification', this.#whole(label, texts));
    else if (label !== undefined) this.#refuse(label, sample);
    if (image !== undefined && record === undefined && caption === undefined && label === undefined) this.#sink.read(image, 'images', 1);
    if (image === undefined && this.#isVisual)
      this.#sink.problem({
        code: 'image-missing',
        sample,
        values: { name: baseName(key) },
        file: this.#files.paths[record ?? caption ?? label ?? -1] ?? key,
      });
  }

  /** A record counts as read, shown or not. */
  #account(file: FileIndex, bytes: Uint8Array | Error | undefined, sample: SampleRow): void {
    this.#sink.read(file, 'records', 1);
    if (!(bytes instanceof Uint8Array)) {
      this.#sink.reject(file, {}, { code: 'file-unreadable', values: { reason: bytes?.message ?? '' }, sample });
      return;
    }
    const parsed = parseJson(new TextDecoder().decode(bytes));
    if (parsed.ok) return;
    const byte = new TextEncoder().encode(new TextDecoder().decode(bytes).slice(0, parsed.offset)).length;
    this.#sink.reject(
      file,
      { byte, end: bytes.length },
      { code: 'json-syntax', values: { offset: byte, expected: parsed.expected }, sample },
    );
  }

  #annotate(sample: SampleRow, category: string | undefined, kind: 'caption' | 'classification', at: ByteRange): void {
    this.#sink.read(at.file, 'rows', 1);
    this.#labelSet ??= this.#sink.labelSet({ name: 'tar', role: 'truth' });
    this.#sink.annotation(
      sample,
      category === undefined ? undefined : this.#category(category),
      { labelSet: this.#labelSet, kinds: kindBit(kind) },
      at,
    );
  }

  /** A class of no letters is none. */
  #refuse(file: FileIndex, sample: SampleRow): void {
    this.#sink.read(file, 'rows', 1);
    this.#sink.reject(file, {}, { code: 'label-empty', sample });
  }

  #category(name: string): CategoryRow {
    let row = this.#categories.get(name);
    if (row === undefined) this.#categories.set(name, (row = this.#sink.category(name)));
    return row;
  }

  #record(bytes: Uint8Array | Error | undefined): RecordFields {
    const record = bytes instanceof Uint8Array ? recordIn(bytes) : {};
    return record ?? {};
  }

  #cells(record: RecordFields, path: string): NonNullable<SampleCells['extra']> {
    const named = Object.entries(record).filter(([name]) => this.#columns.admits(name, path, this.#sink));
    return Object.fromEntries(named.map(([name, value]) => [name, cellOf(value)]));
  }

  #whole(file: FileIndex, texts: ReadonlyMap<FileIndex, Uint8Array | Error>): ByteRange {
    const bytes = texts.get(file);
    return { file, start: 0, end: bytes instanceof Uint8Array ? bytes.length : 0 };
  }
}

function textOf(bytes: Uint8Array | Error | undefined): string | undefined {
  return bytes instanceof Uint8Array ? new TextDecoder().decode(bytes) : undefined;
}

/** Undefined where it is no JSON. */
function recordIn(bytes: Uint8Array): RecordFields | undefined {
  const parsed = parseJson(new TextDecoder().decode(bytes));
  if (!parsed.ok) return undefined;
  return isObject(parsed.value) ? parsed.value : { value: parsed.value };
}

async function detailOf(files: FileSet, { at, annotations, image }: SampleRef, signal: AbortSignal): Promise<Detail> {
  const textAt = async ({ file, start, end }: ByteRange): Promise<Uint8Array> => {
    const bytes = await files.source(file).read(start, end);
    signal.throwIfAborted();
    return bytes;
  };
  const written = at ? await textAt(at) : undefined;
  const fields = written ? (recordIn(written) ?? { value: textOf(written) }) : {};
  const found: Annotation[] = [];
  for (const ref of annotations) {
    const { row, category, labelSet } = ref;
    const shape =
      category >= 0 ? ({ kind: 'classification' } as const) : ({ kind: 'caption', text: textOf(await textAt(ref)) ?? '' } as const);
    found.push({ row, category, labelSet, flags: [], shapes: [shape], fields: {} });
  }
  const caption = found.flatMap(({ shapes }) => shapes.flatMap((shape) => (shape.kind === 'caption' ? [shape.text] : [])))[0];
  // Beside a picture the caption is a label; of a sound it is what the record says.
  return { annotations: found, fields: image === undefined && caption !== undefined ? { ...fields, text: caption } : fields };
}
