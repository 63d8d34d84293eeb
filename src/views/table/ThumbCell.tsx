import { ImageOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import { Thumb } from '../shared/Thumb.tsx';
import { useThumbnail } from '../shared/use-thumbnail.ts';
import { useThumbRequest } from './thumb-request.ts';
import styles from './Table.module.css';

export function ThumbCell({ cells }: { readonly cells: RowCells | undefined }): ReactNode {
  const request = useThumbRequest(cells);
  const isBroken = useThumbnail(request) === 'undecodable';
  return (
    <span className={styles.thumb}>
      {request && !isBroken ? (
        <Thumb request={request} width={46} height={34} fit="cover" />
      ) : (
        cells && <ImageOff size={14} strokeWidth={1.4} aria-hidden="true" />
      )}
    </span>
  );
}
