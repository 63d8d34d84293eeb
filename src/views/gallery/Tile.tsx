import { Check } from 'lucide-react';
import { memo, useMemo, type MouseEvent, type ReactNode } from 'react';
import type { ThumbnailRequest } from '../../engine/pictures.ts';
import type { RowCells, TileBoxes } from '../../engine/protocol.ts';
import type { Frame } from '../../model/dataset.ts';
import { addRows, hasRow, toggleRow } from '../../state/selected-rows.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { PathText } from '../shared/PathText.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { Thumb } from '../shared/Thumb.tsx';
import { useT } from '../shared/use-t.ts';
import { useThumbnail } from '../shared/use-thumbnail.ts';
import { ClassesCell } from '../table/ClassesCell.tsx';
import { TileLabels } from './TileLabels.tsx';
import styles from './Gallery.module.css';

/** Height of the two lines below a picture, CSS pixels. */
export const CAPTION = 39;

interface TileProps {
  readonly at: number;
  readonly row: number;
  readonly cells: RowCells | undefined;
  readonly boxes: TileBoxes | undefined;
  /** CSS pixels of the picture. */
  readonly width: number;
  readonly height: number;
}

/** A picture with its boxes, its name and its classes; it keeps its place whatever becomes of the picture. */
export const Tile = memo(function Tile({ at, row, cells, boxes, width, height }: TileProps): ReactNode {
  const app = useApp();
  const t = useT();
  const current = useAppState((state) => state.at === at);
  const selected = useAppState((state) => hasRow(state.selected, row));
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  const request = useMemo(() => (cells ? tileRequest(cells, frame, width) : undefined), [cells, frame, width]);
  const thumbnail = useThumbnail(request);
  const onClick = (event: MouseEvent): void => {
    const state = app.store.getState();
    if (event.shiftKey && state.at >= 0)
      app.set({ selected: addRows(state.selected, state.rows.slice(Math.min(state.at, at), Math.max(state.at, at) + 1)) });
    else if (event.ctrlKey || event.metaKey) app.set({ selected: toggleRow(state.selected, row) });
    app.selectAt(at);
  };
  const onTick = (event: MouseEvent): void => {
    event.stopPropagation();
    app.set({ selected: toggleRow(app.store.getState().selected, row) });
  };
  return (
    <div
      id={`tile-${at}`}
      role="gridcell"
      aria-selected={current || selected}
      className={styles.tile}
      onClick={onClick}
      {...(current ? { 'data-current': '' } : {})}
      {...(selected ? { 'data-selected': '' } : {})}
    >
      <div className={styles.picture} style={{ height }}>
        {request && <Thumb request={request} width={width} height={height} fit="contain" />}
        {cells && typeof thumbnail !== 'object' && <Placeholder cells={cells} undecodable={thumbnail === 'undecodable'} />}
        {cells && boxes && request && thumbnail !== 'undecodable' && (
          <TileLabels cells={cells} boxes={boxes} width={width} height={height} />
        )}
        <button
          type="button"
          role="checkbox"
          aria-checked={selected}
          aria-label={t('gallery.select', { name: cells?.name ?? '' })}
          className={styles.tick}
          tabIndex={-1}
          onClick={onTick}
        >
          <Check size={13} strokeWidth={2.6} aria-hidden="true" />
        </button>
      </div>
      <div className={styles.caption}>
        {cells && <PathText path={cells.name} />}
        <span className={styles.count}>{cells && t.number(cells.annotations)}</span>
      </div>
      <div className={styles.classes}>
        <ClassesCell cells={cells} width={width} />
      </div>
    </div>
  );
});

/** Why there is no picture (yet). */
function Placeholder({ cells, undecodable }: { readonly cells: RowCells; readonly undecodable: boolean }): ReactNode {
  const t = useT();
  if (cells.imageState === 'missing' || undecodable) {
    return (
      <span className={`${styles.placeholder} ${styles.bad}`}>
        <SeverityIcon severity="error" size={18} />
        {t(cells.imageState === 'missing' ? 'tile.missing' : 'tile.undecodable')}
      </span>
    );
  }
  const mega = (cells.width * cells.height) / 1e6;
  return <span className={styles.placeholder}>{mega >= 1 ? t('tile.decodingSize', { size: Math.round(mega) }) : t('tile.decoding')}</span>;
}

/** Steps of 64 device pixels, so that a small change of the tile size decodes nothing anew. */
export function tileRequest(cells: RowCells, frame: Frame, width: number): ThumbnailRequest | undefined {
  if (cells.image === undefined) return undefined;
  const edge = Math.ceil((width * Math.min(2, devicePixelRatio)) / 64) * 64;
  return {
    file: cells.image,
    frame,
    width: edge,
    height: edge,
    ...(cells.width > 0 ? { size: { width: cells.width, height: cells.height } } : {}),
  };
}
