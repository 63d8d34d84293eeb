import { useEffect } from 'react';
import { useApp } from '../../state/use-app.ts';

/** Tells the pages of rows when the first row of a view is drawn with what it holds. @param row undefined: the view has none */
export function useTellDrawn(row: number | undefined): void {
  const app = useApp();
  const isDrawn = row !== undefined && app.pages.get(row) !== undefined;
  useEffect(() => {
    if (isDrawn) app.pages.tellDrawn();
  }, [app, isDrawn]);
}
