import { memo, useLayoutEffect, useRef, type ReactNode } from 'react';
import type { ThumbnailRequest } from '../../engine/pictures.ts';
import { useThumbnail } from './use-thumbnail.ts';

interface ThumbProps {
  readonly request: ThumbnailRequest;
  /** CSS pixels of the space to fill. */
  readonly width: number;
  readonly height: number;
  /** cover: fills and crops; contain: shows all. */
  readonly fit: 'cover' | 'contain';
}

/** A thumbnail on a canvas; blank until it is decoded. The picture says what it is elsewhere in the row. */
export const Thumb = memo(function Thumb({ request, width, height, fit }: ThumbProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const bitmap = useThumbnail(request);
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context) return;
    const ratio = devicePixelRatio;
    element.width = Math.round(width * ratio);
    element.height = Math.round(height * ratio);
    // A bitmap that has been closed since has no size.
    if (!bitmap || bitmap === 'undecodable' || bitmap.width === 0) return;
    const scale =
      fit === 'cover'
        ? Math.max(element.width / bitmap.width, element.height / bitmap.height)
        : Math.min(element.width / bitmap.width, element.height / bitmap.height);
    const w = bitmap.width * scale;
    const h = bitmap.height * scale;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, (element.width - w) / 2, (element.height - h) / 2, w, h);
  }, [bitmap, width, height, fit]);
  return <canvas ref={canvas} aria-hidden="true" style={{ width, height, display: 'block' }} />;
});
