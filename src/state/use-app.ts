/** The one hook of the state: components read through it and call actions. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { App } from './app.ts';
import type { AppState } from './store.ts';

export const AppContext = createContext<App | undefined>(undefined);

/** The page's actions and caches; never changes. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error('useApp outside of AppContext');
  return app;
}

/** A piece of the state; re-renders when the piece changes by identity. Select small pieces. */
export function useAppState<Piece>(select: (state: AppState) => Piece): Piece {
  return useStore(useApp().store, select);
}
