/** Plain data with exact integers; what JSON has no word for is null. */
type Printable = string | number | boolean | bigint | undefined | readonly Printable[] | { readonly [key: string]: Printable };

/** JSON of plain data, indented by two blanks; integers past 2^53 with all their digits. */
export function printJson(value: Printable, indent: string): string {
  if (value === undefined) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((element: Printable) => inner + printJson(element, inner)).join(',\n')}\n${indent}]`;
  }
  const members = Object.entries(value).map(([key, member]) => `${inner}${JSON.stringify(key)}: ${printJson(member, inner)}`);
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}
