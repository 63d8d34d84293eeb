/** Paths of a report as the person wrote the folder: relative to it, where one folder was given. */

/** Fields that hold paths, or values of a sentence that may be paths. */
const HOLDS_PATHS = new Set(['path', 'file', 'paths', 'values']);

/** The same data with `root/` taken off every path; `root` '' changes nothing. */
export function withoutRoot<T>(data: T, root: string): T {
  return root === '' ? data : (cut(data, `${root}/`, false) as T);
}

function cut(value: unknown, prefix: string, isPath: boolean): unknown {
  if (typeof value === 'string') return isPath && value.startsWith(prefix) ? value.slice(prefix.length) : value;
  if (Array.isArray(value)) return value.map((entry: unknown) => cut(entry, prefix, isPath));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]: [string, unknown]) => [key, cut(entry, prefix, isPath || HOLDS_PATHS.has(key))]),
  );
}
