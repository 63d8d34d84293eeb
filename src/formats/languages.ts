/** Parts of names that say in which language a text is. */
import { baseName, extensionOf, folderOf, stemOf } from '../files/file-set.ts';

/** Extensions that name the language of a text, where others lie beside it: `val.de`, `val.fr`. ISO 639-1 */
export const LANGUAGES = new Set(
  'af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky la lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl sq sr sv sw ta te th tl tr uk ur uz vi yo zh zu'.split(
    ' ',
  ),
);

/** What may name a language, at a glance: nearly no file of a large drop does. */
const IN_NAME = /\.[a-z]{2}(?:\.txt)?(?:\.(?:gz|gzip|zst|zstd))?$/i;
const IN_FOLDER = /(?:^|\/)[a-z]{2}\/[^/]+\.txt(?:\.(?:gz|gzip|zst|zstd))?$/i;

/** What a file is apart from its language: files of one `rest` hold the same in several. */
export interface LanguageName {
  readonly language: string;
  /** Path without the language. */
  readonly rest: string;
}

/** `folder/val.de`, `folder/val.de.gz` and `folder/val.de.txt`. */
export function languageInName(path: string): LanguageName | undefined {
  if (!IN_NAME.test(path)) return undefined;
  const folder = folderOf(path);
  const inFolder = (name: string): string => (folder === '' ? name : `${folder}/${name}`);
  const extension = extensionOf(path);
  const stem = stemOf(path);
  if (LANGUAGES.has(extension)) return { language: extension, rest: inFolder(stem) };
  const dot = stem.lastIndexOf('.');
  const inner = stem.slice(dot + 1).toLowerCase();
  return extension === 'txt' && dot > 0 && LANGUAGES.has(inner) ? { language: inner, rest: inFolder(stem.slice(0, dot)) } : undefined;
}

/** `de/val.txt`: the name of the folder is all that tells. */
export function languageOfFolder(path: string): LanguageName | undefined {
  if (!IN_FOLDER.test(path)) return undefined;
  const folder = folderOf(path);
  const language = baseName(folder).toLowerCase();
  if (extensionOf(path) !== 'txt' || !LANGUAGES.has(language)) return undefined;
  const above = folderOf(folder);
  return { language, rest: above === '' ? stemOf(path) : `${above}/${stemOf(path)}` };
}
