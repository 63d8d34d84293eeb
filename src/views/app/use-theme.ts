import { useEffect } from 'react';
import { useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';

/** Puts theme and language on the document: CSS, the browser's own controls and screen readers follow. */
export function useTheme(): void {
  const theme = useAppState((state) => state.settings.theme);
  const { language } = useT();
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
}
