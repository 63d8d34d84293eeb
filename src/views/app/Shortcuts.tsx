import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { COMMANDS, type CommandGroup } from './commands.ts';
import { Keys } from './Keys.tsx';
import styles from './Dialogs.module.css';

const GROUPS: readonly CommandGroup[] = ['file', 'view', 'move', 'picture', 'select'];

/** `?`: every command that has a key. */
export function Shortcuts(): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.dialog === 'shortcuts');
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && app.set({ dialog: undefined })}>
      <Dialog.Portal>
        <Dialog.Backdrop className={ui.backdrop} />
        <Dialog.Popup className={`${ui.dialog} ${styles.wide}`}>
          <div className={styles.head}>
            <Dialog.Title>{t('shortcuts.name')}</Dialog.Title>
            <Dialog.Close className={`${ui.button} ${ui.square}`} aria-label={t('shortcuts.close')}>
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
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
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
