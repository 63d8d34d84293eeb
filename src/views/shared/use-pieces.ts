import { startTransition, useEffect, useState } from 'react';

/**
 * How many of `all` pieces of a screen to draw: 1 at first, one more after each that was drawn. A screen of many parts mounts in
 * many short tasks so, and the page paints and answers between them.
 * @param of what the screen shows: another one is drawn piece by piece anew
 */
export function usePieces(all: number, of?: unknown): number {
  const [drawn, setDrawn] = useState({ of, pieces: 1 });
  const pieces = drawn.of === of ? drawn.pieces : 1;
  useEffect(() => {
    // Urgent updates (keys, clicks, an answer) go before the next piece.
    if (pieces < all) startTransition(() => setDrawn({ of, pieces: pieces + 1 }));
  }, [pieces, all, of]);
  return Math.min(pieces, all);
}
