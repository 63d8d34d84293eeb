import type { CategoryRow } from '../model/dataset.ts';

/** The colour of a class: `line` for lines and fills, `on` for text that lies on it (4.5:1 or more). */
export interface Colour {
  readonly line: string;
  readonly on: string;
}

const DARK = '#111111';
const LIGHT = '#ffffff';

/**
 * The 24 category colours, the same in both themes. They repeat `--cat-1` … `--cat-24` of the design tokens, because a
 * canvas cannot draw with a CSS variable.
 */
export const CATEGORY_COLOURS: readonly Colour[] = [
  { line: '#77d1fb', on: DARK },
  { line: '#d66077', on: DARK },
  { line: '#c8e93d', on: DARK },
  { line: '#b082f8', on: DARK },
  { line: '#d8a66c', on: DARK },
  { line: '#1f9daf', on: DARK },
  { line: '#f750cc', on: DARK },
  { line: '#a9881a', on: DARK },
  { line: '#91efbe', on: DARK },
  { line: '#5944eb', on: LIGHT },
  { line: '#fca5ce', on: DARK },
  { line: '#2f7d19', on: LIGHT },
  { line: '#a81da3', on: LIGHT },
  { line: '#73c4a8', on: DARK },
  { line: '#ddc528', on: DARK },
  { line: '#bb1664', on: LIGHT },
  { line: '#a3a9f8', on: DARK },
  { line: '#16665a', on: LIGHT },
  { line: '#eed592', on: DARK },
  { line: '#b75186', on: LIGHT },
  { line: '#515f19', on: LIGHT },
  { line: '#dc8274', on: DARK },
  { line: '#4bf2fa', on: DARK },
  { line: '#a4a523', on: DARK },
];

/** An annotation without a class: grey, which no class has. */
export const NO_CATEGORY: Colour = { line: '#c3c5cc', on: DARK };

/** The dark line under every line on a picture: `--casing`. */
export const CASING = 'rgba(0, 0, 0, 0.6)';

/**
 * Which of the 24 colours a class has, from 0; undefined without a class. It depends on the row of the category alone,
 * so a class keeps its colour in every view, sort order and filter.
 */
export function colourIndex(category: CategoryRow): number | undefined {
  return category < 0 ? undefined : category % CATEGORY_COLOURS.length;
}

/** Concrete colours, for a canvas. */
export function colourOf(category: CategoryRow): Colour {
  const index = colourIndex(category);
  return (index === undefined ? undefined : CATEGORY_COLOURS[index]) ?? NO_CATEGORY;
}

/** The same colour as a CSS value, for swatches and chips: `var(--cat-1)`. */
export function cssColour(category: CategoryRow): string {
  const index = colourIndex(category);
  return index === undefined ? NO_CATEGORY.line : `var(--cat-${index + 1})`;
}

/** CSS value of the text colour that fits on {@link cssColour}. */
export function cssOnColour(category: CategoryRow): string {
  const index = colourIndex(category);
  return index === undefined ? NO_CATEGORY.on : `var(--cat-${index + 1}-on)`;
}

/** Red, green, blue (0 to 255) of `#rrggbb`; black for anything else. */
export function rgbOf(hex: string): readonly [number, number, number] {
  const value = /^#[0-9a-f]{6}$/i.test(hex) ? Number.parseInt(hex.slice(1), 16) : 0;
  return [value >> 16, (value >> 8) & 255, value & 255];
}
