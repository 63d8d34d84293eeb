import type { ReactNode } from 'react';
import ui from './ui.module.css';

/** A path cut at its start where it does not fit: the file name stays readable. */
export function PathText({ path, className = '' }: { readonly path: string; readonly className?: string }): ReactNode {
  return (
    <span className={`${ui.path} ${className}`} title={path}>
      <bdi>{path}</bdi>
    </span>
  );
}
