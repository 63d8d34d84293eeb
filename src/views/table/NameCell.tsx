import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { PathText } from '../shared/PathText.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import { useThumbnail } from '../shared/use-thumbnail.ts';
import { useThumbRequest } from './thumb-request.ts';
import styles from './Table.module.css';

const NUMBER = /^#\d+$/;

/** The name, cut at its start; an image that is missing or does not decode is marked. */
export function NameCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  const t = useT();
  const isBroken = useThumbnail(useThumbRequest(cells)) === 'undecodable';
  if (!cells) return null;
  const wrong = cells.imageState === 'missing' ? t('tile.missing') : isBroken ? t('tile.undecodable') : undefined;
  return (
    <>
      {/* Of records that nothing names, it is their number in the file: as quiet as that of the row. */}
      <PathText path={cells.name} {...(NUMBER.test(cells.name) && styles.index ? { className: styles.index } : {})} />
      {wrong !== undefined && (
        <span title={wrong} style={{ marginLeft: 6 }}>
          <SeverityIcon severity="warning" size={13} />
          <span className="visually-hidden">{wrong}</span>
        </span>
      )}
    </>
  );
}
