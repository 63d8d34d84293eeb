import { useEffect, useRef, useState, type ReactNode } from 'react';
import { REVEAL_EVENT } from '../matches/reveal.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Text.module.css';

/** CSS pixels beyond which a turn is cut, by what it measures, and what is left of it then. */
const TALLEST = 900;

/** Cuts what is very tall, until a person wants all of it or a match inside it. */
export function Clamp({ children }: { readonly children: ReactNode }): ReactNode {
  const t = useT();
  const box = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'free' | 'cut' | 'all'>('free');
  useEffect(() => {
    const element = box.current;
    if (!element || state !== 'free') return undefined;
    const observer = new ResizeObserver(() => element.scrollHeight > TALLEST && setState('cut'));
    observer.observe(element);
    return () => observer.disconnect();
  }, [state]);
  useEffect(() => {
    const element = box.current;
    const open = (): void => setState((before) => (before === 'cut' ? 'all' : before));
    element?.addEventListener(REVEAL_EVENT, open);
    return () => element?.removeEventListener(REVEAL_EVENT, open);
  }, []);
  return (
    <>
      <div ref={box} className={styles.said} {...(state === 'cut' ? { 'data-cut': '' } : {})}>
        {children}
      </div>
      {state === 'cut' && (
        <button type="button" className={`${ui.link} ${styles.rest}`} onClick={() => setState('all')}>
          {t('text.showTurn')}
        </button>
      )}
    </>
  );
}
