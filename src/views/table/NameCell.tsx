import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import type { T } from '../shared/use-t.ts';
import { useThumbnail } from '../shared/use-thumbnail.ts';
import { nameText } from './name-text.tsx';
import { useThumbRequest } from './thumb-request.ts';

/** The name of an image; one that is missing or does not decode is marked. */
export function NameCell({ cells, t }: { readonly cells: RowCells | undefined; readonly t: T }): ReactNode {
  const isBroken = useThumbnail(useThumbRequest(cells)) === 'undecodable';
  if (!cells) return null;
  const wrong = cells.imageState === 'missing' ? t('tile.missing') : isBroken ? t('tile.undecodable') : undefined;
  return (
    <>
      {nameText(cells.name)}
      {wrong !== undefined && (
        <span title={wrong} style={{ marginLeft: 6 }}>
          <SeverityIcon severity="warning" size={13} />
          <span className="visually-hidden">{wrong}</span>
        </span>
      )}
    </>
  );
}
