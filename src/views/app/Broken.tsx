import { Component, type ErrorInfo, type ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './App.module.css';

/** Our own mistake in one pane leaves the others alive. */
export class Guard extends Component<{ readonly children: ReactNode }, { readonly report: string | undefined }> {
  override state: { report: string | undefined } = { report: undefined };

  static getDerivedStateFromError(error: unknown): { report: string } {
    return { report: error instanceof Error ? `${error.name}: ${error.message}\n${error.stack ?? ''}` : String(error) };
  }

  override componentDidCatch(_error: Error, _info: ErrorInfo): void {
    // React has reported it; the card below shows it. Nothing is sent anywhere.
  }

  override render(): ReactNode {
    const { report } = this.state;
    return report === undefined ? this.props.children : <Broken report={report} onRetry={() => this.setState({ report: undefined })} />;
  }
}

/** The card for a failed action (opening, a question), over the page that still works. */
export function BrokenCard(): ReactNode {
  const app = useApp();
  const report = useAppState((state) => state.broken);
  if (report === undefined) return null;
  const again = (): void => {
    app.set({ broken: undefined });
    app.setQuery(app.store.getState().query);
  };
  return (
    <div className={styles.brokenCard}>
      <Broken report={report} onRetry={again} onClose={() => app.set({ broken: undefined })} />
    </div>
  );
}

interface BrokenProps {
  readonly report: string;
  onRetry(): void;
  onClose?(): void;
}

function Broken({ report, onRetry, onClose }: BrokenProps): ReactNode {
  const app = useApp();
  const t = useT();
  const text = `datasets.viewer\n${navigator.userAgent}\n${report}`;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    app.toast({ tone: 'plain', message: 'problems.copied' });
  };
  return (
    <div className={styles.broken} role="alert">
      <h2>
        <SeverityIcon severity="error" size={16} />
        {t('broken.title')}
      </h2>
      <p>{t('broken.text')}</p>
      <pre>{report}</pre>
      <div className={styles.actions}>
        <button type="button" className={`${ui.button} ${ui.outline}`} onClick={() => void copy()}>
          {t('broken.copy')}
        </button>
        <button type="button" className={`${ui.button} ${ui.outline}`} onClick={onRetry}>
          {t('broken.retry')}
        </button>
        {onClose && (
          <button type="button" className={ui.button} onClick={onClose}>
            {t('shortcuts.close')}
          </button>
        )}
      </div>
    </div>
  );
}
