import { useSyncExternalStore } from 'react';
import type { ThumbnailRequest } from '../../engine/pictures.ts';
import { useApp } from '../../state/use-app.ts';

/** The thumbnail, once it is decoded; `undecodable` where there is none to wait for. */
export function useThumbnail(request: ThumbnailRequest | undefined): ImageBitmap | 'undecodable' | undefined {
  const { pictures } = useApp();
  return useSyncExternalStore(pictures.subscribe, () => request && pictures.thumbnail(request));
}
