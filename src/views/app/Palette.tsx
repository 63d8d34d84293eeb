import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { COMMANDS, type Command } from './commands.ts';
import { Keys } from './Keys.tsx';
import styles from './Dialogs.module.css';

/** Ctrl-K: every command by name. */
export function Palette(): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.dialog === 'palette');
  const close = (): void => app.set({ dialog: undefined });
  const possible = open ? COMMANDS.filter(({ when }) => when?.(app.store.getState()) ?? true) : [];
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={ui.backdrop} />
        <Dialog.Popup className={ui.dialog}>
          <Dialog.Title className="visually-hidden">{t('palette.name')}</Dialog.Title>
          <Autocomplete.Root
            open
            inline
            items={possible}
            itemToStringValue={(command: Command) => t(command.id)}
            autoHighlight="always"
            keepHighlight
          >
            <Autocomplete.Input className={styles.search} placeholder={t('palette.hint')} aria-label={t('palette.command')} />
            <Autocomplete.Empty>
              <div className={styles.nothing}>{t('palette.nothing')}</div>
            </Autocomplete.Empty>
            <Autocomplete.List className={styles.list} aria-label={t('palette.name')}>
              {(command: Command) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  className={ui.item}
                  onClick={() => {
                    close();
                    command.run(app);
                  }}
                >
                  <span className={ui.ellipsis}>{t(command.id)}</span>
                  <span className={styles.keys}>
                    <Keys keys={command.keys.slice(0, 1)} />
                  </span>
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
