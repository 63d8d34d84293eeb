import { ImageOff } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { Thumb } from '../shared/Thumb.tsx';
import { thumbRequest } from './thumb-request.ts';
import styles from './Table.module.css';

export function ThumbCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  const frame = useAppState((state) => currentDataset(state)?.frame ?? 'upright');
  const request = useMemo(() => (cells ? thumbRequest(cells, frame) : undefined), [cells, frame]);
  return (
    <span className={styles.thumb}>
      {request ? (
        <Thumb request={request} width={46} height={34} fit="cover" />
      ) : (
        cells && <ImageOff size={14} strokeWidth={1.4} aria-hidden="true" />
      )}
    </span>
  );
}
