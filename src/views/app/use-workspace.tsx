import { useEffect, useState, type ReactNode } from 'react';
import { messageOf } from '../../state/asking.ts';
import { useApp } from '../../state/use-app.ts';

/** The start screen is drawn and answers before more code is fetched, milliseconds. */
const QUIET = 100;

/**
 * The screen of an open dataset, whose code (table, facets, canvas) is most of the app's: fetched while the start screen waits, or
 * at once where something is being opened. `undefined` until it is there.
 */
export function useWorkspace(wanted: boolean): ReactNode {
  const app = useApp();
  const [workspace, setWorkspace] = useState<ReactNode>();
  useEffect(() => {
    const load = async (): Promise<void> => {
      try {
        const { Workspace } = await import('./Workspace.tsx');
        setWorkspace(<Workspace />);
      } catch (error) {
        app.set({ broken: messageOf(error) });
      }
    };
    const timer = setTimeout(() => void load(), wanted ? 0 : QUIET);
    return () => clearTimeout(timer);
  }, [app, wanted]);
  return workspace;
}
