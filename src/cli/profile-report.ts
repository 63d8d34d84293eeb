/** What `inspect --profile` adds: how long the texts are, what is in them, which are empty or there twice. */
import type { TextProfile } from '../engine/protocol.ts';

const TERMS = 20;

export type ProfileJson = ReturnType<typeof profileJson>;

export function profileJson({ numbers, values, empty, duplicates, splits, terms }: TextProfile) {
  return {
    numbers: Object.fromEntries(numbers.flatMap(({ measure, stats }) => (stats ? [[measure, stats] as const] : []))),
    values: Object.fromEntries(
      values.map(({ measure, values: own }) => [measure, Object.fromEntries(own.map(({ value, samples }) => [value, samples]))]),
    ),
    empty,
    duplicates: duplicates ?? 0,
    splits,
    terms: terms?.top.slice(0, TERMS) ?? [],
  };
}

/** Names with their facts, for the text report. */
export function profileFacts({ numbers, values, empty, duplicates, terms }: ProfileJson): [string, string][] {
  const count = new Intl.NumberFormat('en');
  return [
    ...Object.entries(numbers).map(([measure, { sum, min, median, p95, max }]): [string, string] => {
      const parts = [`${count.format(sum)} in all`, `median ${count.format(median)}`, `95 % up to ${count.format(p95)}`];
      return [measure, [...parts, `${count.format(min)} to ${count.format(max)}`].join(' · ')];
    }),
    ...Object.entries(values).map(([measure, own]): [string, string] => [
      measure,
      Object.entries(own)
        .slice(0, 8)
        .map(([value, n]) => `${value === '' ? 'none' : value} ${count.format(n)}`)
        .join(' · '),
    ]),
    ['without text', count.format(empty)],
    ['same text', count.format(duplicates)],
    ['terms', terms.map(({ term, records }) => `${term} ${count.format(records)}`).join(' · ')],
  ];
}
