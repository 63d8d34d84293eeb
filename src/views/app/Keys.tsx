import { Fragment, type ReactNode } from 'react';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';

const NAMES: Readonly<Record<string, string>> = {
  mod: /Mac|iP(ad|hone)/.test(navigator.platform) ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: 'Alt',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** Keys as they stand on a keyboard; alternatives are joined by "or". */
export function Keys({ keys }: { readonly keys: readonly string[] }): ReactNode {
  const t = useT();
  return keys.map((combination, at) => (
    <Fragment key={combination}>
      {at > 0 && <span className={ui.quiet}> {t('key.or')} </span>}
      {combination.split(/\+(?=.)/).map((key) => (
        <kbd key={key} className={ui.key}>
          {NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)}
        </kbd>
      ))}
    </Fragment>
  ));
}
