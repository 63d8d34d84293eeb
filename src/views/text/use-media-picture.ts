import { useEffect, useState } from 'react';
import type { Media } from '../../model/record-form.ts';
import { useApp } from '../../state/use-app.ts';

export interface MediaPicture {
  readonly bitmap: ImageBitmap | undefined;
  readonly state: 'loading' | 'shown' | 'broken';
}

const LOADING: MediaPicture = { bitmap: undefined, state: 'loading' };
const BROKEN: MediaPicture = { bitmap: undefined, state: 'broken' };

/** The pixels of a picture that is in the drop or inside the record. */
export function useMediaPicture({ state, file, data }: Media): MediaPicture {
  const app = useApp();
  const [picture, setPicture] = useState(LOADING);
  useEffect(() => {
    let stopped = false;
    let own: ImageBitmap | undefined;
    setPicture(LOADING);
    const load = async (): Promise<void> => {
      try {
        const bitmap = file === undefined ? await createImageBitmap(bytesOf(data ?? '')) : await app.window.get(file, 'upright');
        if (file === undefined) own = bitmap;
        if (!stopped) setPicture({ bitmap, state: 'shown' });
        else own?.close();
      } catch {
        // Whatever the reason, the place of the picture says that there is none.
        if (!stopped) setPicture(BROKEN);
      }
    };
    if (state === 'file' || state === 'inside') void load();
    return () => {
      stopped = true;
      own?.close();
    };
  }, [app, state, file, data]);
  return picture;
}

/** What a `data:` address holds. The policy of the single file allows no connection, so it is decoded by hand. */
export function bytesOf(address: string): Blob {
  const comma = address.indexOf(',');
  const [type = ''] = address.slice(5, comma).split(';');
  const body = address.slice(comma + 1);
  if (!/;base64$/i.test(address.slice(0, comma))) return new Blob([decodeURIComponent(body)], { type });
  return new Blob([Uint8Array.from(atob(body.replaceAll(/\s/g, '')), (character) => character.charCodeAt(0))], {
    type: type.includes('*') ? '' : type,
  });
}
