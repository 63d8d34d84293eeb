import type { Part, Point } from './shape.ts';

/** A thing with a class: what gets a label. */
export interface Thing {
  readonly label: string;
  readonly parts: readonly Part[];
  /** COCO's 17 joints, for people whose joints can be seen. */
  readonly joints?: readonly Point[];
  /** The four corners of a rotated box. */
  readonly corners?: readonly Point[];
  /** Several things under one label. */
  readonly crowd?: boolean;
  /** Drawn, never labelled. */
  readonly unlabelled?: boolean;
}

/** What is painted, back to front: things with labels and mere scenery. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly background: string;
  readonly items: (Part | Thing)[];
}

export const scene = (width: number, height: number, background: string): Scene => ({ width, height, background, items: [] });
export const isThing = (item: Part | Thing): item is Thing => 'label' in item;

/** All parts in painting order. */
export function partsOf(of: Scene): Part[] {
  return of.items.flatMap((item) => (isThing(item) ? [...item.parts] : [item]));
}
