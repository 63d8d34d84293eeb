import { ChevronDown, ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FieldValue } from '../../model/annotation.ts';
import type { Highlighter } from '../../table/query-highlight.ts';
import { useUndrawn } from '../matches/match-scope.ts';
import matchStyles from '../matches/Matches.module.css';
import { useT } from '../shared/use-t.ts';
import { CutText } from './CutText.tsx';
import { jsonLine } from './json-text.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { openedTo, STEP, textOfLeaf, treeLines, undrawnTexts, type OpenLines, type TreeLine } from './tree-lines.ts';
import styles from './Text.module.css';

/** UTF-16 units of a text at first, and of what a folded value says of itself. */
const TEXT_STEP = 2000;
const SUMMARY = 80;
/** CSS pixels a level is moved in, and the last level that is. */
const INDENT = 14;
const DEEPEST = 16;

/** A value as a tree: lines open one by one, arrow keys move and open. Integers have all their digits. */
export function JsonTree({ value, name }: { readonly value: FieldValue; readonly name: string }): ReactNode {
  const [open, setOpen] = useState<OpenLines>(new Map([['', STEP]]));
  const [at, setAt] = useState('');
  const lines = useMemo(() => treeLines(value, open), [value, open]);
  const current = Math.max(
    0,
    lines.findIndex(({ path }) => path === at),
  );
  const toggle = (line: TreeLine, on: boolean): void => {
    const next = new Map(open);
    if (line.from !== undefined) {
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
      {lines.map((line, i) => (
        <Line
          key={line.path}
          line={line}
          isOpen={open.has(line.path)}
          isCurrent={i === current}
          onPress={() => {
            setAt(line.path);
            if (line.size !== undefined || line.from !== undefined) toggle(line, !open.has(line.path));
          }}
          onMatch={(nth, highlight) => setOpen((before) => openedTo(line, nth, highlight, before))}
        />
      ))}
    </div>
  );
}

interface LineProps {
  readonly line: TreeLine;
  readonly isOpen: boolean;
  readonly isCurrent: boolean;
  onPress(): void;
  onMatch(nth: number, highlight: Highlighter): void;
}

function Line({ line, isOpen, isCurrent, onPress, onMatch }: LineProps): ReactNode {
  const t = useT();
  const { depth, name, size, from, value } = line;
  const element = useRef<HTMLSpanElement>(null);
  const isClosed = from !== undefined || (size !== undefined && !isOpen);
  const texts = useMemo(
    () =>
      isClosed ? undrawnTexts({ path: '', depth: 0, name: undefined, value, size: 0, ...(from === undefined ? {} : { from }) }) : undefined,
    [isClosed, value, from],
  );
  const matches = useUndrawn(element, texts, onMatch);
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  return (
    <div
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isCurrent}
      {...(size === undefined ? {} : { 'aria-expanded': isOpen })}
      tabIndex={isCurrent ? 0 : -1}
      className={styles.treeLine}
      // Past some depth the text would have no room.
      style={{ paddingInlineStart: Math.min(depth, DEEPEST) * INDENT }}
      {...(depth > DEEPEST ? { title: t('text.depth', { level: depth }) } : {})}
      onClick={onPress}
    >
      {size === undefined ? <span className={styles.treeSpace} /> : <Chevron size={12} strokeWidth={1.6} aria-hidden="true" />}
      {name !== undefined && (
        <span className={styles.treeKey}>
          <PlainText text={name} />
        </span>
      )}
      <TreeValue line={line} open={isOpen} />
      <span ref={element} className={matches > 0 ? matchStyles.inside : undefined}>
        {matches > 0 && t('match.inside', { n: matches })}
      </span>
    </div>
  );
}

function TreeValue({ line, open }: { readonly line: TreeLine; readonly open: boolean }): ReactNode {
  const t = useT();
  const { value, size, from } = line;
  if (from !== undefined)
    return <span className={styles.treeMore}>{t('text.moreEntries', { n: Object.keys(value ?? {}).length - from })}</span>;
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
  return (
    <span className={styles.treeText} data-kind={kind} dir="auto">
      <CutText text={textOfLeaf(value)} step={TEXT_STEP}>
        {(part) => (
          <span data-text="">
            <PlainText text={part} />
          </span>
        )}
      </CutText>
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
