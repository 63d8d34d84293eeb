/** Patterns of paths as dataset cards write them. https://huggingface.co/docs/datasets/repository_structure */

/** Whether paths match: `*` and `?` within a part of a path, `**` across parts, `[0-9]`, `{a,b}`. */
export function globOf(pattern: string): RegExp {
  let source = '';
  let braces = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const c = pattern[at] ?? '';
    const set = c === '[' ? /^\[!?[^\]]+\]/.exec(pattern.slice(at))?.[0] : undefined;
    if (c === '*') {
      const isDeep = pattern[at + 1] === '*';
      if (isDeep) at += 1;
      if (isDeep && pattern[at + 1] === '/') {
        at += 1;
        source += '(?:.*/)?';
      } else source += isDeep ? '.*' : '[^/]*';
    } else if (c === '?') source += '[^/]';
    else if (set !== undefined) {
      source += set.replace('[!', '[^').replaceAll('\\', '\\\\');
      at += set.length - 1;
    } else if (c === '{') {
      braces += 1;
      source += '(?:';
    } else if (c === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else if (c === ',' && braces > 0) source += '|';
    else source += c.replaceAll(/[.+^$()|\\/{}[\]]/g, '\\$&');
  }
  // A brace that nothing closes is a brace.
  return braces > 0 ? globOf(pattern.replaceAll('{', '[{]')) : new RegExp(`^${source}$`, 'su');
}
