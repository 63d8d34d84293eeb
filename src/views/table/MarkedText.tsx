import type { ReactNode } from 'react';
import type { TextOf } from '../../table/query-highlight.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { useHighlighter } from '../shared/use-highlighter.ts';
import ui from '../shared/ui.module.css';

/** A text with what the query looks for in it marked, and with what would be invisible named. */
export function MarkedText({ text, ...of }: TextOf & { readonly text: string }): ReactNode {
  const highlight = useHighlighter();
  const ranges = highlight?.(text, of) ?? [];
  if (ranges.length === 0) return <PlainText text={text} />;
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
