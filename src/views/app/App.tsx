import { useSyncExternalStore, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { Nothing } from '../start/Nothing.tsx';
import { Start } from '../start/Start.tsx';
import { BrokenCard } from './Broken.tsx';
import type { DropSurface } from './drop-surface.ts';
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

/** @param drops catches what is dropped anywhere, at any time */
export function App({ drops }: { readonly drops: DropSurface }): ReactNode {
  const phase = useAppState((state) => state.phase);
  const workspace = useWorkspace(phase !== 'start');
  useTheme();
  useKeyboard();
  usePaste();

  return (
    <div style={{ height: '100%' }}>
      {phase === 'open' && workspace ? workspace : phase === 'nothing' ? <Nothing /> : <Start />}
      <Inputs />
      <Palette />
      <Shortcuts />
      <GoTo />
      <Found />
      <Toasts />
      <BrokenCard />
      <DropHint drops={drops} />
    </div>
  );
}

/** What letting go would do. */
function DropHint({ drops }: { readonly drops: DropSurface }): ReactNode {
  const t = useT();
  const isOpen = useAppState((state) => state.phase === 'open');
  const isOver = useSyncExternalStore(drops.subscribe, drops.isOver);
  return isOver && createPortal(t(isOpen ? 'start.dropMore' : 'start.dropHere'), drops.element);
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
