/** Items of a list that have no identity but their place, with a key for each. */
export function placed<T>(items: readonly T[]): { readonly key: string; readonly item: T }[] {
  return items.map((item, at) => ({ key: String(at), item }));
}
