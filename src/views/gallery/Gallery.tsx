import { RectangleHorizontal, Tag } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useState, useSyncExternalStore, type KeyboardEvent, type ReactNode } from 'react';
import type { TileBoxes } from '../../engine/protocol.ts';
import { isAbort } from '../../base/abort.ts';
import { messageOf } from '../../state/asking.ts';
import { addRows, toggleRow } from '../../state/selected-rows.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { columnName } from '../shared/words.ts';
import { usePieces } from '../shared/use-pieces.ts';
import { useScaledScroll } from '../shared/use-scaled-scroll.ts';
import { useT } from '../shared/use-t.ts';
import { useTellDrawn } from '../shared/use-tell-drawn.ts';
import ui from '../shared/ui.module.css';
import { Empty } from '../table/Empty.tsx';
import { CAPTION, Tile, tileRequest } from './Tile.tsx';
import styles from './Gallery.module.css';

const GAP = 8;
const SIDE = 12;
/** Padding of a tile around its picture, both sides together. */
const PADDING = 8;
/** A new gallery is drawn in pieces: its frame, which is measured, then so many tiles at a time. */
const TILES_A_PIECE = 6;

/** Labelled thumbnails in rows of equal tiles; only the rows in view exist. */
export function Gallery(): ReactNode {
  const app = useApp();
  const t = useT();
  const rows = useAppState((state) => state.rows);
  const at = useAppState((state) => state.at);
  const asking = useAppState((state) => state.asking);
  const generation = useAppState((state) => state.generation);
  const selected = useAppState((state) => state.selected);
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  const tileSize = useAppState((state) => state.settings.tileSize);
  const boxes = useAppState((state) => state.settings.tileBoxes);
  const version = useSyncExternalStore(app.pages.subscribe, () => app.pages.version);
  const [width, setWidth] = useState(700);

  const inner = Math.max(tileSize, width - 2 * SIDE);
  const columns = Math.max(1, Math.floor((inner + GAP) / (tileSize + GAP)));
  const tile = Math.floor((inner + GAP) / columns - GAP) - PADDING;
  const pictureHeight = Math.round(tile * 0.75);
  const rowHeight = pictureHeight + PADDING + CAPTION + GAP;
  const lines = Math.ceil(rows.length / columns);
  const {
    first,
    height: fullHeight,
    last,
    offset,
    page,
    pool,
    reveal,
    setScroller,
    width: viewWidth,
  } = useScaledScroll(lines, rowHeight, 0);
  useLayoutEffect(() => {
    if (viewWidth > 0) setWidth(viewWidth);
  }, [viewWidth]);
  const linesAPiece = Math.max(1, Math.floor(TILES_A_PIECE / columns));
  const allPieces = viewWidth > 0 ? 1 + Math.ceil(pool / linesAPiece) : 1;
  const pieces = usePieces(allPieces);
  const isWhole = viewWidth > 0 && pieces === allPieces;
  const drawn = isWhole ? last : Math.min(last, first + (pieces - 1) * linesAPiece);

  const visible = useMemo(() => rows.slice(first * columns, last * columns), [rows, first, last, columns]);
  useEffect(() => app.pages.show(visible), [app, visible, generation]);
  useTellDrawn(visible[0]);
  useEffect(() => {
    const cells = [...visible].flatMap((row) => app.pages.get(row) ?? []);
    app.pictures.want(cells.flatMap((cell) => tileRequest(cell, frame, tile) ?? []));
  }, [app, visible, frame, tile, version]);
  const tiles = useTiles(visible, boxes);
  useEffect(() => {
    if (at >= 0) reveal(Math.floor(at / columns));
  }, [at, columns, generation, reveal]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -columns,
      ArrowDown: columns,
      PageUp: -columns * page,
      PageDown: columns * page,
      Home: -rows.length,
      End: rows.length,
    };
    const step = steps[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, at + step));
      if (event.shiftKey) app.set({ selected: addRows(selected, rows.slice(Math.min(at, next), Math.max(at, next) + 1)) });
      app.selectAt(next);
    } else if (event.key === ' ') {
      event.preventDefault();
      const row = rows.at(at);
      if (row !== undefined) app.set({ selected: toggleRow(selected, row) });
    }
  };

  return (
    <>
      <GalleryBar />
      <div
        ref={setScroller}
        className={styles.scroller}
        role="grid"
        aria-label={t('gallery.name')}
        aria-rowcount={lines}
        aria-colcount={columns}
        aria-multiselectable="true"
        aria-busy={asking || !isWhole || !app.pages.has(visible)}
        data-own-moves=""
        tabIndex={0}
        {...(at >= first * columns && at < drawn * columns ? { 'aria-activedescendant': `tile-${at}` } : {})}
        onKeyDown={onKeyDown}
      >
        <div className={styles.content} role="presentation" style={{ height: fullHeight + GAP }}>
          <div className={styles.rows} role="presentation" style={{ top: offset + GAP }}>
            {Array.from({ length: drawn - first }, (_, k) => first + k).map((line) => (
              <div
                key={line}
                role="row"
                aria-rowindex={line + 1}
                className={styles.row}
                style={{ height: rowHeight, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
              >
                {Array.from(rows.slice(line * columns, (line + 1) * columns), (row, k) => (
                  <Tile
                    key={row}
                    at={line * columns + k}
                    row={row}
                    cells={app.pages.get(row)}
                    boxes={tiles.get(row)}
                    width={tile}
                    height={pictureHeight}
                  />
                ))}
              </div>
            ))}
          </div>
        </div>
      </div>
      {rows.length === 0 && !asking && <Empty />}
    </>
  );
}

/** Boxes of the tiles in view; kept until the next ones are there. */
function useTiles(rows: Uint32Array, wanted: boolean): ReadonlyMap<number, TileBoxes> {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const generation = useAppState((state) => state.generation);
  const [tiles, setTiles] = useState<ReadonlyMap<number, TileBoxes>>(new Map());
  useEffect(() => {
    if (dataset === undefined || !wanted) {
      setTiles(new Map());
      return undefined;
    }
    const { query } = app.store.getState();
    const controller = new AbortController();
    app.engine.tiles({ dataset, query, rows: rows.slice() }, { signal: controller.signal }).then(
      (next) => !controller.signal.aborted && setTiles(new Map(next.map((tile) => [tile.row, tile]))),
      (error: unknown) => !controller.signal.aborted && !isAbort(error) && app.set({ broken: messageOf(error) }),
    );
    return () => controller.abort();
  }, [app, dataset, generation, rows, wanted]);
  return tiles;
}

function GalleryBar(): ReactNode {
  const app = useApp();
  const t = useT();
  const n = useAppState((state) => state.rows.length);
  const sort = useAppState((state) => state.sort);
  const settings = useAppState((state) => state.settings);
  return (
    <div className={styles.bar}>
      <span className={ui.strong}>{t('query.total', { n })}</span>
      <span className={`${ui.quiet} ${styles.order}`}>
        {sort ? t('gallery.sorted', { column: columnName(t, sort.column) }) : t('gallery.fileOrder')}
      </span>
      <span className={styles.end}>
        <button
          type="button"
          className={ui.button}
          title={t('gallery.boxes')}
          aria-pressed={settings.tileBoxes}
          onClick={() => app.setting({ tileBoxes: !settings.tileBoxes })}
        >
          <RectangleHorizontal size={14} strokeWidth={1.6} aria-hidden="true" />
          <span className={styles.word}>{t('gallery.boxes')}</span>
        </button>
        <button
          type="button"
          className={ui.button}
          title={t('gallery.names')}
          aria-pressed={settings.tileNames}
          onClick={() => app.setting({ tileNames: !settings.tileNames })}
        >
          <Tag size={14} strokeWidth={1.6} aria-hidden="true" />
          <span className={styles.word}>{t('gallery.names')}</span>
        </button>
        <label className={styles.size}>
          <span className={styles.sizeWord}>{t('gallery.size')}</span>
          <input
            type="range"
            min={120}
            max={420}
            step={20}
            value={settings.tileSize}
            onChange={(event) => app.setting({ tileSize: Number(event.currentTarget.value) })}
          />
        </label>
      </span>
    </div>
  );
}
