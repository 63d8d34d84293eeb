/** Encodings of label files, so that ranges of them can be shown and searched as text. */
import type { ByteSource } from '../files/byte-source.ts';
import type { FileSet } from '../files/file-set.ts';
import { sniffEncoding, type TextEncodingName } from '../files/text.ts';
import { knownUtf8Source } from '../files/utf8-source.ts';
import type { FileIndex } from '../model/dataset.ts';

const known = new WeakMap<ByteSource, TextEncodingName>();

/** The encoding of a file by its first bytes; what is no text is read as UTF-8. */
export async function encodingOf(files: FileSet, file: FileIndex): Promise<TextEncodingName> {
  const source = files.source(file);
  const before = known.get(source);
  if (before) return before;
  const sniffed = sniffEncoding(await files.head(file));
  const encoding = sniffed === 'binary' ? 'utf-8' : sniffed;
  known.set(source, encoding);
  return encoding;
}

/** `files`, each as its text in UTF-8. Its offsets are those of ranges that formats with `utf8Ranges` record. */
export function asUtf8(files: FileSet, encodings: ReadonlyMap<FileIndex, TextEncodingName>): Pick<FileSet, 'source'> {
  return {
    source: (file) => knownUtf8Source(files.source(file), encodings.get(file) ?? 'utf-8'),
  };
}
