import type { ByteSource } from '../../files/byte-source.ts';
import type { FileSet } from '../../files/file-set.ts';
import { sniffEncoding, type TextEncodingName } from '../../files/text.ts';
import { knownUtf8Source } from '../../files/utf8-source.ts';
import type { FileIndex } from '../../model/dataset.ts';

/** The file as UTF-8. Ranges of a file in another encoding are those of its UTF-8 text. */
export function openText(files: FileSet, file: FileIndex, encoding: TextEncodingName): ByteSource {
  return knownUtf8Source(files.source(file), encoding);
}

/** The encoding by the first bytes; undefined for what is no text. */
export function encodingOf(head: Uint8Array): TextEncodingName | undefined {
  const encoding = sniffEncoding(head);
  return encoding === 'binary' ? undefined : encoding;
}
