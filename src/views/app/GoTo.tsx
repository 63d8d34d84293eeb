import { Dialog } from '@base-ui/react/dialog';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Dialogs.module.css';

/** Ctrl-G: a row number or a name. */
export function GoTo(): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.dialog === 'goTo');
  const [missing, setMissing] = useState<string>();
  const close = (): void => {
    setMissing(undefined);
    app.set({ dialog: undefined });
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = event.currentTarget.querySelector('input')?.value ?? '';
    void app.goTo(text).then((found) => (found ? close() : setMissing(text)));
  };
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && close()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={ui.backdrop} />
        <Dialog.Popup className={ui.dialog}>
          <Dialog.Title className="visually-hidden">{t('command.goTo')}</Dialog.Title>
          <form onSubmit={onSubmit}>
            <input
              name="target"
              className={styles.search}
              placeholder={t('command.goToHint')}
              aria-label={t('command.goToHint')}
              autoComplete="off"
            />
          </form>
          <div role="status" aria-live="polite">
            {missing !== undefined && <p className={styles.nothing}>{t('goTo.none', { text: missing })}</p>}
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
