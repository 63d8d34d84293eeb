import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { RawRecord } from '../../engine/protocol.ts';
import { wrongWith } from '../../state/asking.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { problemText } from '../shared/problem-text.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { RawText } from './RawText.tsx';
import styles from './Inspector.module.css';

/** Bytes in front of the end that the last part has at most. */
const LAST_BYTES = 1 << 20;

/** A record that is too long to be shown at once: a part at a time, each as it stands in the file. */
export function LongRecord({ row, first }: { readonly row: number; readonly first: RawRecord }): ReactNode {
  const app = useApp();
  const t = useT();
  const dataset = useAppState((state) => state.current);
  const [part, setPart] = useState(first);
  /** Where the parts in front of this one begin, as they were gone through. */
  const [before, setBefore] = useState<readonly number[]>([]);
  const [error, setError] = useState<string>();
  const asking = useRef<AbortController>(undefined);
  useEffect(() => () => asking.current?.abort(), []);

  function show(from: number, through: readonly number[]): void {
    if (dataset === undefined) return;
    asking.current?.abort();
    const controller = new AbortController();
    asking.current = controller;
    app.engine.raw({ dataset, row, from }, { signal: controller.signal }).then(
      ([next]) => {
        if (controller.signal.aborted || !next) return;
        setError(undefined);
        setPart(next);
        setBefore(through);
      },
      (reason: unknown) => {
        if (controller.signal.aborted) return;
        const wrong = wrongWith(reason);
        setError(typeof wrong === 'string' ? wrong : problemText(t, wrong));
      },
    );
  }

  const { next } = part;
  const previous = before.at(-1);
  const place = (byte: number): string => t.number(byte - first.start);
  return (
    <>
      <p className={styles.rawParts}>
        <span role="status">
          {t('inspector.rawPart', { from: place(part.start), to: place(next ?? part.end), total: place(first.end) })}
        </span>
        <button
          type="button"
          className={ui.link}
          disabled={previous === undefined}
          onClick={() => previous !== undefined && show(previous, before.slice(0, -1))}
        >
          {t('inspector.rawPrevious')}
        </button>
        <button
          type="button"
          className={ui.link}
          disabled={next === undefined}
          onClick={() => next !== undefined && show(next, [...before, part.start])}
        >
          {t('inspector.rawNext')}
        </button>
        <button
          type="button"
          className={ui.link}
          disabled={next === undefined}
          onClick={() => show(part.end - LAST_BYTES, [...before, part.start])}
        >
          {t('inspector.rawLast')}
        </button>
      </p>
      {error !== undefined && <p role="alert">{error}</p>}
      <RawText key={part.start} text={part.text} line={part.start === first.start ? first.line : undefined} />
    </>
  );
}
