import { useDeferredValue, type ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { Facets } from '../facets/Facets.tsx';
import { Gallery } from '../gallery/Gallery.tsx';
import { Problems } from '../problems/Problems.tsx';
import { ImageProfile } from '../profile/ImageProfile.tsx';
import { Profile } from '../profile/Profile.tsx';
import { usePieces } from '../shared/use-pieces.ts';
import { Table } from '../table/Table.tsx';
import { Inspector } from '../viewer/Inspector.tsx';
import { Guard } from './Broken.tsx';
import { SideBySide } from './SideBySide.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import styles from './App.module.css';

/** The screen of an open dataset: bars and panes have their places from the first frame, and are filled piece by piece. */
export function Workspace(): ReactNode {
  const pieces = usePieces(3);
  return (
    <div className={styles.app}>
      <div className={styles.slot}>{pieces > 1 && <TopBar />}</div>
      <Panes />
      <div className={styles.slot}>{pieces > 2 && <StatusBar />}</div>
    </div>
  );
}

/**
 * Most looked-at first: the middle, then what stands beside it. Each is another one for another dataset; the panes themselves stay, since
 * what is open over them (a menu) is put into them.
 */
function Panes(): ReactNode {
  const dataset = useAppState((state) => state.current);
  const inspectorOpen = useAppState((state) => state.settings.inspectorOpen);
  const reading = useAppState((state) => currentDataset(state)?.visual === false);
  const facetsOpen = useAppState((state) => state.settings.facetsOpen);
  const pieces = usePieces(4, dataset);
  return (
    <div className={styles.panes}>
      <div className={styles.facets} {...(facetsOpen ? {} : { 'data-rail': '' })}>
        {pieces > 2 && (
          <Guard>
            <Facets key={dataset} />
          </Guard>
        )}
      </div>
      <SideBySide
        open={inspectorOpen}
        reading={reading}
        aside={
          pieces > 3 && (
            <Guard>
              <Inspector key={dataset} />
            </Guard>
          )
        }
      >
        <main className={styles.main}>
          {pieces > 1 && (
            <Guard>
              <Middle key={dataset} />
            </Guard>
          )}
        </main>
      </SideBySide>
    </div>
  );
}

function Middle(): ReactNode {
  const view = useAppState((state) => state.view);
  const problemsOpen = useAppState((state) => state.problemsOpen);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? false);
  const hasText = useAppState((state) => (currentDataset(state)?.measures.length ?? 0) > 0);
  // The key or click that asks for another view is answered before that view is drawn.
  const shown = useDeferredValue(
    problemsOpen ? 'problems' : view === 'gallery' && visual ? 'gallery' : view === 'profile' && (visual || hasText) ? 'profile' : 'table',
  );
  switch (shown) {
    case 'problems':
      return <Problems />;
    case 'gallery':
      return <Gallery />;
    case 'profile':
      return visual ? <ImageProfile /> : <Profile />;
    case 'table':
      return <Table />;
  }
}
