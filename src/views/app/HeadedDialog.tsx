import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Dialogs.module.css';

interface HeadedDialogProps {
  readonly name: NonNullable<AppState['dialog']>;
  readonly title: string;
  readonly children: ReactNode;
}

/** A wide dialog with a title and a close button, open while the state names it. */
export function HeadedDialog({ name, title, children }: HeadedDialogProps): ReactNode {
  const app = useApp();
  const t = useT();
  const open = useAppState((state) => state.dialog === name);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => !next && app.set({ dialog: undefined })}>
      <Dialog.Portal>
        <Dialog.Backdrop className={ui.backdrop} />
        <Dialog.Popup className={`${ui.dialog} ${styles.wide}`}>
          <div className={styles.head}>
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className={`${ui.button} ${ui.square}`} aria-label={t('shortcuts.close')}>
              <X size={16} aria-hidden="true" />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
