import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import { useT } from '../shared/use-t.ts';
import { jsonLine } from './json-text.ts';
import { PlainText } from './PlainText.tsx';
import styles from './Text.module.css';

/** Entries of a list or an object that are drawn at first. */
const STEP = 100;
/** UTF-16 units of a text, and of what a folded value says of itself. */
const LONGEST_TEXT = 2000;
const SUMMARY = 80;

interface Line {
  readonly path: string;
  readonly depth: number;
  readonly name: string | undefined;
  readonly value: FieldValue;
  /** Entries that are there; undefined for what has none. */
  readonly size: number | undefined;
  /** A line that stands for more entries of the one above. */
  readonly more?: number;
}

/** A value as a tree: lines open one by one, arrow keys move and open. Integers have all their digits. */
export function JsonTree({ value, name }: { readonly value: FieldValue; readonly name: string }): ReactNode {
  const t = useT();
  const [open, setOpen] = useState<ReadonlyMap<string, number>>(new Map([['', STEP]]));
  const [at, setAt] = useState('');
  const lines = useMemo(() => linesOf(value, open), [value, open]);
  const current = Math.max(
    0,
    lines.findIndex(({ path }) => path === at),
  );
  const toggle = (line: Line, on: boolean): void => {
    const next = new Map(open);
    if (line.more !== undefined) {
      const parent = line.path.slice(0, -1);
      next.set(parent, (open.get(parent) ?? 0) + STEP * 4);
    } else if (on) next.set(line.path, STEP);
    else next.delete(line.path);
    setOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const line = lines[current];
    if (!line) return;
    const isOpen = open.has(line.path);
    let target = current;
    if (event.key === 'ArrowDown') target = current + 1;
    else if (event.key === 'ArrowUp') target = current - 1;
    else if (event.key === 'Home') target = 0;
    else if (event.key === 'End') target = lines.length - 1;
    else if (event.key === 'ArrowRight' && line.size !== undefined && !isOpen) toggle(line, true);
    else if (event.key === 'ArrowRight') target = current + 1;
    else if (event.key === 'ArrowLeft' && line.size !== undefined && isOpen) toggle(line, false);
    else if (event.key === 'ArrowLeft') target = lines.findLastIndex(({ depth }, i) => i < current && depth < line.depth);
    else if (event.key === 'Enter' || event.key === ' ') toggle(line, !isOpen);
    else return;
    event.preventDefault();
    event.stopPropagation();
    const next = lines[Math.max(0, Math.min(target, lines.length - 1))];
    if (!next) return;
    setAt(next.path);
    const place = Math.max(0, Math.min(target, lines.length - 1));
    event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')[place]?.focus();
  };
  return (
    <div role="tree" aria-label={name} className={styles.tree} onKeyDown={onKeyDown}>
      {lines.map((line, i) => {
        const isOpen = open.has(line.path);
        const Chevron = isOpen ? ChevronDown : ChevronRight;
        return (
          <div
            key={line.path}
            role="treeitem"
            aria-level={line.depth + 1}
            aria-selected={i === current}
            {...(line.size === undefined ? {} : { 'aria-expanded': isOpen })}
            tabIndex={i === current ? 0 : -1}
            className={styles.treeLine}
            style={{ paddingInlineStart: line.depth * 14 }}
            onClick={() => {
              setAt(line.path);
              if (line.size !== undefined || line.more !== undefined) toggle(line, !isOpen);
            }}
          >
            {line.size === undefined ? <span className={styles.treeSpace} /> : <Chevron size={12} strokeWidth={1.6} aria-hidden="true" />}
            {line.name !== undefined && (
              <span className={styles.treeKey}>
                <PlainText text={line.name} />
              </span>
            )}
            <TreeValue line={line} open={isOpen} more={line.more === undefined ? '' : t('text.moreEntries', { n: line.more })} />
          </div>
        );
      })}
    </div>
  );
}

function TreeValue({ line, open, more }: { readonly line: Line; readonly open: boolean; readonly more: string }): ReactNode {
  const { value, size } = line;
  if (line.more !== undefined) return <span className={styles.treeMore}>{more}</span>;
  if (size !== undefined) {
    const brackets = Array.isArray(value) ? `[${size}]` : `{${size}}`;
    return (
      <>
        <span className={styles.treeMore}>{brackets}</span>
        {!open && <span className={styles.treeFolded}>{jsonLine(shortened(value)).slice(0, SUMMARY)}</span>}
      </>
    );
  }
  const kind = typeof value === 'string' ? 'string' : typeof value === 'number' || typeof value === 'bigint' ? 'number' : 'word';
  const text = typeof value === 'string' ? value : jsonLine(value);
  return (
    <span className={styles.treeText} data-kind={kind} dir="auto">
      <PlainText text={text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text} />
    </span>
  );
}

/** As much of a value as one line can say. */
function shortened(value: FieldValue, depth = 0): FieldValue {
  if (typeof value === 'string') return value.slice(0, SUMMARY);
  if (typeof value !== 'object' || depth > 2) return typeof value === 'object' ? '…' : value;
  if (Array.isArray(value)) return (value as readonly FieldValue[]).slice(0, 8).map((item) => shortened(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, FieldValue>>)
      .slice(0, 8)
      .map(([key, inner]) => [key, shortened(inner, depth + 1)]),
  );
}

function linesOf(value: FieldValue, open: ReadonlyMap<string, number>): Line[] {
  const lines: Line[] = [];
  const add = (path: string, depth: number, name: string | undefined, inner: FieldValue): void => {
    const entries = typeof inner === 'object' ? Object.entries(inner as Readonly<Record<string, FieldValue>>) : undefined;
    lines.push({ path, depth, name, value: inner, size: entries?.length });
    const shown = open.get(path);
    if (!entries || shown === undefined) return;
    for (const [key, child] of entries.slice(0, shown))
      add(`${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1, key, child);
    if (entries.length > shown) {
      lines.push({ path: `${path}/`, depth: depth + 1, name: undefined, value: undefined, size: undefined, more: entries.length - shown });
    }
  };
  add('', 0, undefined, value);
  return lines;
}
