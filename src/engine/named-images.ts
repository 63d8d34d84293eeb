import { folderOf, isImagePath, type FileSet } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';

/** Files whose heads are looked at, and names in all: enough to see in which folders pictures lie. */
const MOST_FILES = 8;
const MOST_NAMES = 200;

/** What looks like the name of a picture in any text: up to what delimits values in JSON, CSV, Markdown and HTML. */
const NAME = /[^\s"'`,;|<>()[\]{}=][^"'`,;|<>()[\]{}=\t\r\n]{0,400}\.(?:jpe?g|png|webp|gif|bmp|tiff?|avif)(?![\w.])/giu;

/** Images of the drop that the beginnings of files of records name: they are shown with the records. */
export async function imagesNamedIn(set: FileSet, files: readonly FileIndex[]): Promise<readonly FileIndex[]> {
  const named = new Set<FileIndex>();
  let left = MOST_NAMES;
  for (const file of files.filter((claimed) => !isImagePath(set.paths[claimed] ?? '')).slice(0, MOST_FILES)) {
    const head = await set.head(file).catch(() => new Uint8Array(0));
    const folder = folderOf(set.paths[file] ?? '');
    for (const [name] of new TextDecoder().decode(head).matchAll(NAME)) {
      if (left === 0) return [...named];
      left -= 1;
      // JSON may write a slash with an escape.
      const found = set.resolve(name.replaceAll('\\/', '/'), folder, 'images');
      if (found.kind === 'found') named.add(found.file);
    }
  }
  return [...named];
}
