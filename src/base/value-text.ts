/** A plain value as its text: zero keeps its sign. */
export function valueText(value: string | number | bigint | boolean): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
