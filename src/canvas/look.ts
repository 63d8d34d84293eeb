import type { Colour } from './palette.ts';

/** What the user chose to see. */
export interface Display {
  readonly boxes: boolean;
  /** Masks and polygons. */
  readonly masks: boolean;
  readonly keypoints: boolean;
  /** Class names beside the shapes. */
  readonly labels: boolean;
  /** Scores in those labels. */
  readonly scores: boolean;
  /** Of masks and polygons, 0 to 1. */
  readonly opacity: number;
  /** Of matching shapes, CSS pixels. */
  readonly lineWidth: number;
}

export const DEFAULT_DISPLAY: Display = {
  boxes: true,
  masks: true,
  keypoints: true,
  labels: true,
  scores: true,
  opacity: 0.4,
  lineWidth: 2,
};

/** dim: does not pass the filter · match · hover and selected: drawn once more on top of the others. */
export type Emphasis = 'dim' | 'match' | 'hover' | 'selected';

/** How one annotation is drawn. */
export interface Look {
  readonly colour: Colour;
  readonly emphasis: Emphasis;
  /** A model said so: dashed, unless thousands of shapes move. */
  readonly predicted: boolean;
  readonly dashed: boolean;
  /** Hatched: many objects in one annotation. */
  readonly crowd: boolean;
  /** Opacity of the filled area. */
  readonly fill: number;
  /** CSS pixels of the coloured line and of the dark casing under it. */
  readonly line: number;
  readonly casing: number;
  /** Of the whole annotation. */
  readonly alpha: number;
}

/** `--dim-opacity`. */
const DIM = 0.5;

/** Dash of predictions, CSS pixels. */
export const DASH: readonly number[] = [6, 4];

/** The look that follows from the state; `plain` leaves out casings and dashes while thousands of shapes move. */
export function lookOf(
  of: { readonly colour: Colour; readonly predicted: boolean; readonly crowd: boolean },
  emphasis: Emphasis,
  display: Display,
  plain = false,
): Look {
  const line = emphasis === 'dim' ? 1 : emphasis === 'hover' ? display.lineWidth + 1 : display.lineWidth;
  const casing = plain ? 0 : emphasis === 'dim' ? 2.5 : line + 2;
  return {
    colour: of.colour,
    dashed: of.predicted && !plain,
    predicted: of.predicted,
    crowd: of.crowd,
    emphasis,
    line,
    casing,
    alpha: emphasis === 'dim' ? DIM : 1,
    fill: fillOpacity(display.opacity, emphasis),
  };
}

/**
 * 16 % and about 26 % for what is emphasised at the default setting, opaque at 1, nothing at 0. An emphasised shape lies on its
 * plain drawing, so its own fill is only what is missing.
 */
function fillOpacity(opacity: number, emphasis: Emphasis): number {
  const clamped = Math.min(1, Math.max(0, opacity));
  const plain = clamped ** 2;
  if (emphasis === 'dim' || emphasis === 'match') return plain;
  return plain < 1 ? (clamped ** 1.5 - plain) / (1 - plain) : 0;
}
