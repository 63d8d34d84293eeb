import { useMemo } from 'react';
import type { ThumbnailRequest } from '../../engine/pictures.ts';
import type { RowCells } from '../../engine/protocol.ts';
import type { FileIndex, Frame } from '../../model/dataset.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';

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

/** The thumbnail of a table row, in the frame of its dataset. */
export function useThumbRequest(cells: RowCells | undefined): ThumbnailRequest | undefined {
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  return useMemo(() => (cells ? thumbRequest(cells, frame) : undefined), [cells, frame]);
}

/** The thumbnail of a picture that a record names. */
export function mediaThumb(file: FileIndex): ThumbnailRequest {
  const edge = Math.round(64 * Math.min(2, devicePixelRatio));
  return { file, frame: 'upright', width: edge, height: edge };
}

/** Those of the pictures in these columns of a row. */
export function mediaThumbs({ media }: RowCells, columns: readonly string[]): readonly ThumbnailRequest[] {
  return columns.flatMap((name) => {
    const medium = media?.[name]?.medium;
    return medium?.kind === 'image' && medium.file !== undefined ? [mediaThumb(medium.file)] : [];
  });
}
