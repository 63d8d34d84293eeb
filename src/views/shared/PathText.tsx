import type { ReactNode } from 'react';
import { PlainText } from './PlainText.tsx';
import ui from './ui.module.css';
import { visibleText } from './visible-text.ts';

/** A path cut at its start where it does not fit: the file name stays readable. */
export function PathText({ path, className = '' }: { readonly path: string; readonly className?: string }): ReactNode {
  return (
    <span className={`${ui.path} ${className}`} title={visibleText(path)}>
      <bdi>
        <PlainText text={path} />
      </bdi>
    </span>
  );
}
