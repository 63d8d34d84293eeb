import type { View } from './viewport.ts';

/** What the stage tells its owner. Rows are rows of the annotation table. */
export interface StageCallbacks {
  readonly onHover: (row: number | undefined) => void;
  readonly onSelect: (row: number | undefined) => void;
  /** After every change of zoom or place; `scale` 1 is 100 %. */
  readonly onViewport: (view: View) => void;
  /** The view asks for more pixels than the picture has, which is smaller than its frame. Called with every frame until it has them. */
  readonly onCoarse?: () => void;
}
