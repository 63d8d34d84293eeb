import { wheelFactor, type Point } from './viewport.ts';

/** What the pointer asks for. Points are CSS pixels from the host's top left. */
export interface GestureHandlers {
  readonly zoom: (at: Point, factor: number) => void;
  readonly pan: (dx: number, dy: number) => void;
  readonly hover: (at: Point | undefined) => void;
  /** A press without a drag. `again`: the second press of a double click. */
  readonly click: (at: Point, again: boolean) => void;
  readonly doubleClick: () => void;
  readonly dragging: (active: boolean) => void;
}

/** A press that moves less than this is a click, CSS pixels. */
const STILL = 4;

/** Wheel and pinch zoom, drag, hover, click and double click of mouse, pen and fingers. Returns the function that takes it all off again. */
export function listenToGestures(host: HTMLElement, handlers: GestureHandlers): () => void {
  const off = new AbortController();
  const { signal } = off;
  const pointers = new Map<number, Point>();
  let start: Point | undefined; // where the press began, while it may still be a click
  let dragging = false;
  let moved = false; // whether the press that just ended was a drag

  const pointOf = (event: MouseEvent): Point => {
    const bounds = host.getBoundingClientRect();
    return { x: event.clientX - bounds.left - host.clientLeft, y: event.clientY - bounds.top - host.clientTop };
  };

  const end = (event: PointerEvent): void => {
    pointers.delete(event.pointerId);
    if (pointers.size > 0) return;
    start = undefined;
    if (dragging) handlers.dragging(false);
    dragging = false;
  };

  host.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      if (event.deltaY !== 0) handlers.zoom(pointOf(event), wheelFactor(event));
    },
    { signal, passive: false },
  );

  host.addEventListener(
    'pointerdown',
    (event) => {
      if (event.button > 1) return;
      // The middle button would start the browser's own scrolling.
      if (event.button === 1) event.preventDefault();
      host.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, pointOf(event));
      start = pointers.size === 1 && event.button === 0 ? pointOf(event) : undefined;
    },
    { signal },
  );

  host.addEventListener(
    'pointermove',
    (event) => {
      const at = pointOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        handlers.hover(at);
        return;
      }
      if (start && Math.hypot(at.x - start.x, at.y - start.y) < STILL) return;
      start = undefined;
      if (!dragging) {
        dragging = true;
        handlers.dragging(true);
      }
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      pointers.set(event.pointerId, at);
      if (!other) {
        handlers.pan(at.x - before.x, at.y - before.y);
        return;
      }
      // Two fingers: their middle drags, their distance zooms.
      handlers.pan((at.x - before.x) / 2, (at.y - before.y) / 2);
      const spread = Math.hypot(before.x - other.x, before.y - other.y);
      if (spread > 0)
        handlers.zoom({ x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 }, Math.hypot(at.x - other.x, at.y - other.y) / spread);
    },
    { signal },
  );

  host.addEventListener(
    'pointerup',
    (event) => {
      moved = start === undefined;
      end(event);
    },
    { signal },
  );
  host.addEventListener('pointercancel', end, { signal });
  host.addEventListener('pointerleave', () => handlers.hover(undefined), { signal });

  // `click` and not `pointerup`: it knows whether it is the second of a double click.
  host.addEventListener(
    'click',
    (event) => {
      if (!moved) handlers.click(pointOf(event), event.detail > 1);
    },
    { signal },
  );
  host.addEventListener('dblclick', () => handlers.doubleClick(), { signal });
  return () => off.abort();
}
