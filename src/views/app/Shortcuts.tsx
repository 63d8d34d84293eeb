import type { ReactNode } from 'react';
import { useT } from '../shared/use-t.ts';
import { COMMANDS, type CommandGroup } from './commands.ts';
import { Keys } from './Keys.tsx';
import { HeadedDialog } from './HeadedDialog.tsx';
import styles from './Dialogs.module.css';

const GROUPS: readonly CommandGroup[] = ['file', 'view', 'move', 'picture', 'text', 'select'];

/** `?`: every command that has a key. */
export function Shortcuts(): ReactNode {
  const t = useT();
  return (
    <HeadedDialog name="shortcuts" title={t('shortcuts.name')}>
      <div className={styles.groups} tabIndex={0} role="group" aria-label={t('shortcuts.name')}>
        {GROUPS.map((group) => (
          <section key={group} className={styles.group}>
            <h3>{t(`group.${group}`)}</h3>
            {COMMANDS.filter((command) => command.group === group && command.keys.length > 0).map((command) => (
              <div key={command.id} className={styles.line}>
                <span>{t(command.id)}</span>
                <span className={styles.keys}>
                  <Keys keys={command.keys} />
                </span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </HeadedDialog>
  );
}
