/** A language's messages; numbers and dates follow the language by Intl. */
import { fillPlaces, formOf, type Message, type Values } from './message.ts';

export type Language = 'en' | 'zh';

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
  const number = (value: number): string => numbers.format(value);
  const translate = (key: Key, values: Values = {}): string => fillPlaces(formOf(messages[key], values, plurals), values, number);
  return Object.assign(translate, {
    language,
    number: (value: number, options?: Intl.NumberFormatOptions) =>
      options ? new Intl.NumberFormat(locale, options).format(value) : number(value),
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
