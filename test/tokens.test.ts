/** Every text must be readable and every control visible, in both themes: WCAG 2.2, 1.4.3 and 1.4.11. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const css = readFileSync(join(import.meta.dirname, '../src/views/tokens.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

const SURFACES = ['surface', 'chrome', 'raised', 'hover', 'selected'];
const TEXTS = ['text', 'text-2', 'text-3', 'accent', 'error', 'warning', 'note', 'ok'];
const CATEGORIES = Array.from({ length: 24 }, (_, i) => `cat-${i + 1}`);

type Tokens = ReadonlyMap<string, string>;

/** Tokens of every rule whose selector names the theme or the root, later ones winning. */
function tokensOf(theme: 'light' | 'dark'): Tokens {
  const tokens = new Map<string, string>();
  for (const [, selector = '', body = ''] of css
    .replace(/@media[^{]*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '')
    .matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector.includes(':root') && !selector.includes(`'${theme}'`)) continue;
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*([^;]+);/g)) tokens.set(name, value.trim());
  }
  return tokens;
}

/** Relative luminance of `#rgb` or `#rrggbb`. */
function luminance(tokens: Tokens, name: string): number {
  const value = tokens.get(name) ?? '';
  if (!/^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(value)) throw new Error(`--${name} is "${value}", not a colour`);
  const hex = value.length === 4 ? value.slice(1).replace(/./g, '$&$&') : value.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(tokens, a), luminance(tokens, b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Pairs that miss the ratio, with what they reach. */
function tooFaint(tokens: Tokens, pairs: readonly (readonly [string, string])[], ratio: number): string[] {
  return pairs.filter(([a, b]) => contrast(tokens, a, b) < ratio).map(([a, b]) => `--${a} on --${b}: ${contrast(tokens, a, b).toFixed(2)}`);
}

const every = (tops: readonly string[], grounds: readonly string[]): [string, string][] =>
  tops.flatMap((top) => grounds.map((ground): [string, string] => [top, ground]));

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  const tokens = tokensOf(theme);

  it('has text of 4.5 to 1 on every surface', () => {
    expect(tooFaint(tokens, every(TEXTS, SURFACES), 4.5)).toEqual([]);
  });

  it('has text of 4.5 to 1 on what is filled: the accent, a match, an error, a class', () => {
    const pairs = [
      ['accent-on', 'accent'],
      ['match-on', 'match'],
      ['match-now-on', 'match-now'],
      ['error', 'error-wash'],
      ...CATEGORIES.map((name) => [`${name}-on`, name]),
    ];
    expect(
      tooFaint(
        tokens,
        pairs.map(([top = '', ground = '']): [string, string] => [top, ground]),
        4.5,
      ),
    ).toEqual([]);
  });

  it('has edges of checkboxes and focus rings of 3 to 1 on every surface', () => {
    expect(tooFaint(tokens, every(['control-edge', 'focus'], SURFACES), 3)).toEqual([]);
  });
});

it('gives a class the same colour in both themes', () => {
  const [light, dark] = [tokensOf('light'), tokensOf('dark')];
  expect(CATEGORIES.filter((name) => light.get(name) !== dark.get(name))).toEqual([]);
  expect(light.get('surface')).not.toBe(dark.get('surface'));
});
