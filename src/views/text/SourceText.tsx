import type { ReactNode } from 'react';
import { CutText } from './CutText.tsx';
import { placed } from './placed.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Source.module.css';

/** UTF-16 units shown at first. */
const STEP = 32_000;

/** Text of a file as it stands there; with the numbers of its lines, where the first one's is known. */
export function SourceText({ text, line }: { readonly text: string; readonly line: number | undefined }): ReactNode {
  const body = line === undefined ? text : text.replace(/\r?\n$/, '');
  return (
    <div className={styles.source}>
      <CutText text={body} step={STEP}>
        {(part, start) =>
          line === undefined ? (
            <pre data-text="">
              <PlainText text={part} />
            </pre>
          ) : (
            <Lines text={part} first={line + (body.slice(0, start).match(/\n/g)?.length ?? 0)} />
          )
        }
      </CutText>
    </div>
  );
}

function Lines({ text, first }: { readonly text: string; readonly first: number }): ReactNode {
  return (
    <pre>
      {placed(text.replace(/\r?\n$/, '').split(/\r?\n/)).map(({ key, item }, at) => (
        <span key={key} className={styles.line}>
          <span className={styles.lineNumber}>{first + at}</span>
          <span data-text="">
            <PlainText text={item} />
          </span>
        </span>
      ))}
    </pre>
  );
}
