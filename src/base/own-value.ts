/**
 * What a record says under a key that came from a dataset: nothing for `constructor`, `__proto__` and the like, which every object inherits,
 * unless the dataset wrote it.
 */
export function ownValue<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
