import type { ReactNode } from 'react';
import type { Highlighter, TextOf } from '../../table/query-highlight.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { isOdd } from '../shared/visible-text.ts';
import ui from '../shared/ui.module.css';

/**
 * A text with what the query looks for in it marked, and with what would be invisible named. Most have neither: they are drawn as they are,
 * without a component of their own, as there are hundreds of them on a screen.
 */
export function markedText(highlight: Highlighter | undefined, text: string, of?: TextOf): ReactNode {
  const ranges = highlight?.(text, of) ?? [];
  if (ranges.length === 0) return isOdd(text) ? <PlainText text={text} /> : text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(
      <PlainText key={`before ${start}`} text={text.slice(at, start)} />,
      <mark key={start} className={ui.match}>
        <PlainText text={text.slice(start, end)} />
      </mark>,
    );
    at = end;
  }
  return [...parts, <PlainText key="rest" text={text.slice(at)} />];
}
