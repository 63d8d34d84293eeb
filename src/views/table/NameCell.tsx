import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { PathText } from '../shared/PathText.tsx';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import styles from './Table.module.css';

const NUMBER = /^#\d+$/;

/** The name, cut at its start; a missing image is marked. */
export function NameCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  const t = useT();
  if (!cells) return null;
  return (
    <>
      {/* Of records that nothing names, it is their number in the file: as quiet as that of the row. */}
      <PathText path={cells.name} {...(NUMBER.test(cells.name) && styles.index ? { className: styles.index } : {})} />
      {cells.imageState === 'missing' && (
        <span title={t('tile.missing')} style={{ marginLeft: 6 }}>
          <SeverityIcon severity="warning" size={13} />
          <span className="visually-hidden">{t('tile.missing')}</span>
        </span>
      )}
    </>
  );
}
