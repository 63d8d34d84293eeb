import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { ChatForm, Turn } from '../../model/record-form.ts';
import { useApp } from '../../state/use-app.ts';
import { TURN_EVENT, type TurnCommand } from '../app/commands.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { placed } from './placed.ts';
import { TurnRow } from './TurnRow.tsx';
import { createNearness, NearnessContext, type Nearness } from './use-near.ts';
import styles from './Text.module.css';

/** Turns in the list at first, and more at each request. Only those near what is seen are drawn in full. */
const STEP = 3000;
/** Turns drawn before anything is measured. */
const AT_ONCE = 8;
/** A conversation of so many turns is looked through, not read: its tall turns are cut. */
const LONG = 12;
/** Turns above a jump's target are laid out on the way to it, and move it. */
const LOOKS = 3;

interface TurnListProps {
  readonly turns: readonly Turn[];
  readonly around: Pick<ChatForm, 'media' | 'regions'>;
  readonly label: string;
}

/** Turn after turn, fluid with thousands of them. */
export function TurnList({ turns, around, label }: TurnListProps): ReactNode {
  const app = useApp();
  const t = useT();
  const list = useRef<HTMLOListElement>(null);
  const [shown, setShown] = useState(STEP);
  const [nearness, setNearness] = useState<Nearness>();
  useEffect(() => setNearness(createNearness(list.current?.closest('[data-scrolls]') ?? null)), []);
  useEffect(() => {
    const onCommand = (event: Event): void => {
      if (list.current && event instanceof CustomEvent) goToTurn(list.current, event.detail as TurnCommand);
    };
    addEventListener(TURN_EVENT, onCommand);
    return () => removeEventListener(TURN_EVENT, onCommand);
  }, []);
  // The turn that one looks at stays in sight when the others fold or unfold.
  useEffect(
    () =>
      app.store.subscribe((state, before) => {
        if (!list.current || state.settings.textOutline === before.settings.textOutline) return;
        const target = atTop(list.current);
        if (target) requestAnimationFrame(() => scrollTo(target, LOOKS));
      }),
    [app],
  );
  const more = turns.length - shown;
  return (
    <NearnessContext value={nearness}>
      <ol ref={list} className={styles.turns} aria-label={label} data-turns="">
        {placed(turns.slice(0, shown)).map(({ key, item }, at) => (
          <TurnRow key={key} at={at} turn={item} around={around} isNear={at < AT_ONCE} isLong={turns.length > LONG} />
        ))}
      </ol>
      {more > 0 && (
        <p className={styles.moreTurns}>
          <button type="button" className={ui.link} onClick={() => setShown(shown + STEP)}>
            {t('text.moreTurns', { n: more })}
          </button>
        </p>
      )}
    </NearnessContext>
  );
}

/** CSS pixels from the top of what scrolls to the top of a turn. */
function topOf(turn: Element, scroller: Element): number {
  return turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

const scrollerOf = (element: Element): Element | null => element.closest('[data-scrolls]');

/** The turn at the top of what is seen; none where the list begins below. */
function atTop(list: Element): Element | undefined {
  const scroller = scrollerOf(list);
  return scroller ? [...list.children].findLast((turn) => topOf(turn, scroller) <= 1) : undefined;
}

function scrollTo(turn: Element, looks: number): void {
  const scroller = scrollerOf(turn);
  if (!scroller) return;
  scroller.scrollTop += topOf(turn, scroller);
  if (looks > 1) requestAnimationFrame(() => scrollTo(turn, looks - 1));
}

/** Scrolls to the turn behind, or before, the one at the top. */
function goToTurn(list: Element, command: TurnCommand): void {
  const scroller = scrollerOf(list);
  if (!scroller) return;
  const top = atTop(list);
  const isInside = top !== undefined && topOf(top, scroller) < -1;
  const target =
    command === 'next' ? (top ? top.nextElementSibling : list.firstElementChild) : isInside ? top : top?.previousElementSibling;
  if (!target) {
    if (command === 'previous') scroller.scrollTop = 0;
    return;
  }
  target.querySelector<HTMLElement>('[aria-expanded]')?.focus({ preventScroll: true });
  scrollTo(target, LOOKS);
}
