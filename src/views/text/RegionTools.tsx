import { Popover } from '@base-ui/react/popover';
import { Crosshair } from 'lucide-react';
import type { ReactNode } from 'react';
import { COORDINATES, ORDERS, type RegionReading } from '../../model/region.ts';
import { regionReading, withRegionReading } from '../../state/region-reading.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Text.module.css';

/** How the reading of a dataset's regions is kept and changed. */
export function useRegionReading(): readonly [RegionReading, (reading: RegionReading) => void] {
  const app = useApp();
  const dataset = useAppState((state) => currentDataset(state)?.name ?? '');
  const reading = useAppState((state) => regionReading(state.settings, dataset));
  return [reading, (next) => app.setting(withRegionReading(app.store.getState().settings, dataset, next))];
}

/** What the numbers of boxes written in text mean: which numbers, in which order. Recognised for itself until somebody says otherwise. */
export function RegionTools(): ReactNode {
  const t = useT();
  const [reading, change] = useRegionReading();
  const { coordinates, order } = reading;
  const isOwn = coordinates !== undefined || order !== undefined;
  return (
    <Popover.Root>
      <Popover.Trigger className={ui.button} aria-pressed={isOwn} title={t('text.regionsHint')}>
        <Crosshair size={14} strokeWidth={1.6} aria-hidden="true" />
        {t('text.coordinates')}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={ui.positioner} sideOffset={6} align="start">
          <Popover.Popup className={ui.popup} aria-label={t('text.coordinates')}>
            <div className={styles.regionTools}>
              <label>
                <span>{t('text.regionNumbers')}</span>
                <select
                  className={ui.input}
                  value={coordinates ?? ''}
                  onChange={(event) =>
                    change(
                      withChoice(
                        order,
                        COORDINATES.find((each) => each === event.currentTarget.value),
                      ),
                    )
                  }
                >
                  <option value="">{t('text.coordinates.auto')}</option>
                  {COORDINATES.map((each) => (
                    <option key={each} value={each}>
                      {t(`text.coordinates.${each}`)}
                    </option>
                  ))}
                </select>
              </label>
              <label>
                <span>{t('text.regionOrder')}</span>
                <select
                  className={ui.input}
                  value={order ?? ''}
                  onChange={(event) =>
                    change(
                      withChoice(
                        ORDERS.find((each) => each === event.currentTarget.value),
                        coordinates,
                      ),
                    )
                  }
                >
                  <option value="">{t('text.coordinates.auto')}</option>
                  {ORDERS.map((each) => (
                    <option key={each} value={each}>
                      {t(`text.order.${each}`)}
                    </option>
                  ))}
                </select>
              </label>
              <p className={ui.quiet}>{t('text.regionsKept')}</p>
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

function withChoice(order: RegionReading['order'], coordinates: RegionReading['coordinates']): RegionReading {
  return { ...(coordinates === undefined ? {} : { coordinates }), ...(order === undefined ? {} : { order }) };
}
