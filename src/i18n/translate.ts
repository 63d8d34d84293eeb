/** Messages with `{name}` places and plural forms; numbers and dates follow the language by Intl. */

export type Language = 'en' | 'zh';

/** A plain sentence, or one per plural form chosen by the value `n`. */
export type Message = string | { readonly one?: string; readonly other: string };
export type Values = Readonly<Record<string, string | number>>;

/** A language's tools, made once per language. */
export interface Translator<Key extends string> {
  readonly language: Language;
  /** The message of a key with its places filled. Values are text, never markup. */
  (key: Key, values?: Values): string;
  number(value: number, options?: Intl.NumberFormatOptions): string;
  /** Today's times as a clock, others as a short date. */
  date(time: number): string;
  list(parts: readonly string[]): string;
}

export function createTranslator<Key extends string>(language: Language, messages: Readonly<Record<Key, Message>>): Translator<Key> {
  const locale = language === 'zh' ? 'zh-CN' : 'en';
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
  const plurals = new Intl.PluralRules(locale);
  const lists = new Intl.ListFormat(locale, { type: 'conjunction' });
  const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const fill = (text: string, values: Values | undefined): string =>
    text.replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = values?.[name];
      if (value === undefined) return place;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  const translate = (key: Key, values?: Values): string => {
    const message = messages[key];
    if (typeof message === 'string') return fill(message, values);
    const n = values?.['n'];
    const form = typeof n === 'number' && plurals.select(n) === 'one' ? (message.one ?? message.other) : message.other;
    return fill(form, values);
  };
  return Object.assign(translate, {
    language,
    number: (value: number, options?: Intl.NumberFormatOptions) =>
      options ? new Intl.NumberFormat(locale, options).format(value) : numbers.format(value),
    date: (time: number) => {
      const then = new Date(time);
      return then.toDateString() === new Date().toDateString() ? clock.format(then) : day.format(then);
    },
    list: (parts: readonly string[]) => lists.format(parts),
  });
}

/** The browser's language, where we have it. */
export function preferredLanguage(languages: readonly string[]): Language {
  for (const language of languages) {
    if (language.startsWith('zh')) return 'zh';
    if (language.startsWith('en')) return 'en';
  }
  return 'en';
}
