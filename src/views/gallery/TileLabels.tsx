import { useLayoutEffect, useRef, type ReactNode } from 'react';
import { drawThumbBoxes } from '../../canvas/thumb-boxes.ts';
import { fitView } from '../../canvas/viewport.ts';
import type { RowCells, TileBoxes } from '../../engine/protocol.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import styles from './Gallery.module.css';

interface TileLabelsProps {
  readonly cells: RowCells;
  readonly boxes: TileBoxes;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The boxes of a tile on a canvas over its picture; the caption says the same in words. */
export function TileLabels({ cells, boxes, width, height }: TileLabelsProps): ReactNode {
  const t = useT();
  const canvas = useRef<HTMLCanvasElement>(null);
  const names = useAppState((state) => state.settings.tileNames);
  const hidden = useAppState((state) => state.hiddenClasses);
  const categories = useAppState((state) => currentDataset(state)?.categories);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || cells.width === 0) return;
    element.width = Math.round(width * devicePixelRatio);
    element.height = Math.round(height * devicePixelRatio);
    context.scale(devicePixelRatio, devicePixelRatio);
    const tile = { width, height };
    const view = fitView({ width: cells.width, height: cells.height }, tile, 0);
    const hiddenCategories = new Set((categories ?? []).flatMap((category, at) => (hidden.has(category.name) ? [at] : [])));
    drawThumbBoxes(
      context,
      view,
      tile,
      { boxes: boxes.box, categories: boxes.category, passing: boxes.passing, predicted: boxes.predicted, hiddenCategories },
      {
        fontFamily: getComputedStyle(element).fontFamily,
        ...(names ? { nameOf: (category: number) => nameInWords(t, categories?.[category]?.name ?? '') } : {}),
      },
    );
  }, [cells, boxes, width, height, names, hidden, categories, t]);
  return <canvas ref={canvas} className={styles.boxes} style={{ width, height }} aria-hidden="true" />;
}
