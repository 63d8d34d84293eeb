import { Menu } from '@base-ui/react/menu';
import { Check, Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { OVERLAYS } from '../shared/overlays.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';

interface ColumnsMenuProps {
  readonly columns: readonly { readonly id: string; readonly label: string; readonly visible: boolean; readonly measured: boolean }[];
  onToggle(id: string): void;
  onReset(): void;
}

/** Which columns are shown. */
export function ColumnsMenu({ columns, onToggle, onReset }: ColumnsMenuProps): ReactNode {
  const t = useT();
  const measures = columns.filter(({ measured }) => measured);
  const item = ({ id, label, visible }: ColumnsMenuProps['columns'][number]): ReactNode => (
    <Menu.CheckboxItem key={id} className={ui.item} checked={visible} closeOnClick={false} onCheckedChange={() => onToggle(id)}>
      <span className={ui.check}>{visible && <Check size={14} aria-hidden="true" />}</span>
      {label}
    </Menu.CheckboxItem>
  );
  return (
    <Menu.Root>
      <Menu.Trigger className={`${ui.button} ${ui.square}`} aria-label={t('table.columns')} title={t('table.columns')}>
        <Columns3 size={14} strokeWidth={1.6} aria-hidden="true" />
      </Menu.Trigger>
      <Menu.Portal container={OVERLAYS}>
        <Menu.Positioner className={ui.positioner} positionMethod="fixed" sideOffset={4} align="start">
          <Menu.Popup className={ui.popup}>
            {columns.filter(({ measured }) => !measured).map(item)}
            {measures.length > 0 && (
              <Menu.Group>
                <Menu.GroupLabel className={ui.groupLabel}>{t('table.columnsMeasured')}</Menu.GroupLabel>
                {measures.map(item)}
              </Menu.Group>
            )}
            <Menu.Separator className={ui.separator} />
            <Menu.Item className={ui.item} onClick={onReset}>
              <span className={ui.check} />
              {t('table.reset')}
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
