import type { CSSProperties, ReactNode } from 'react';
import { cssColour } from '../../canvas/palette.ts';
import ui from './ui.module.css';

/** The colour of a class; always beside its name. `predicted`: hollow, so that it is told from the truth. */
export function Swatch({ category, predicted = false }: { readonly category: number; readonly predicted?: boolean }): ReactNode {
  return (
    <span
      className={`${ui.swatch} ${predicted ? ui.hollow : ''}`}
      style={{ '--c': cssColour(category) } as CSSProperties}
      aria-hidden="true"
    />
  );
}
