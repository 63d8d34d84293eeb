/** Appends items to a list. `list.push(...items)` ends with an overflow of the stack where they are more than some hundred thousand. */
export function addAll<T>(list: T[], items: Iterable<T>): void {
  for (const item of items) list.push(item);
}
