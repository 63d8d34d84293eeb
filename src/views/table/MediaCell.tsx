import { AudioLines, Globe, ImageIcon } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { MediaCell as Cell } from '../../engine/protocol.ts';
import { markedText } from './marked-text.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { Thumb } from '../shared/Thumb.tsx';
import { mediaThumb } from './thumb-request.ts';
import type { Look } from './use-look.ts';
import ui from '../shared/ui.module.css';
import styles from './Table.module.css';

/** CSS pixels. */
const WIDTH = 46;
const HEIGHT = 34;

interface MediaCellProps {
  readonly cell: Cell;
  readonly column: string;
  readonly look: Look;
}

/** A picture small, a sound by its name; what is not here says so. */
export function MediaCell({ cell: { medium, count }, column, look: { t, highlight } }: MediaCellProps): ReactNode {
  const { kind, name, state, file, data } = medium;
  const request = useMemo(() => (kind === 'image' && file !== undefined ? mediaThumb(file) : undefined), [kind, file]);
  const isDrawn = kind === 'image' && (request !== undefined || data !== undefined);
  const Icon = state === 'remote' ? Globe : kind === 'audio' ? AudioLines : ImageIcon;
  const absent = state === 'missing' || state === 'remote' ? t(`text.media.${state}`) : undefined;
  return (
    <span className={styles.medium} title={absent === undefined ? name : `${name} · ${absent}`}>
      {request && <Thumb request={request} width={WIDTH} height={HEIGHT} fit="cover" />}
      {!request && isDrawn && <img src={data} width={WIDTH} height={HEIGHT} alt="" decoding="async" className={styles.picture} />}
      {!isDrawn &&
        (state === 'missing' ? <SeverityIcon severity="warning" size={14} /> : <Icon size={14} strokeWidth={1.6} aria-hidden="true" />)}
      {/* Cut at its start, as every path: its end tells it from its neighbours. */}
      <span className={isDrawn ? 'visually-hidden' : ui.path}>
        <bdi>{markedText(highlight, shortName(name), { column })}</bdi>
        {absent !== undefined && <span className="visually-hidden"> {absent}</span>}
      </span>
      {count > 1 && <span className={styles.soft}>+{t.number(count - 1)}</span>}
    </span>
  );
}

/** Of a path the name of its file: the folders are those of its neighbours. */
function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1) || name;
}
