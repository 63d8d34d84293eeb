import { useState, type ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { PlainText } from './PlainText.tsx';
import { RichText } from './RichText.tsx';
import styles from './Text.module.css';

/** UTF-16 units shown at once; more at each request. A page that lays out a megabyte does not answer. */
const STEP = 16_000;
/** Past this a text is shown plain: as Markdown it is built again with every step. */
const LONGEST_RICH = 16_000;

interface BodyTextProps {
  readonly text: string;
  /** False for what is no Markdown by its nature. */
  readonly rich?: boolean;
}

/** A long or short text to read: as Markdown or plain, as the person chose; long ones unfold step by step. */
export function BodyText({ text, rich = true }: BodyTextProps): ReactNode {
  const t = useT();
  const plain = useAppState((state) => state.settings.textPlain);
  const [shown, setShown] = useState(STEP);
  const part = text.length > shown ? cut(text, shown) : text;
  const more = text.length - part.length;
  return (
    <>
      {plain || !rich || part.length > LONGEST_RICH ? (
        <p className={styles.plain} dir="auto">
          <PlainText text={part} />
        </p>
      ) : (
        <RichText text={part} />
      )}
      {more > 0 && (
        <button type="button" className={ui.link} onClick={() => setShown(shown + STEP * 4)}>
          {t('text.more', { n: more })}
        </button>
      )}
    </>
  );
}

/** At the end of a line where one is near, and never within a surrogate pair. */
function cut(text: string, length: number): string {
  const line = text.lastIndexOf('\n', length);
  const end = line > length - 2000 ? line : length;
  const code = text.charCodeAt(end - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end);
}
