import { Menu } from '@base-ui/react/menu';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { OVERLAYS } from './overlays.ts';
import { useT } from './use-t.ts';
import ui from './ui.module.css';

/** What tokens are counted by. */
export function TokenizerMenu(): ReactNode {
  const app = useApp();
  const t = useT();
  const tokenizer = useAppState((state) => currentDataset(state)?.tokenizer);
  if (!tokenizer) return null;
  return (
    <Menu.Root>
      <Menu.Trigger className={ui.choose} aria-label={`${t('tokens.choose')}: ${tokenizer.current}`} title={t('tokens.hint')}>
        <span className={ui.ellipsis}>{shortName(tokenizer.current)}</span>
        <ChevronDown size={11} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={OVERLAYS}>
        <Menu.Positioner className={ui.positioner} positionMethod="fixed" sideOffset={4} align="end">
          <Menu.Popup className={ui.popup}>
            <Menu.RadioGroup value={tokenizer.current} onValueChange={(name: string) => void app.setTokenizer(name)}>
              {tokenizer.available.map((name) => (
                <Menu.RadioItem key={name} value={name} className={ui.item} closeOnClick>
                  <span className={ui.check}>{name === tokenizer.current && <Check size={14} aria-hidden="true" />}</span>
                  {name}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

/** `o200k` for `o200k_base`; of a path its end. */
export function shortName(tokenizer: string): string {
  return tokenizer
    .replace(/_base$/, '')
    .split('/')
    .slice(-2)
    .join('/');
}
