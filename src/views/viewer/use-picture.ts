import { useEffect, useState } from 'react';
import type { SampleDetail } from '../../engine/protocol.ts';
import { isLarge } from '../../state/picture-window.ts';
import { useApp, useAppState } from '../../state/use-app.ts';

export interface Picture {
  readonly bitmap: ImageBitmap | undefined;
  /** The same with fewer pixels, where there is one. */
  readonly smaller?: ImageBitmap;
  readonly loading: boolean;
  readonly state: 'shown' | 'missing' | 'broken';
}

const NOTHING: Picture = { bitmap: undefined, loading: false, state: 'shown' };
const AWAITED: Picture = { ...NOTHING, loading: true };

/**
 * The picture of a sample in the frame of its labels; the neighbours are decoded ahead. A large one comes with few pixels first, and
 * with all of them where `close` says that somebody looks closer.
 */
export function usePicture(detail: SampleDetail | undefined, close: boolean): Picture {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const file = detail?.image;
  const frame = detail?.frame ?? 'upright';
  const key = file === undefined ? '' : `${dataset} ${frame} ${file}`;
  const [shown, setShown] = useState({ key: '', picture: NOTHING });
  // A sample is drawn before its picture is asked for: until then the one before is still here.
  const picture = shown.key === key ? shown.picture : key === '' ? NOTHING : AWAITED;
  const row = detail?.row;
  const missing = detail?.imageState === 'missing';
  const width = detail?.width ?? 0;
  const height = detail?.height ?? 0;
  useEffect(() => {
    const setPicture = (now: Picture): void => setShown({ key, picture: now });
    if (file === undefined) {
      setPicture({ ...NOTHING, state: missing ? 'missing' : 'shown' });
      return undefined;
    }
    let stopped = false;
    setPicture(AWAITED);
    app.window.get(file, frame, { width, height }).then(
      (bitmap) => {
        if (!stopped) setPicture({ bitmap, loading: false, state: 'shown' });
        if (!stopped) preloadNeighbours();
      },
      async (error: unknown) => {
        if (stopped) return;
        setPicture({ bitmap: undefined, loading: false, state: 'broken' });
        if (dataset === undefined || row === undefined || !(error instanceof Error)) return;
        const name = await app.engine.path({ file });
        if (error.name === 'undecodable')
          await app.engine.report({ dataset, problem: { code: 'image-unreadable', file: name, sample: row, values: { name } } });
        else if (error.name === 'unreadable')
          await app.engine.report({
            dataset,
            problem: { code: 'file-changed', file: name, sample: row, values: { reason: error.message } },
          });
        await app.notice();
      },
    );
    const preloadNeighbours = (): void => {
      const { rows, at } = app.store.getState();
      for (const next of [at + 1, at - 1]) {
        const neighbour = rows.at(next);
        const cells = neighbour === undefined ? undefined : app.pages.get(neighbour);
        if (cells?.image !== undefined) app.window.preload(cells.image, frame, cells);
      }
    };
    return () => {
      stopped = true;
    };
  }, [app, dataset, key, file, frame, row, missing, width, height]);

  const { bitmap } = picture;
  const wanted = close && file !== undefined && bitmap !== undefined && bitmap.width < width && isLarge({ width, height });
  useEffect(() => {
    if (!wanted || file === undefined) return undefined;
    let stopped = false;
    const setLoading = (loading: boolean): void => setShown((before) => ({ ...before, picture: { ...before.picture, loading } }));
    setLoading(true);
    app.window.get(file, frame).then(
      (whole) => {
        if (stopped) return;
        setShown({ key, picture: { bitmap: whole, ...(bitmap ? { smaller: bitmap } : {}), loading: false, state: 'shown' } });
      },
      // What is there stays: it was decoded from the same file.
      () => {
        if (!stopped) setLoading(false);
      },
    );
    return () => {
      stopped = true;
    };
  }, [app, wanted, key, file, frame, bitmap]);
  return picture;
}
