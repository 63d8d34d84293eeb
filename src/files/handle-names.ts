/**
 * Names that browsers refuse to open by a folder's handle, though the file is there: what Windows forbids, on every system, and
 * characters that nobody sees. https://wicg.github.io/file-system-access/#valid-file-name leaves it to the browser; this is a little
 * more than what Chromium refuses, because asking for such a File while listing costs little, and a refusal costs the file.
 */
const FORBIDDEN = /["*:<>?\\|]|\p{C}/u;
const EDGES = /^\.?[\s~]|^\.\.|[\s.~]$/u;
const RESERVED = /^(?:con|prn|aux|nul|clock\$|com\d|lpt\d|desktop\.ini|thumbs\.db)(?:\.|$)|\.(?:lnk|url|scf|local|\{[^}]*\})$/i;

/** Whether a file can be opened by its path within a folder whose handle is known: `images/a.png` can, `12:30/a.png` cannot. */
export function opensByHandle(inner: string): boolean {
  if (FORBIDDEN.test(inner)) return false;
  return inner.split('/').every((name) => !EDGES.test(name) && !RESERVED.test(name));
}
