import { useEffect } from 'react';
import { useApp } from '../../state/use-app.ts';

/** Files pasted with Ctrl+V open like dropped ones. */
export function usePaste(): void {
  const app = useApp();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void app.open({ kind: 'input', files });
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [app]);
}
