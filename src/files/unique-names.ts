/**
 * Names of what was dropped at once, made different: a second `train` becomes `train (2)`, so that two folders of one name from
 * different places do not cover each other's files. Their extension stays: `labels (2).json`.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = numberedName(name, count);
    taken.add(unique);
    return unique;
  });
}

/** The name of the `count`th of its kind: the first has its own. */
export function numberedName(name: string, count: number): string {
  if (count === 1) return name;
  const dot = name.lastIndexOf('.');
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  return `${stem} (${count})${extension}`;
}
