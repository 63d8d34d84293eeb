import { memo, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { ThumbnailRequest } from '../../engine/pictures.ts';
import { thumbCanvas } from '../../state/thumb-canvas.ts';
import styles from './Thumb.module.css';
import { useThumbnail } from './use-thumbnail.ts';

interface ThumbProps {
  readonly request: ThumbnailRequest;
  /** CSS pixels of the space to fill. */
  readonly width: number;
  readonly height: number;
  /** cover: fills and crops; contain: shows all. */
  readonly fit: 'cover' | 'contain';
}

/** A thumbnail; blank until it is decoded. The picture says what it is elsewhere in the row. */
export const Thumb = memo(function Thumb({ request, width, height, fit }: ThumbProps): ReactNode {
  const place = useRef<HTMLSpanElement>(null);
  const bitmap = useThumbnail(request);
  useLayoutEffect(() => {
    const canvas = bitmap && bitmap !== 'undecodable' ? thumbCanvas(bitmap) : undefined;
    if (canvas) place.current?.append(canvas);
    return () => canvas?.remove();
  }, [bitmap]);
  return <span ref={place} className={styles.thumb} data-fit={fit} aria-hidden="true" style={{ width, height }} />;
});
