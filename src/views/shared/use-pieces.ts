import { startTransition, useEffect, useState } from 'react';

/**
 * How many of `all` pieces of a screen to draw: 1 at first, one more after each that was drawn. A screen of many parts mounts in
 * many short tasks so, and the page paints and answers between them.
 */
export function usePieces(all: number): number {
  const [pieces, setPieces] = useState(1);
  useEffect(() => {
    // Urgent updates (keys, clicks, an answer) go before the next piece.
    if (pieces < all) startTransition(() => setPieces(pieces + 1));
  }, [pieces, all]);
  return Math.min(pieces, all);
}
