import type { ReactNode } from 'react';
import type { Speaker } from '../../model/turn-texts.ts';
import { SpeakerContext } from '../matches/match-scope.ts';
import styles from './Text.module.css';

interface SaidByProps {
  readonly by: Speaker | undefined;
  /** Absent: it takes no place of its own. */
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** Tells the search of the record who says what is inside. */
export function SaidBy({ by, className = styles.bare, children }: SaidByProps): ReactNode {
  return (
    <SpeakerContext value={by}>
      <div className={className} data-said={by ?? ''}>
        {children}
      </div>
    </SpeakerContext>
  );
}
