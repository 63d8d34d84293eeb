/** Messages: sentences with `{name}` places, and the choice among forms of one by a value. */

/** A plain sentence, or forms of it chosen by the value `by` (`n` unless said): `is` by our own words, else by plural form. */
export type Message = string | Forms;
export interface Forms {
  readonly by?: string;
  readonly is?: Readonly<Record<string, string>>;
  readonly one?: string;
  readonly other: string;
}
export type Values = Readonly<Record<string, string | number>>;

/** Numbers that are names: written as the file has them, without separators of thousands. */
const NAMES = new Set([
  'id',
  'image',
  'category',
  'class',
  'line',
  'first',
  'column',
  'byte',
  'offset',
  'stopped',
  'start',
  'end',
  'method',
]);

/** The form of a message that fits the values. `plural` is the language's rule. */
export function formOf(message: Message, values: Values, plural: Intl.PluralRules): string {
  if (typeof message === 'string') return message;
  const value = values[message.by ?? 'n'];
  if (message.is && value !== undefined && Object.hasOwn(message.is, value)) return message.is[value] ?? message.other;
  return typeof value === 'number' && plural.select(value) === 'one' ? (message.one ?? message.other) : message.other;
}

/** The places of a sentence, in order. */
export function placesOf(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, place]) => place ?? '');
}

/** Fills the places; those without a value stay. Values are text, never markup. */
export function fillPlaces(sentence: string, values: Values, number: (value: number) => string): string {
  return sentence.replace(/\{(\w+)\}/g, (written, place: string) => {
    const value = values[place];
    if (value === undefined) return written;
    if (typeof value === 'string') return value;
    return NAMES.has(place) ? String(value) : number(value);
  });
}
