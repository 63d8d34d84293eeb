import { describe, expect, it } from 'vitest';
import { costOf, isQuickOn } from '../../src/base/expression-cost.ts';

const isQuick = (source: string, text: string): boolean => isQuickOn(costOf(source), text);
const PROSE = 'The quick brown fox jumps over the lazy dog, again and again.\n'.repeat(100);

describe('the cost of an expression', () => {
  it.each([
    ['cat|dog', PROSE],
    [String.raw`\d{4}-\d{2}-\d{2}`, PROSE],
    [String.raw`\w+\s+\w+`, PROSE],
    [String.raw`\w+@\w+\.com`, PROSE],
    ['fox.*dog', PROSE],
    [String.raw`colou?r[s]?\b`, PROSE],
    ['(?:ab){2}c', PROSE],
    [String.raw`(?<year>\d\d\d\d)\.`, PROSE],
    [String.raw`\p{Script=Han}+`, '知识就是力量。'.repeat(100)],
  ])('of %s is small on prose', (source, text) => {
    expect(isQuick(source, text)).toBe(true);
  });

  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|ab)+c',
    String.raw`(\w+\s?)*$`,
    String.raw`(a)\1`,
    '([a-z]+)*!',
    '(?:a?){30}a{30}',
    'a?'.repeat(30),
    '((a*)b)*',
  ])('of %s has no bound', (source) => {
    expect(isQuick(source, 'aaaa')).toBe(false);
  });

  it.each([
    [String.raw`\w+@\w+`, 'A'.repeat(100_000)],
    ['.*.*.*x', 'a b '.repeat(1000)],
    [String.raw`\s+$`, ' '.repeat(100_000)],
    ['[^x]*[^y]*z', 'a b '.repeat(10_000)],
  ])('of %s is large where its repetitions can run on', (source, text) => {
    expect(isQuick(source, text)).toBe(false);
  });
});
