import { createContext, useContext, useEffect, useState, type RefObject } from 'react';

/** Screens beyond the edge of what scrolls within which things are drawn. */
const AHEAD = '150%';

/** Tells elements when they come near what is seen, each once. */
export interface Nearness {
  watch(element: Element, onNear: () => void): () => void;
}

/** One observer for a whole list, however long. @param scroller the element that scrolls */
export function createNearness(scroller: Element | null): Nearness {
  const waiting = new Map<Element, () => void>();
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        waiting.get(target)?.();
        waiting.delete(target);
        observer.unobserve(target);
      }
    },
    { root: scroller, rootMargin: `${AHEAD} 0px` },
  );
  return {
    watch(element, onNear) {
      waiting.set(element, onNear);
      observer.observe(element);
      return () => {
        waiting.delete(element);
        observer.unobserve(element);
      };
    },
  };
}

export const NearnessContext = createContext<Nearness | undefined>(undefined);

/** Whether an element has come near what is seen; from then on it stays so. `atOnce`: it is near from the start. */
export function useNear(element: RefObject<Element | null>, atOnce: boolean): readonly [near: boolean, draw: () => void] {
  const nearness = useContext(NearnessContext);
  const [near, setNear] = useState(atOnce);
  useEffect(() => {
    if (near || !nearness || !element.current) return undefined;
    return nearness.watch(element.current, () => setNear(true));
  }, [near, nearness, element]);
  return [near, () => setNear(true)];
}
