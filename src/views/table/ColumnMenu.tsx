import { Menu } from '@base-ui/react/menu';
import { memo, type ReactNode } from 'react';
import type { Query } from '../../table/query.ts';
import { normaliseQuery } from '../../table/query-normal.ts';
import { useApp } from '../../state/use-app.ts';
import { OVERLAYS } from '../shared/overlays.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import type { HeaderActions } from './HeaderCell.tsx';

/** What the menu of a column is about. */
export interface MenuOf {
  /** As the query and the address name it. */
  readonly sort: string;
  readonly actions: HeaderActions;
  /** Field that records may lack, as the query names it. */
  readonly field?: string | undefined;
}

export type ColumnMenuHandle = Menu.Handle<MenuOf>;

/** One menu for all heads, opened by any of their buttons: a menu of its own for each would be half of the table's first drawing. */
export const ColumnMenu = memo(function ColumnMenu({ handle }: { readonly handle: ColumnMenuHandle }): ReactNode {
  return <Menu.Root handle={handle}>{({ payload }) => payload && <Popup of={payload} />}</Menu.Root>;
});

function Popup({ of: { sort, actions, field } }: { readonly of: MenuOf }): ReactNode {
  const app = useApp();
  const t = useT();
  return (
    <Menu.Portal container={OVERLAYS}>
      <Menu.Positioner className={ui.positioner} positionMethod="fixed" sideOffset={4} align="end">
        <Menu.Popup className={ui.popup}>
          <Menu.Item className={ui.item} onClick={() => app.setSort({ column: sort, descending: false })}>
            {t('table.sortAscending')}
          </Menu.Item>
          <Menu.Item className={ui.item} onClick={() => app.setSort({ column: sort, descending: true })}>
            {t('table.sortDescending')}
          </Menu.Item>
          <Menu.Item className={ui.item} onClick={() => app.setSort(undefined)}>
            {t('table.sortNone')}
          </Menu.Item>
          <Menu.Separator className={ui.separator} />
          {field !== undefined && (
            <>
              <Menu.Item className={ui.item} onClick={() => app.setQuery(withPresence(app.store.getState().query, field, true))}>
                {t('table.onlyWith')}
              </Menu.Item>
              <Menu.Item className={ui.item} onClick={() => app.setQuery(withPresence(app.store.getState().query, field, false))}>
                {t('table.onlyWithout')}
              </Menu.Item>
              <Menu.Separator className={ui.separator} />
            </>
          )}
          <Menu.Item className={ui.item} onClick={actions.togglePin}>
            {t(actions.pinned ? 'table.unpin' : 'table.pin')}
          </Menu.Item>
          <Menu.Item className={ui.item} onClick={() => actions.move(-1)}>
            {t('table.moveLeft')}
          </Menu.Item>
          <Menu.Item className={ui.item} onClick={() => actions.move(1)}>
            {t('table.moveRight')}
          </Menu.Item>
          <Menu.Item className={ui.item} onClick={actions.hide}>
            {t('table.hide')}
          </Menu.Item>
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  );
}

/** Asks for records that have a value in the field, or for those that have none. */
function withPresence({ clauses }: Query, field: string, has: boolean): Query {
  const others = clauses.filter((clause) => clause.kind !== 'value' || clause.field !== field || clause.values.join('') !== '');
  return normaliseQuery({ clauses: [...others, { kind: 'value', field, negated: has, values: [''] }] });
}
