import { Popover } from '@base-ui/react/popover';
import { Ellipsis, Maximize, Pentagon, RectangleHorizontal, Tag, Waypoints, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Display } from '../../state/settings.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { PICTURE_EVENT, type PictureCommand } from '../app/commands.ts';
import { Segmented } from '../shared/Segmented.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import styles from './Inspector.module.css';

type Toggle = 'boxes' | 'masks' | 'keypoints' | 'names';
const TOGGLES: readonly (readonly [Toggle, LucideIcon, string])[] = [
  ['boxes', RectangleHorizontal, 'B'],
  ['masks', Pentagon, 'M'],
  ['keypoints', Waypoints, 'S'],
  ['names', Tag, 'N'],
];

const tell = (command: PictureCommand): void => {
  dispatchEvent(new CustomEvent<PictureCommand>(PICTURE_EVENT, { detail: command }));
};

/** The strip above the picture: how it is seen, and what is drawn on it. */
export function Tools({ scale }: { readonly scale: number }): ReactNode {
  const app = useApp();
  const t = useT();
  const display = useAppState((state) => state.settings.display);
  return (
    <div className={styles.tools} role="toolbar" aria-label={t('inspector.display')}>
      <button type="button" className={ui.button} title={`${t('inspector.fit')} (F)`} onClick={() => tell('fit')}>
        <Maximize size={14} strokeWidth={1.6} aria-hidden="true" />
        {t('inspector.fit')}
      </button>
      <button type="button" className={ui.button} title="1" onClick={() => tell('actual')}>
        {t('inspector.actual')}
      </button>
      <span className={ui.rule} />
      {TOGGLES.map(([key, Icon, shortcut]) => (
        <button
          key={key}
          type="button"
          className={`${ui.button} ${ui.square}`}
          aria-pressed={display[key]}
          aria-label={t(`inspector.${key}`)}
          title={`${t(`inspector.${key}`)} (${shortcut})`}
          onClick={() => app.display({ [key]: !display[key] })}
        >
          <Icon size={15} strokeWidth={1.6} aria-hidden="true" />
        </button>
      ))}
      <span className={styles.wide}>
        <Slider name="opacity" min={0} max={1} step={0.05} plain />
      </span>
      <span className={styles.scale}>{t.number(scale, { style: 'percent', maximumSignificantDigits: 3 })}</span>
      <Popover.Root>
        <Popover.Trigger className={`${ui.button} ${ui.square}`} aria-label={t('inspector.display')} title={t('inspector.display')}>
          <Ellipsis size={16} aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner className={ui.positioner} sideOffset={6} align="end">
            <Popover.Popup className={ui.popup} aria-label={t('inspector.display')}>
              <div className={styles.more}>
                <Slider name="opacity" min={0} max={1} step={0.05} />
                <Slider name="lineWidth" min={1} max={6} step={0.5} />
                <label className={styles.check}>
                  <input type="checkbox" checked={display.scores} onChange={() => app.display({ scores: !display.scores })} />
                  {t('inspector.scores')}
                </label>
                <FrameChoice />
              </div>
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </div>
  );
}

interface SliderProps {
  readonly name: 'opacity' | 'lineWidth';
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Without its number, for the strip. */
  readonly plain?: boolean;
}

function Slider({ name, min, max, step, plain }: SliderProps): ReactNode {
  const app = useApp();
  const t = useT();
  const value = useAppState((state) => state.settings.display[name]);
  const change = (next: number): void => {
    const part: Partial<Display> = { [name]: next };
    app.display(part);
  };
  return (
    <label className={plain ? styles.plain : styles.slider}>
      <span>{t(`inspector.${name}`)}</span>
      <input type="range" min={min} max={max} step={step} value={value} onChange={(event) => change(Number(event.currentTarget.value))} />
      {!plain && <span className={ui.count}>{t.number(value)}</span>}
    </label>
  );
}

/** Which pixels the coordinates mean; asked only where a picture is turned. */
function FrameChoice(): ReactNode {
  const app = useApp();
  const t = useT();
  const dataset = useAppState(currentDataset);
  if (!dataset || dataset.turned === 0) return null;
  return (
    <div>
      <div className={ui.groupLabel} style={{ paddingInline: 0 }}>
        {t('inspector.frame')}
      </div>
      <Segmented
        label={t('inspector.frame')}
        value={dataset.frame}
        onChange={(frame) => void app.setFrame(frame)}
        segments={[
          { value: 'stored', label: t('inspector.frameStored') },
          { value: 'upright', label: t('inspector.frameUpright') },
        ]}
      />
    </div>
  );
}
