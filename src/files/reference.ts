/** What a label file may write to name another file, read into paths that can be looked up (cv-formats 3.0, rule 2). */
export interface Reference {
  /** Leading `../` in number. */
  readonly ups: number;
  /** Folders from the top of the reference down, without `.` and `..`. */
  readonly folders: readonly string[];
  /** Last part. */
  readonly base: string;
  /** `folders` and `base`, joined. */
  readonly path: string;
}

const SCHEME = /^[a-z][a-z0-9+.-]+:\/+|^file:/i;
const DRIVE = /^\/*[a-z]:(?=\/|[^/]*$)/i;
const ESCAPE = /%[0-9a-f]{2}/i;

/**
 * The ways to understand a reference: as written, then with %-escapes decoded. Backslashes become `/`; a drive letter, a `file://` or other
 * scheme and the query of a web address go (a host stays as the first folder: looking by suffix passes it). Empty for no name at all.
 */
export function readReference(text: string): readonly Reference[] {
  const written = partsOf(text);
  const decoded = ESCAPE.test(text) ? decodeEscapes(text) : undefined;
  const other = decoded === undefined ? undefined : partsOf(decoded);
  return [written, other].filter((reference) => reference !== undefined);
}

function partsOf(text: string): Reference | undefined {
  let path = text.trim();
  if (/^https?:/i.test(path)) path = path.replace(/[?#].*$/s, '');
  path = path.replace(SCHEME, '').replaceAll('\\', '/').replace(DRIVE, '').normalize('NFC');
  const folders: string[] = [];
  let ups = 0;
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') folders.push(part);
    else if (folders.pop() === undefined) ups += 1;
  }
  const base = folders.pop();
  if (base === undefined) return undefined;
  return { ups, folders, base, path: folders.length === 0 ? base : `${folders.join('/')}/${base}` };
}

/** Undefined where the escapes are not UTF-8: then the per cent signs were meant. */
function decodeEscapes(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** The path of a file as a `FileSet` keeps it: NFC (macOS gives NFD), `/` between folders, nothing before the first. */
export function normalisePath(path: string): string {
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '');
}
