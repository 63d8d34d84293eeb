import type { CSSProperties, ReactNode } from 'react';
import { cssColour } from '../../canvas/palette.ts';
import ui from './ui.module.css';

/** The colour of a class; always beside its name. */
export function Swatch({ category }: { readonly category: number }): ReactNode {
  return <span className={ui.swatch} style={{ '--c': cssColour(category) } as CSSProperties} aria-hidden="true" />;
}
