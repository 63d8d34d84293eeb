/** Where the pictures, films and sounds that records name lie in the drop. Nothing is fetched. */
import { slices } from '../base/pause.ts';
import { extensionOf, folderOf, isImagePath, type FileSet, type Resolution } from '../files/file-set.ts';
import type { FileIndex } from '../model/dataset.ts';
import type { Media, MediaKind, RecordForm } from '../model/record-form.ts';
import type { MediaFolder } from './protocol.ts';

/** Folders that paths of media begin in, the nearest first. */
export interface MediaRoots {
  readonly files: FileSet;
  /** Folder that a person chose. */
  readonly chosen?: string | undefined;
  /** Folder that a description names, relative to the description. */
  readonly described?: { readonly by: string; readonly folder: string } | undefined;
}

/** The form with its media found, where they are. @param file where the record stands: paths may begin there */
export function withFiles(form: RecordForm, roots: MediaRoots, file: FileIndex | undefined): RecordForm {
  if (form.media.length === 0) return form;
  const folder = file === undefined ? '' : folderOf(roots.files.paths[file] ?? '');
  return { ...form, media: form.media.map((medium) => located(medium, roots, folder)) };
}

/** An address is looked for as well: what it names may lie in the drop. */
export function located(medium: Media, roots: MediaRoots, folder: string): Media {
  if (medium.state === 'inside') return medium;
  const { files } = roots;
  const resolution = resolve(medium, roots, folder);
  if (resolution.kind !== 'found' || !isOfKind(files.paths[resolution.file] ?? '', medium.kind)) return medium;
  return { ...medium, state: 'file', file: resolution.file };
}

function resolve({ name, kind }: Media, { files, chosen, described }: MediaRoots, folder: string): Resolution {
  const among = kind === 'image' ? 'images' : 'all';
  const given = described && [join(folderOf(described.by), described.folder)];
  for (const root of [...(chosen === undefined ? [] : [chosen]), ...(given ?? [])]) {
    const found = within(files, files.resolve(name, root, among), root);
    if (found) return found;
  }
  const path = described ? `${described.folder.replace(/\/+$/, '')}/${name}` : name;
  const found = files.resolve(path, folder, among);
  // Among several, none is chosen: the folder that is meant has to be said.
  return found;
}

/** What lies in a folder, among what was found. */
function within(files: FileSet, found: Resolution, root: string): Resolution | undefined {
  if (found.kind === 'missing') return undefined;
  const candidates = found.kind === 'found' ? [found.file] : found.candidates;
  const inside = candidates.filter((file) => root === '' || (files.paths[file] ?? '').startsWith(`${root}/`));
  const [file] = inside;
  return file !== undefined && inside.length === 1 ? { kind: 'found', file } : undefined;
}

function join(folder: string, path: string): string {
  const clean = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+|\/+$/g, '');
  return folder === '' || clean === '' ? folder + clean : `${folder}/${clean}`;
}

/** A sound is never found in a file of the same stem that is none. */
function isOfKind(path: string, kind: MediaKind): boolean {
  return kind === 'image' || kind === 'file' || !/\.(jsonl?|csv|tsv|txt|md|ya?ml|jpe?g|png|webp|gif|bmp|tiff?)$/i.test(path);
}

const PLAYABLE = new Set(['mp4', 'webm', 'mov', 'avi', 'mkv', 'm4v', 'mp3', 'wav', 'flac', 'ogg', 'oga', 'opus', 'm4a', 'aac']);
/** Folders that are offered. */
const MOST_FOLDERS = 200;

/** Folders with media in them or below them, those with most files first. */
export async function mediaFolders(files: FileSet, signal: AbortSignal): Promise<readonly MediaFolder[]> {
  const counts = new Map<string, number>();
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    if (!isImagePath(path) && !PLAYABLE.has(extensionOf(path))) return;
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  });
  return Array.from(counts, ([folder, count]) => ({ folder, files: count }))
    .sort((a, b) => b.files - a.files || (a.folder < b.folder ? -1 : 1))
    .slice(0, MOST_FOLDERS);
}
