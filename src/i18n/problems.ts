/** The sentence of a problem: the most telling one for which the problem has all values. */
import type { ProblemCode } from '../model/problem.ts';
import { fillPlaces, formOf, placesOf, type Message, type Values } from './message.ts';
import { problemsEn } from './problems-en.ts';
import { problemsZh } from './problems-zh.ts';
import { reasonInChinese } from './reasons-zh.ts';

/** What a code means at all, and sentences with values, the most telling first; none of them needed. File and place are shown beside. */
export interface ProblemWords {
  readonly title: string;
  readonly says?: readonly Message[];
}
export type ProblemDictionary = Readonly<Record<ProblemCode, ProblemWords>>;

/** As much of a translator as sentences need. */
interface Speaker {
  readonly language: 'en' | 'zh';
  number(value: number, options?: Intl.NumberFormatOptions): string;
}

const PLURALS = { en: new Intl.PluralRules('en'), zh: new Intl.PluralRules('zh-CN') };

export function problemTitle(speaker: Pick<Speaker, 'language'>, code: ProblemCode): string {
  return wordsOf(speaker, code).title;
}

export function problemSentence(speaker: Speaker, problem: { readonly code: ProblemCode; readonly values?: Values }): string {
  const { title, says = [] } = wordsOf(speaker, problem.code);
  const values = inLanguage(speaker, problem.values ?? {});
  for (const message of says) {
    // What a sentence is chosen by are codes, the same in every language.
    const codes = problem.values ?? {};
    if (typeof message !== 'string' && !isGiven(codes[message.by ?? 'n'])) continue;
    const sentence = formOf(message, codes, PLURALS[speaker.language]);
    if (placesOf(sentence).every((place) => isGiven(values[place])))
      return fillPlaces(sentence, values, (value) => exactly(speaker, value));
  }
  return title;
}

/** Reasons are told by others, in English. */
function inLanguage({ language }: Pick<Speaker, 'language'>, values: Values): Values {
  const { reason } = values;
  return language === 'zh' && typeof reason === 'string' && reason !== '' ? { ...values, reason: reasonInChinese(reason) } : values;
}

/** An empty text says nothing. */
function isGiven(value: string | number | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Fractions of an image keep the digits that tell them from its edge; pixels need fewer. */
function exactly(speaker: Speaker, value: number): string {
  if (Number.isInteger(value)) return speaker.number(value);
  return speaker.number(value, { maximumFractionDigits: Math.abs(value) < 10 ? 5 : 2 });
}

function wordsOf({ language }: Pick<Speaker, 'language'>, code: ProblemCode): ProblemWords {
  return (language === 'zh' ? problemsZh : problemsEn)[code];
}
