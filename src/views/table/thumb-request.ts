import type { ThumbnailRequest } from '../../engine/pictures.ts';
import type { RowCells } from '../../engine/protocol.ts';
import type { Frame } from '../../model/dataset.ts';

/** The thumbnail of a table row; undefined where there is no image. */
export function thumbRequest(cells: RowCells, frame: Frame): ThumbnailRequest | undefined {
  if (cells.image === undefined) return undefined;
  const edge = Math.round(64 * Math.min(2, devicePixelRatio));
  return {
    file: cells.image,
    frame,
    width: edge,
    height: edge,
    ...(cells.width > 0 ? { size: { width: cells.width, height: cells.height } } : {}),
  };
}
