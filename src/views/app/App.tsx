import { useState, type DragEvent, type ReactNode } from 'react';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { Facets } from '../facets/Facets.tsx';
import { Gallery } from '../gallery/Gallery.tsx';
import { Problems } from '../problems/Problems.tsx';
import { useT } from '../shared/use-t.ts';
import { Nothing } from '../start/Nothing.tsx';
import { Start } from '../start/Start.tsx';
import { Table } from '../table/Table.tsx';
import { Inspector } from '../viewer/Inspector.tsx';
import { BrokenCard, Guard } from './Broken.tsx';
import { Found } from './Found.tsx';
import { GoTo } from './GoTo.tsx';
import { Palette } from './Palette.tsx';
import { FILES_INPUT, FOLDER_INPUT } from './pick.ts';
import { Shortcuts } from './Shortcuts.tsx';
import { SideBySide } from './SideBySide.tsx';
import { StatusBar } from './StatusBar.tsx';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { useKeyboard } from './use-keyboard.ts';
import { usePaste } from './use-paste.ts';
import { useTheme } from './use-theme.ts';
import styles from './App.module.css';

/** The whole page: a drop target everywhere, at any time. */
export function App(): ReactNode {
  const app = useApp();
  const phase = useAppState((state) => state.phase);
  const [over, setOver] = useState(false);
  useTheme();
  useKeyboard();
  usePaste();

  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void app.openDrop(event.dataTransfer);
  };
  const onDragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  const onDragLeave = (event: DragEvent): void => {
    if (!event.relatedTarget) setOver(false);
  };

  return (
    <div style={{ height: '100%' }} onDragEnter={onDragOver} onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}>
      {phase === 'open' ? <Workspace /> : phase === 'nothing' ? <Nothing /> : <Start />}
      <Inputs />
      <Palette />
      <Shortcuts />
      <GoTo />
      <Found />
      <Toasts />
      <BrokenCard />
      {over && <DropOverlay open={phase === 'open'} />}
    </div>
  );
}

function DropOverlay({ open }: { readonly open: boolean }): ReactNode {
  const t = useT();
  return <div className={styles.overlay}>{t(open ? 'start.dropMore' : 'start.dropHere')}</div>;
}

function Workspace(): ReactNode {
  const view = useAppState((state) => state.view);
  const problemsOpen = useAppState((state) => state.problemsOpen);
  const inspectorOpen = useAppState((state) => state.settings.inspectorOpen);
  const dataset = useAppState((state) => state.current);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? false);
  return (
    <div className={styles.app}>
      <TopBar />
      <div className={styles.panes}>
        <div className={styles.facets}>
          <Guard>
            <Facets key={dataset} />
          </Guard>
        </div>
        <SideBySide
          open={inspectorOpen}
          aside={
            <Guard>
              <Inspector key={dataset} />
            </Guard>
          }
        >
          <main className={styles.main}>
            <Guard>
              {problemsOpen ? (
                <Problems key={dataset} />
              ) : view === 'gallery' && visual ? (
                <Gallery key={dataset} />
              ) : (
                <Table key={dataset} />
              )}
            </Guard>
          </main>
        </SideBySide>
      </div>
      <StatusBar />
    </div>
  );
}

/** Always in the page: the pickers of browsers without handles, and of scripts. */
function Inputs(): ReactNode {
  const app = useApp();
  const onFiles = (input: HTMLInputElement): void => {
    // A copy: the list empties when the input is reset, which it must be for the same folder to be chosen twice.
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length > 0) void app.open({ kind: 'input', files });
  };
  return (
    // Hidden from screen readers: for them the buttons open the pickers, and two of a name would be one too many.
    <div className={styles.inputs} aria-hidden="true">
      <input id={FOLDER_INPUT} type="file" tabIndex={-1} {...{ webkitdirectory: '' }} onChange={(event) => onFiles(event.currentTarget)} />
      <input id={FILES_INPUT} type="file" multiple tabIndex={-1} onChange={(event) => onFiles(event.currentTarget)} />
    </div>
  );
}
