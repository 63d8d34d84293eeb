import { X } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import type { Toast } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './App.module.css';

const STAYS_MS = 6000;

/** Short messages that leave by themselves; errors stay until closed. */
export function Toasts(): ReactNode {
  const toasts = useAppState((state) => state.toasts);
  return (
    <div className={styles.toasts} role="log" aria-live="polite">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastLine({ toast }: { readonly toast: Toast }): ReactNode {
  const app = useApp();
  const t = useT();
  useEffect(() => {
    if (toast.tone === 'error') return undefined;
    const timer = setTimeout(() => app.dismiss(toast.id), STAYS_MS);
    return () => clearTimeout(timer);
  }, [app, toast]);
  return (
    <div className={styles.toast}>
      <span>{t(toast.message as MessageKey, toast.values)}</span>
      {toast.action && (
        <button
          type="button"
          className={ui.link}
          onClick={() => {
            app.dismiss(toast.id);
            toast.action?.run();
          }}
        >
          {t(toast.action.message as MessageKey)}
        </button>
      )}
      <button type="button" className={`${ui.button} ${ui.square}`} aria-label={t('toast.close')} onClick={() => app.dismiss(toast.id)}>
        <X size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
