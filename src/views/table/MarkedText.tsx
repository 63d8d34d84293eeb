import type { ReactNode } from 'react';
import { useHighlighter } from '../shared/use-highlighter.ts';
import ui from '../shared/ui.module.css';

/** A text with what the query looks for in it marked. */
export function MarkedText({ text, column }: { readonly text: string; readonly column?: string }): ReactNode {
  const highlight = useHighlighter();
  const ranges = highlight?.(text, column) ?? [];
  if (ranges.length === 0) return text;
  const parts: ReactNode[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(
      text.slice(at, start),
      <mark key={start} className={ui.match}>
        {text.slice(start, end)}
      </mark>,
    );
    at = end;
  }
  return [...parts, text.slice(at)];
}
