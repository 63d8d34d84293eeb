/** Files in other encodings for containers that read UTF-8 only. */
import type { FileSet } from '../files/file-set.ts';
import { HEAD_BYTES } from '../files/file-set-of.ts';
import type { TextEncodingName } from '../files/text.ts';
import { knownUtf8Source } from '../files/utf8-source.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Format, Match } from './format.ts';
import type { RecordAccess, RecordPart, RecordPass } from './record-container.ts';

/** The parts of a format that read what its plan names. */
type Reading = Required<Pick<Format, 'index' | 'detail' | 'records'>>;

/**
 * The same reading of files in any encoding: it sees each as its text in UTF-8. Ranges are those of that text, so that the format must say
 * `utf8Ranges`.
 */
export function inUtf8({ index, detail, records }: Reading): Reading {
  const pass = (of: RecordPass): RecordPass => ({ ...of, files: converted(of.files, of.match) });
  const access: RecordAccess = {
    ...records,
    read: (files, match, refs, signal) => records.read(converted(files, match), match, refs, signal),
    values: (of, name, column) => records.values(pass(of), name, column),
    check: (of, sink, each) => records.check(pass(of), sink, each),
    search: (of, search, found) => records.search(pass(of), search, found),
  };
  return {
    records: access,
    index: (files, match, sink, signal) => index(converted(files, match), match, sink, signal),
    detail: (files, match, sample, signal) => detail(converted(files, match), match, sample, signal),
  };
}

/** What a part says of the encoding of its file, whose bytes the container gets as UTF-8. */
export function inUtf8Part(encoding: TextEncodingName): Pick<RecordPart, 'encoding' | 'written'> {
  return encoding === 'utf-8' ? { encoding } : { encoding: 'utf-8', written: encoding };
}

/** The first bytes of a file as UTF-8; a character that they cut is left out. */
export function utf8Head(head: Uint8Array, encoding: TextEncodingName): Uint8Array {
  return encoding === 'utf-8' ? head : new TextEncoder().encode(new TextDecoder(encoding).decode(head, { stream: true }));
}

/** The files of a plan, those in another encoding as UTF-8. */
function converted(files: FileSet, { plan }: Match): FileSet {
  const others = new Map<FileIndex, TextEncodingName>();
  for (const { file, written } of plan as readonly RecordPart[]) if (written !== undefined) others.set(file, written);
  if (others.size === 0) return files;
  const source: FileSet['source'] = (file) => knownUtf8Source(files.source(file), others.get(file) ?? 'utf-8');
  return {
    paths: files.paths,
    source,
    indexOf: (path) => files.indexOf(path),
    head: (file) => (others.has(file) ? source(file).read(0, HEAD_BYTES) : files.head(file)),
    firstBytes: (many, bytes, signal) => files.firstBytes(many, bytes, signal),
    resolve: (reference, folder, among) => files.resolve(reference, folder, among),
    under: (folder) => files.under(folder),
  };
}
