import { Popover } from '@base-ui/react/popover';
import { SlidersHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';

/** Theme, language, and what the index weighs. */
export function SettingsMenu(): ReactNode {
  const t = useT();
  const dataset = useAppState(currentDataset);
  return (
    <Popover.Root>
      <Popover.Trigger className={`${ui.button} ${ui.square}`} aria-label={t('top.settings')} title={t('top.settings')}>
        <SlidersHorizontal size={16} strokeWidth={1.6} aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={ui.positioner} sideOffset={6} align="end">
          <Popover.Popup className={ui.popup} aria-label={t('top.settings')}>
            <div style={{ display: 'grid', gap: 12, padding: 8 }}>
              <ThemeChoice />
              <LanguageChoice />
              <KeepChoice />
              {dataset && (
                <div className={ui.count}>
                  {t('settings.memory', { size: dataset.columnBytes < 1e5 ? '< 0.1' : Math.round(dataset.columnBytes / 1e5) / 10 })}
                </div>
              )}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function ThemeChoice(): ReactNode {
  const app = useApp();
  const t = useT();
  const theme = useAppState((state) => state.settings.theme);
  return (
    <div>
      <div className={ui.groupLabel} style={{ paddingInline: 0 }}>
        {t('settings.theme')}
      </div>
      <Segmented
        label={t('settings.theme')}
        value={theme}
        onChange={(next) => app.setting({ theme: next })}
        segments={[
          { value: 'system', label: t('settings.themeSystem') },
          { value: 'light', label: t('settings.themeLight') },
          { value: 'dark', label: t('settings.themeDark') },
        ]}
      />
    </div>
  );
}

function LanguageChoice(): ReactNode {
  const t = useT();
  return (
    <div>
      <div className={ui.groupLabel} style={{ paddingInline: 0 }}>
        {t('settings.language')}
      </div>
      <LanguageSwitch />
    </div>
  );
}

/** Whether opened datasets are there at once the next time, and what that means. */
function KeepChoice(): ReactNode {
  const app = useApp();
  const t = useT();
  const keep = useAppState((state) => state.settings.keepColumns);
  const choose = (next: 'on' | 'off'): void => {
    app.setting({ keepColumns: next === 'on' });
    if (next === 'off') void app.forgetKept();
  };
  return (
    <div style={{ maxWidth: 280 }}>
      <div className={ui.groupLabel} style={{ paddingInline: 0 }}>
        {t('settings.keep')}
      </div>
      <Segmented
        label={t('settings.keep')}
        value={keep ? 'on' : 'off'}
        onChange={choose}
        segments={[
          { value: 'on', label: t('settings.keepOn') },
          { value: 'off', label: t('settings.keepOff') },
        ]}
      />
      <p className={ui.quiet} style={{ marginBlock: 6 }}>
        {t('settings.keepHint')}
      </p>
      <button type="button" className={ui.link} onClick={() => void app.forgetKept()}>
        {t('settings.forget')}
      </button>
    </div>
  );
}

/** Languages are named in themselves. */
export function LanguageSwitch(): ReactNode {
  const app = useApp();
  const t = useT();
  return (
    <Segmented
      label={t('settings.language')}
      value={t.language}
      onChange={(language) => app.setting({ language })}
      segments={[
        { value: 'en', label: 'English' },
        { value: 'zh', label: '中文' },
      ]}
    />
  );
}
