import type { ReactNode } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import { NameText } from '../shared/PlainText.tsx';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import ui from '../shared/ui.module.css';
import styles from './Profile.module.css';

interface BarRowProps {
  readonly label: string;
  /** What stands before it: the colour of a class. */
  readonly mark?: ReactNode;
  /** What is counted: records, images or labels. */
  readonly words?: Extract<MessageKey, `profile.value${'' | 'Images' | 'Labels'}`>;
  readonly n: number;
  /** 0 to 1: lengths of the bars of what passes, and of all. */
  readonly share: number;
  readonly all?: number;
  readonly isOn: boolean;
  readonly mono?: boolean;
  onClick(): void;
}

/** A word, its bar and its number; a click asks for its records. */
export function BarRow({ label, mark, words = 'profile.value', n, share, all, isOn, mono, onClick }: BarRowProps): ReactNode {
  const t = useT();
  return (
    <button
      type="button"
      className={styles.row}
      aria-pressed={isOn}
      aria-label={t(words, { value: nameInWords(t, label), n })}
      onClick={onClick}
    >
      <span className={styles.label}>
        {mark}
        <span className={`${mono ? ui.mono : ''} ${ui.ellipsis}`} dir="auto">
          <NameText name={label} />
        </span>
      </span>
      {/* The blank is for those who say what they see: the name has it. */}{' '}
      <span className={ui.share}>
        {all !== undefined && <i style={{ width: `${all * 100}%` }} />}
        <i data-in="" style={{ width: `${share * 100}%` }} />
      </span>
      <span className={styles.number}>{t.number(n)}</span>
    </button>
  );
}
