import { useMemo } from 'react';
import { en, type MessageKey } from '../../i18n/en.ts';
import { createTranslator, preferredLanguage, type Translator } from '../../i18n/translate.ts';
import { zh } from '../../i18n/zh.ts';
import { useAppState } from '../../state/use-app.ts';

export type T = Translator<MessageKey>;

const translators = new Map<string, T>();

/** The translator of the chosen language, else the browser's. */
export function useT(): T {
  const chosen = useAppState((state) => state.settings.language);
  return useMemo(() => {
    const language = chosen ?? preferredLanguage(navigator.languages);
    const known = translators.get(language) ?? createTranslator(language, language === 'zh' ? zh : en);
    translators.set(language, known);
    return known;
  }, [chosen]);
}
