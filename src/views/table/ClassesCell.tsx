import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { NameText } from '../shared/PlainText.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { useChosenClasses } from '../shared/use-chosen-classes.ts';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import styles from './Table.module.css';

/** CSS pixels that a class takes: swatch, gaps and count, and each letter of its name (about). */
const FRAME = 36;
const LETTER = 6;
/** Room for `+12`. */
const MORE = 24;

/** The first classes with their counts, and how many more; chosen ones come first, in full colour. */
export function ClassesCell({ cells, width }: { readonly cells: RowCells | undefined; readonly width: number }): ReactNode {
  const t = useT();
  const categories = useAppState((state) => currentDataset(state)?.categories);
  const chosen = useChosenClasses();
  if (!cells || !categories) return null;
  const names = cells.classes.map(([category]) => categories[category]?.name ?? '');
  const shown = howMany(names, width);
  const more = cells.classes.length - shown;
  const all = cells.classes.map(([category, n]) => `${nameInWords(t, categories[category]?.name ?? '')} ${n}`).join(', ');
  return (
    <span className={styles.classes} title={all}>
      {cells.classes.slice(0, shown).map(([category, n]) => {
        const name = categories[category]?.name ?? '';
        return (
          <span key={category} className={chosen.size === 0 || chosen.has(name) ? styles.hit : styles.miss}>
            <Swatch category={category} />
            <span className={styles.className}>
              <NameText name={name} />
            </span>
            <span className={styles.n}>{t.number(n)}</span>
          </span>
        );
      })}
      {more > 0 && <span className={styles.n}>{t('table.moreClasses', { n: more })}</span>}
    </span>
  );
}

/** How many names fit; at least one, cut if it must be. */
function howMany(names: readonly string[], width: number): number {
  let used = 0;
  for (const [at, name] of names.entries()) {
    used += FRAME + name.length * LETTER;
    if (used + (at < names.length - 1 ? MORE : 0) > width) return Math.max(1, at);
  }
  return names.length;
}
