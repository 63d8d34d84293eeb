import { useState, type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { useT } from '../shared/use-t.ts';
import styles from './App.module.css';

const MIN = 280;
const KEY = 'datasets.viewer/inspector';

interface SideBySideProps {
  readonly open: boolean;
  /** Texts are read there, not pictures looked at. */
  readonly reading: boolean;
  readonly aside: ReactNode;
  readonly children: ReactNode;
}

/** The middle pane, and the inspector beside it with an edge that can be dragged or moved by arrow keys. */
export function SideBySide({ open, reading, aside, children }: SideBySideProps): ReactNode {
  const t = useT();
  // undefined: the design's width, which narrows on small windows.
  const [width, setWidth] = useState<number | undefined>(storedWidth);
  const [dragging, setDragging] = useState(false);

  const resize = (next: number): void => {
    const clamped = Math.round(Math.min(innerWidth * 0.7, Math.max(MIN, next)));
    setWidth(clamped);
    store(clamped);
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragging(true);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (dragging) resize(innerWidth - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowLeft' ? 24 : event.key === 'ArrowRight' ? -24 : 0;
    if (step === 0) return;
    event.preventDefault();
    resize((event.currentTarget.parentElement?.clientWidth ?? MIN) + step);
  };
  return (
    <>
      {children}
      {open && (
        <aside
          className={styles.inspector}
          aria-label={t('inspector.name')}
          style={
            {
              '--w-now': width === undefined ? (reading ? 'var(--w-inspector-text)' : 'var(--w-inspector)') : `min(${width}px, 60vw)`,
            } as CSSProperties
          }
        >
          <div
            className={styles.splitter}
            role="separator"
            aria-orientation="vertical"
            aria-label={t('table.resize', { name: t('inspector.name') })}
            aria-valuenow={width ?? 440}
            aria-valuemin={MIN}
            aria-valuemax={2000}
            tabIndex={0}
            {...(dragging ? { 'data-dragging': '' } : {})}
            onPointerDown={onPointerDown}
            onPointerMove={onPointerMove}
            onPointerUp={() => setDragging(false)}
            onDoubleClick={() => {
              setWidth(undefined);
              store(undefined);
            }}
            onKeyDown={onKeyDown}
          />
          {aside}
        </aside>
      )}
    </>
  );
}

function storedWidth(): number | undefined {
  try {
    const value = Number(localStorage.getItem(KEY));
    return value >= MIN ? value : undefined;
  } catch {
    return undefined;
  }
}

function store(width: number | undefined): void {
  try {
    if (width === undefined) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, String(width));
  } catch {
    // Storage is refused: the width lasts until the page closes.
  }
}
