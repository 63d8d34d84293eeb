import { useLayoutEffect } from 'react';
import { useApp } from '../../state/use-app.ts';

/** Files and folders pasted with Ctrl+V open like dropped ones. */
export function usePaste(): void {
  const app = useApp();
  // With the first screen, not after it: what is drawn can be used.
  useLayoutEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const data = event.clipboardData;
      if (!data || ![...data.items].some(({ kind }) => kind === 'file')) return;
      event.preventDefault();
      void app.openDrop(data);
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, [app]);
}
