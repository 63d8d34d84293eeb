import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { Swatch } from '../shared/Swatch.tsx';
import { useChosenClasses } from '../shared/use-chosen-classes.ts';
import { useT } from '../shared/use-t.ts';
import styles from './Table.module.css';

const SHOWN = 2;

/** The first classes with their counts, and how many more; chosen ones come first, in full colour. */
export function ClassesCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  const t = useT();
  const categories = useAppState((state) => currentDataset(state)?.categories);
  const chosen = useChosenClasses();
  if (!cells || !categories) return null;
  const more = cells.classes.length - SHOWN;
  const all = cells.classes.map(([category, n]) => `${categories[category]?.name ?? ''} ${n}`).join(', ');
  return (
    <span className={styles.classes} title={all}>
      {cells.classes.slice(0, SHOWN).map(([category, n]) => {
        const name = categories[category]?.name ?? '';
        return (
          <span key={category} className={chosen.size === 0 || chosen.has(name) ? styles.hit : styles.miss}>
            <Swatch category={category} />
            <span className={styles.className}>{name}</span>
            <span className={styles.n}>{t.number(n)}</span>
          </span>
        );
      })}
      {more > 0 && <span className={styles.n}>{t('table.moreClasses', { n: more })}</span>}
    </span>
  );
}
