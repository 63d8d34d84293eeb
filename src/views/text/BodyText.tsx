import type { ReactNode } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { CutText } from './CutText.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import { RichText } from './RichText.tsx';
import styles from './Text.module.css';

/** UTF-16 units shown at once. */
const STEP = 16_000;

interface BodyTextProps {
  readonly text: string;
  /** False for what is no Markdown by its nature. */
  readonly rich?: boolean;
  /** Column that it is the text of, where that is known. */
  readonly column?: string;
}

/** A long or short text to read: as Markdown or plain, as the person chose; long ones are plain and unfold step by step. */
export function BodyText({ text, rich = true, column = '' }: BodyTextProps): ReactNode {
  const plain = useAppState((state) => state.settings.textPlain);
  // As Markdown a text is built again with every step.
  if (!plain && rich && text.length <= STEP) return <RichText text={text} column={column} />;
  return (
    <CutText text={text} step={STEP}>
      {(part) => (
        <p className={styles.plain} dir="auto" data-text={column}>
          <PlainText text={part} />
        </p>
      )}
    </CutText>
  );
}
