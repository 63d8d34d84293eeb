import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import ui from './ui.module.css';

export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly content?: ReactNode;
}

interface SegmentedProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly segments: readonly Segment<Value>[];
  readonly small?: boolean;
  onChange(value: Value): void;
}

/** One of a few: a radio group that looks like a split button. Arrow keys move, as in any radio group. */
export function Segmented<Value extends string>({ label, value, segments, small, onChange }: SegmentedProps<Value>): ReactNode {
  const group = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const at = segments.findIndex((segment) => segment.value === value);
    const next = (at + step + segments.length) % segments.length;
    const chosen = segments[next];
    if (!chosen) return;
    onChange(chosen.value);
    group.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div ref={group} role="radiogroup" aria-label={label} className={`${ui.segmented} ${small ? ui.small : ''}`} onKeyDown={onKeyDown}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          role="radio"
          aria-checked={segment.value === value}
          aria-label={segment.label}
          title={segment.label}
          tabIndex={segment.value === value ? 0 : -1}
          onClick={() => onChange(segment.value)}
        >
          {segment.content ?? segment.label}
        </button>
      ))}
    </div>
  );
}
