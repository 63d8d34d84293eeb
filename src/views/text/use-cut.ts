import { useState } from 'react';
import type { Highlighter } from '../../table/query-highlight.ts';

/** As much of a long text as is drawn, and the way to the rest. Places are UTF-16 units. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly part: string;
  earlier(): void;
  later(): void;
  /** Draws the match `nth` of what comes before, or behind. */
  toEarlier(nth: number, highlight: Highlighter): void;
  toLater(nth: number, highlight: Highlighter): void;
}

/** Each request shows so many times more than the first look. */
const MORE = 4;

/**
 * A window on a text, which grows at either end: a page that lays out a megabyte at once does not answer.
 * @param step UTF-16 units shown at first
 */
export function useCut(text: string, step: number): Cut {
  const [window, setWindow] = useState({ start: 0, end: step });
  // A little more than a step is not worth a button.
  const end = text.length <= window.end * 1.1 ? text.length : cutAt(text, window.end);
  const start = Math.min(window.start, end);
  const far = step * MORE;
  const around = (place: number): void => setWindow({ start: place <= step ? 0 : cutAt(text, place - step / 4), end: place + step });
  const placeIn = (part: string, nth: number, highlight: Highlighter): number => highlight(part, {}, nth + 1)[nth]?.start ?? 0;
  return {
    start,
    end,
    part: text.slice(start, end),
    earlier: () => setWindow({ start: start <= far * 1.1 ? 0 : cutAt(text, start - far), end }),
    later: () => setWindow({ start, end: end + far }),
    toEarlier(nth, highlight) {
      const place = placeIn(text.slice(0, start), nth, highlight);
      if (start - place < far) setWindow({ start: place <= step ? 0 : cutAt(text, place - step / 4), end });
      else around(place);
    },
    toLater(nth, highlight) {
      const place = end + placeIn(text.slice(end), nth, highlight);
      if (place - end < far) setWindow({ start, end: place + step });
      else around(place);
    },
  };
}

/** At the end of a line where one is near, and never within a surrogate pair. */
export function cutAt(text: string, wanted: number): number {
  const place = Math.round(wanted);
  if (place <= 0 || place >= text.length) return Math.max(0, Math.min(place, text.length));
  const line = text.lastIndexOf('\n', place - 1) + 1;
  if (line > place - 2000 && line > 0) return line;
  const code = text.charCodeAt(place - 1);
  return code >= 0xd800 && code <= 0xdbff ? place - 1 : place;
}
