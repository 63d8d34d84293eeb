import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORY_COLOURS, colourOf, cssColour, cssOnColour, NO_CATEGORY, rgbOf } from '../../src/canvas/palette.ts';

const TOKENS = readFileSync(new URL('../../src/views/tokens.css', import.meta.url), 'utf8');

describe('the colours of classes', () => {
  it('repeat the design tokens', () => {
    for (const [index, { line, on }] of CATEGORY_COLOURS.entries()) {
      expect(token(`--cat-${index + 1}`)).toBe(line);
      expect(token(`--cat-${index + 1}-on`)).toBe(on);
    }
    expect(TOKENS).not.toContain(`--cat-${CATEGORY_COLOURS.length + 1}:`);
  });

  it('carry text of 4.5:1 or more', () => {
    const tooFaint = [...CATEGORY_COLOURS, NO_CATEGORY].filter(({ line, on }) => contrast(line, on) < 4.5);
    expect(tooFaint).toEqual([]);
  });

  it('are all different', () => {
    expect(new Set([...CATEGORY_COLOURS, NO_CATEGORY].map(({ line }) => line)).size).toBe(CATEGORY_COLOURS.length + 1);
  });

  it('depend on the category row alone and start over after 24', () => {
    expect(colourOf(0)).toBe(CATEGORY_COLOURS[0]);
    expect(colourOf(23)).toBe(CATEGORY_COLOURS[23]);
    expect(colourOf(24)).toBe(CATEGORY_COLOURS[0]);
    expect(colourOf(1229)).toBe(CATEGORY_COLOURS[1229 % 24]);
  });

  it('are the same in CSS and on the canvas', () => {
    expect([cssColour(0), cssOnColour(0)]).toEqual(['var(--cat-1)', 'var(--cat-1-on)']);
    expect([cssColour(25), cssOnColour(25)]).toEqual(['var(--cat-2)', 'var(--cat-2-on)']);
  });

  it('have a grey of their own for what has no class', () => {
    expect(colourOf(-1)).toBe(NO_CATEGORY);
    expect(cssColour(-1)).toBe(NO_CATEGORY.line);
  });
});

function token(name: string): string {
  const [, value = ''] = new RegExp(`${name}: *(#[0-9a-f]+);`, 'i').exec(TOKENS) ?? [];
  return value.length === 4 ? value.replaceAll(/[0-9a-f]/gi, '$&$&') : value;
}

/** WCAG 2.1 contrast ratio. */
function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = rgbOf(hex).map((value) => {
    const part = value / 255;
    return part <= 0.039_28 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
