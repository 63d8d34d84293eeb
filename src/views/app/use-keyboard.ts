import { useLayoutEffect } from 'react';
import { useApp } from '../../state/use-app.ts';
import { COMMANDS, keyName } from './commands.ts';

/** Keys with a meaning of their own inside these: typing, choosing, sliding. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable], [role=menu], [role=listbox]:not([data-app-keys]), [role=slider], [role=dialog]';
/** No text is written with these. */
const ANYWHERE = new Set(['mod+k', 'F3', 'shift+F3']);
/** Keys that move within a focused control rather than between samples. */
const MOVING = /^(Arrow|Home$|End$|Page|Enter$| $)/;
const OWN_MOVES = '[role=radiogroup], [role=tablist], [role=separator], [role=tree], [data-own-moves]';

/** Runs commands by key, wherever the focus is, unless the focused control needs the key itself. */
export function useKeyboard(): void {
  const app = useApp();
  // With the first screen, not after it: what is drawn can be used.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.isComposing) return;
      const target = event.target instanceof Element ? event.target : undefined;
      const name = keyName(event);
      const anywhere = ANYWHERE.has(name);
      if (!anywhere && target?.closest(OWN_KEYS)) return;
      if (MOVING.test(event.key) && target?.closest(OWN_MOVES)) return;
      const state = app.store.getState();
      if (state.dialog && name !== 'mod+k') return;
      const command = COMMANDS.find(({ keys, when }) => keys.includes(name) && (when?.(state) ?? true));
      // Copying selected text stays the browser's.
      if (!command || (name === 'mod+c' && String(getSelection()) !== '')) return;
      event.preventDefault();
      command.run(app);
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [app]);
}
