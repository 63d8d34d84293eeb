import { useEffect, useState } from 'react';
import type { SampleDetail } from '../../engine/protocol.ts';
import { useApp, useAppState } from '../../state/use-app.ts';

export interface Picture {
  readonly bitmap: ImageBitmap | undefined;
  readonly loading: boolean;
  readonly state: 'shown' | 'missing' | 'broken';
}

const NOTHING: Picture = { bitmap: undefined, loading: false, state: 'shown' };

/** The picture of a sample in the frame of its labels; the neighbours are decoded ahead. */
export function usePicture(detail: SampleDetail | undefined): Picture {
  const app = useApp();
  const dataset = useAppState((state) => state.current);
  const [picture, setPicture] = useState(NOTHING);
  const file = detail?.image;
  const frame = detail?.frame ?? 'upright';
  const row = detail?.row;
  const missing = detail?.imageState === 'missing';
  useEffect(() => {
    if (file === undefined) {
      setPicture({ ...NOTHING, state: missing ? 'missing' : 'shown' });
      return undefined;
    }
    let stopped = false;
    setPicture({ bitmap: undefined, loading: true, state: 'shown' });
    app.window.get(file, frame).then(
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
        const image = neighbour === undefined ? undefined : app.pages.get(neighbour)?.image;
        if (image !== undefined) app.window.preload(image, frame);
      }
    };
    return () => {
      stopped = true;
    };
  }, [app, dataset, file, frame, row, missing]);
  return picture;
}
