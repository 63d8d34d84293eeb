import { startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Browsers clamp an element's height (Chromium near 33.5 M px, Firefox 17.9 M): taller content is scrolled by a scale. */
const MAX_PIXELS = 8_000_000;
/** Rows drawn beyond both edges, so that a short scroll shows no blank. */
const OVERSCAN = 3;
/** Who has gone far is at rest after so long without going on, milliseconds. */
const REST_MS = 150;
/** Rows of a far place are waited for so long before they are drawn without what stands in them, milliseconds. */
const HOLD_MS = 40;

export interface ScaledScroll {
  /** Ref of the element that scrolls. */
  setScroller(element: HTMLDivElement | null): void;
  /** Height of the spacer, in CSS pixels. */
  readonly height: number;
  /** First row to draw, inclusive; last exclusive. */
  readonly first: number;
  readonly last: number;
  /** No more rows than this are drawn at a time. */
  readonly pool: number;
  /** A key for the element of a row, below `pool`: under it the element of a row that is gone is used again. */
  slot(row: number): number;
  /** Where the first drawn row lies within the spacer, in CSS pixels. */
  readonly offset: number;
  /** Most rows that are drawn have just been changed for others, and it may go on so; false again as soon as it rests. */
  readonly far: boolean;
  /** Rows that fit on the screen. */
  readonly page: number;
  /** Inner width of the scroller, CSS pixels. */
  readonly width: number;
  /** Scrolls as little as needed to show the whole row; another function once the window has been measured, which it must be for that. */
  reveal(row: number): void;
}

interface ScrollOptions {
  /** Asks for what the rows of a far place show, `last` exclusive; undefined: it is here. With it they are drawn once, not empty first. */
  readonly fetch?: (first: number, last: number) => Promise<void> | undefined;
  /** Others are looked at first: it is measured with the next frame, since measuring at once lays out the page in the task that mounts it. */
  readonly isAside?: boolean;
}

interface Position {
  /** Of the scroll bar. */
  readonly top: number;
  /** The content pixel at the top of the view. */
  readonly y: number;
  /** Rows by which slots are turned. */
  readonly turned: number;
  readonly far: boolean;
}

/**
 * A window on `rows` rows of one height. Up to some 200,000 rows this is plain scrolling; above, one scroll pixel stands for
 * several rows' pixels, so wheel and keys move a row position and write the scroll bar back: every row stays reachable.
 * @param header height of what sticks above the rows, CSS pixels
 */
export function useScaledScroll(
  rows: number,
  rowHeight: number,
  header: number,
  { fetch, isAside = false }: ScrollOptions = {},
): ScaledScroll {
  const [element, setScroller] = useState<HTMLDivElement | null>(null);
  const [measured, setView] = useState<number>();
  const isMeasured = measured !== undefined;
  // Few rows until it is measured: what does not fit would be drawn for nothing.
  const view = measured ?? 1;
  const [width, setWidth] = useState(0);
  const [position, setPosition] = useState<Position>({ top: 0, y: 0, turned: 0, far: false });
  const pool = Math.ceil(view / rowHeight) + 1 + 2 * OVERSCAN;
  const full = rows * rowHeight;
  const height = Math.min(full, MAX_PIXELS);
  const reach = Math.max(0, full - view);
  const track = Math.max(0, height - view);
  const scaled = full > height;
  // What handlers read: they live longer than a render.
  const latest = useRef({ rows, reach, track, scaled, view, pool, fetch, position });
  useLayoutEffect(() => {
    // The position only ever comes from there: it may be ahead of what is drawn.
    latest.current = { rows, reach, track, scaled, view, pool, fetch, position: latest.current.position };
  }, [rows, reach, track, scaled, view, pool, fetch]);
  const held = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(held.current), []);

  const goTo = useCallback(
    (top: number, y: number): void => {
      const { position: before, pool: slots, view: seen, rows: count, fetch: fetchRows } = latest.current;
      const step = Math.floor(y / rowHeight) - Math.floor(before.y / rowHeight);
      // Far, most elements get another row whatever their slot: they do so in place then, since moving one costs more than its new text.
      const isFar = Math.abs(step) > slots / 2;
      const next = { top, y, turned: isFar ? before.turned + step : before.turned, far: isFar || before.far };
      latest.current.position = next;
      const draw = (): void => {
        clearTimeout(held.current);
        held.current = undefined;
        setPosition(latest.current.position);
      };
      const fetched = isFar ? fetchRows?.(...windowAt(y, seen, rowHeight, count)) : undefined;
      if (!fetched) return draw();
      // Nobody must take the rows that are still there for those that were asked for.
      if (!before.far) setPosition((drawn) => ({ ...drawn, far: true }));
      // Who goes on does not wait anew each time.
      held.current ??= setTimeout(draw, HOLD_MS);
      void fetched.then(() => {
        if (latest.current.position === next && held.current !== undefined) flushSync(draw);
      });
    },
    [rowHeight],
  );
  useEffect(() => {
    if (!position.far) return undefined;
    const timer = setTimeout(() => {
      latest.current.position = { ...latest.current.position, far: false };
      startTransition(() => setPosition(latest.current.position));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [position]);

  /** Moves to a content pixel and puts the scroll bar where it belongs. */
  const moveTo = useCallback(
    (y: number): void => {
      const now = latest.current;
      const clamped = Math.min(now.reach, Math.max(0, y));
      const top = now.scaled ? Math.round((clamped / now.reach) * now.track) : clamped;
      goTo(top, clamped);
      if (element && element.scrollTop !== top) element.scrollTo({ top });
    },
    [element, goTo],
  );

  useLayoutEffect(() => {
    if (!element) return undefined;
    const measure = (): void => {
      setView(Math.max(1, element.clientHeight - header));
      setWidth(element.clientWidth);
    };
    if (!isAside) measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [element, header, isAside]);

  useEffect(() => {
    if (!element) return undefined;
    const onScroll = (): void => {
      const now = latest.current;
      const top = element.scrollTop;
      // Our own writing back must not be taken for the person's.
      if (Math.abs(top - now.position.top) < 1) return;
      const y = now.scaled ? (now.track === 0 ? 0 : (top / now.track) * now.reach) : top;
      goTo(top, y);
    };
    const onWheel = (event: WheelEvent): void => {
      if (!latest.current.scaled || event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const unit =
        event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? latest.current.view : 1;
      moveTo(latest.current.position.y + event.deltaY * unit);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('scroll', onScroll);
      element.removeEventListener('wheel', onWheel);
    };
  }, [element, goTo, moveTo, rowHeight]);

  const y = Math.min(position.y, reach);
  const [first, last] = windowAt(y, view, rowHeight, rows);
  // In plain scrolling a row's place never changes, whatever the scroll position.
  const offset = scaled ? position.top + first * rowHeight - y : first * rowHeight;

  const reveal = useCallback(
    (row: number): void => {
      // Asked again when it is.
      if (!isMeasured) return;
      const now = latest.current;
      const start = row * rowHeight;
      if (start < now.position.y) moveTo(start);
      else if (start + rowHeight > now.position.y + now.view) moveTo(start + rowHeight - now.view);
    },
    [moveTo, rowHeight, isMeasured],
  );

  const slot = (row: number): number => (((row - position.turned) % pool) + pool) % pool;
  return {
    setScroller,
    height,
    first,
    last,
    pool,
    slot,
    offset,
    far: position.far,
    page: Math.max(1, Math.floor(view / rowHeight)),
    width,
    reveal,
  };
}

/** First row to draw, and last, exclusive. */
function windowAt(y: number, view: number, rowHeight: number, rows: number): [first: number, last: number] {
  return [Math.max(0, Math.floor(y / rowHeight) - OVERSCAN), Math.min(rows, Math.ceil((y + view) / rowHeight) + OVERSCAN)];
}
