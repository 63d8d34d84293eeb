import { useState, type DragEvent, type ReactNode } from 'react';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { Nothing } from '../start/Nothing.tsx';
import { Start } from '../start/Start.tsx';
import { BrokenCard } from './Broken.tsx';
import { Found } from './Found.tsx';
import { GoTo } from './GoTo.tsx';
import { Palette } from './Palette.tsx';
import { FILES_INPUT, FOLDER_INPUT } from './pick.ts';
import { Shortcuts } from './Shortcuts.tsx';
import { Toasts } from './Toasts.tsx';
import { useKeyboard } from './use-keyboard.ts';
import { usePaste } from './use-paste.ts';
import { useTheme } from './use-theme.ts';
import { useWorkspace } from './use-workspace.tsx';
import styles from './App.module.css';

/** The whole page: a drop target everywhere, at any time. */
export function App(): ReactNode {
  const app = useApp();
  const phase = useAppState((state) => state.phase);
  const [over, setOver] = useState(false);
  const workspace = useWorkspace(phase !== 'start');
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
      {phase === 'open' && workspace ? workspace : phase === 'nothing' ? <Nothing /> : <Start />}
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
