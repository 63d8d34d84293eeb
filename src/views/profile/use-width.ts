import { useLayoutEffect, useState } from 'react';

/** Width of an element in whole CSS pixels, as it changes; 0 until it is known. */
export function useWidth(): { readonly width: number; readonly setElement: (element: HTMLElement | null) => void } {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return { width, setElement };
}
