/** What the paths in data.yaml, obj.data and image lists mean in this drop. */
import { baseName, folderOf, type FileSet } from '../../files/file-set.ts';
import type { FileIndex } from '../../model/dataset.ts';
import { splitOfName } from '../splits.ts';
import { joined, type Inventory } from './inventory.ts';

/** A reference cut into parts: no drive, scheme, empty or `.` parts; `absolute` where it began at a root. */
export function partsOf(reference: string): { readonly parts: readonly string[]; readonly absolute: boolean } {
  let text = reference.trim().replaceAll('\\', '/').normalize('NFC');
  const scheme = /^[a-z]{2,}:\/\/(?:[^/]*)/i.exec(text);
  if (scheme !== null) text = text.slice(scheme[0].length);
  const drive = /^[a-z]:/i.exec(text);
  if (drive !== null) text = text.slice(2);
  const absolute = text.startsWith('/') || text.startsWith('~') || drive !== null || scheme !== null;
  // A pattern for all files of a folder means the folder.
  const parts = text.split('/').filter((part) => part !== '' && part !== '.' && part !== '~' && !part.includes('*'));
  return { parts, absolute };
}

/** `parts` from `folder`, with `..` going up and never beyond the top; undefined where it would. */
export function walk(folder: string, parts: readonly string[]): string | undefined {
  const at = folder === '' ? [] : folder.split('/');
  for (const part of parts) {
    if (part !== '..') at.push(part);
    else if (at.pop() === undefined) return undefined;
  }
  return at.join('/');
}

/**
 * Paths in the drop that a reference may mean, the likeliest first: from `folder`, without its `../` (Roboflow writes one too
 * many), then its ends from `folder` and, where they say something, from the folders above.
 * @param root `path:` of data.yaml, before the reference
 */
export function candidatesOf(reference: string, root: string | undefined, folder: string): string[] {
  const candidates: string[] = [];
  const add = (path: string | undefined): void => {
    if (path !== undefined && !candidates.includes(path)) candidates.push(path);
  };
  const own = partsOf(reference);
  const base = root === undefined || own.absolute ? { parts: [], absolute: own.absolute } : partsOf(root);
  const all = [...base.parts, ...own.parts];
  if (!base.absolute) add(walk(folder, all));
  if (!own.absolute) add(walk(folder, own.parts));
  // Darknet's own folder, which exports do not have.
  if (own.parts[0] === 'data') add(walk(folder, own.parts.slice(1)));
  const named = all.filter((part) => part !== '..');
  for (let from = 0; from < named.length; from += 1) {
    const end = named.slice(from);
    // One part alone (`images`) agrees too easily, unless nothing else can: a split's folder, a path of another machine.
    if (end.length < 2 && !base.absolute && splitOfName(end[0] ?? '') === undefined) continue;
    add(walk(folder, end));
    if (!isTelling(end)) continue;
    for (let above = folder; above !== '';) {
      above = folderOf(above);
      add(walk(above, end));
    }
  }
  return candidates;
}

/** Whether an end of a path may be looked for elsewhere: two parts or more, and not only such as every dataset has (`test/images`). */
function isTelling(end: readonly string[]): boolean {
  return (
    end.length >= 2 &&
    end.some((part) => splitOfName(part) === undefined && !/^(images?|imgs?|jpegimages|labels?|data|datasets?)$/i.test(part))
  );
}

/** The folder that a reference means; where it is not near `folder`, an end of it that says something must agree. */
export function resolveFolder(reference: string, root: string | undefined, folder: string, inventory: Inventory): string | undefined {
  for (const path of candidatesOf(reference, root, folder)) if (path !== '' && inventory.hasFolder(path)) return path;
  const named = [...(root === undefined ? [] : partsOf(root).parts), ...partsOf(reference).parts].filter((part) => part !== '..');
  const known = inventory.byLastPart.get((named.at(-1) ?? '').toLowerCase()) ?? [];
  for (let from = 0; isTelling(named.slice(from)); from += 1) {
    const end = named.slice(from).join('/').toLowerCase();
    const found = known.filter((path) => path.toLowerCase() === end || path.toLowerCase().endsWith(`/${end}`));
    if (found.length === 1) return found[0];
    if (found.length > 1) return undefined;
  }
  return undefined;
}

/** The file that a reference of a configuration means, near `folder`. */
export function resolveFile(reference: string, root: string | undefined, folder: string, files: FileSet): FileIndex | undefined {
  for (const path of candidatesOf(reference, root, folder)) {
    const file = files.indexOf(path);
    if (file !== undefined) return file;
  }
  // `data/obj.names` beside obj.data: the last part alone, in the same folder.
  const last = partsOf(reference).parts.at(-1);
  return last === undefined ? undefined : files.indexOf(joined(folder, baseName(last)));
}
