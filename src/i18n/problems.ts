/** The sentence of a problem: the most telling one for which the problem has all values. */
import type { ProblemCode } from '../model/problem.ts';
import { problemsEn } from './problems-en.ts';
import { problemsZh } from './problems-zh.ts';
import type { Values } from './translate.ts';

/** What a code means at all, and sentences with values, the most telling first; none of them needed. */
export interface ProblemWords {
  readonly title: string;
  readonly says?: readonly string[];
}
export type ProblemDictionary = Readonly<Record<ProblemCode, ProblemWords>>;

/** As much of a translator as sentences need. */
interface Speaker {
  readonly language: 'en' | 'zh';
  number(value: number): string;
}

export function problemTitle(speaker: Pick<Speaker, 'language'>, code: ProblemCode): string {
  return wordsOf(speaker, code).title;
}

export function problemSentence(speaker: Speaker, problem: { readonly code: ProblemCode; readonly values?: Values }): string {
  const { title, says = [] } = wordsOf(speaker, problem.code);
  const values = problem.values ?? {};
  const telling = says.find((sentence) => placesOf(sentence).every((place) => values[place] !== undefined));
  if (telling === undefined) return title;
  return telling.replace(/\{(\w+)\}/g, (_, place: string) => {
    const value = values[place] ?? '';
    return typeof value === 'number' ? speaker.number(Math.round(value * 1000) / 1000) : value;
  });
}

function wordsOf({ language }: Pick<Speaker, 'language'>, code: ProblemCode): ProblemWords {
  return (language === 'zh' ? problemsZh : problemsEn)[code];
}

function placesOf(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map(([, place]) => place ?? '');
}
