import { ChevronDown, ChevronRight, Lightbulb } from 'lucide-react';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { unreachable } from '../../base/assert.ts';
import type { ChatForm, Part, Turn } from '../../model/record-form.ts';
import { speakerOfTurn } from '../../model/turn-texts.ts';
import { useAppState } from '../../state/use-app.ts';
import { useUndrawn } from '../matches/match-scope.ts';
import matchStyles from '../matches/Matches.module.css';
import { CopyPath } from '../viewer/CopyPath.tsx';
import { useT, type T } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { BodyText } from './BodyText.tsx';
import { CallBox, ResultBox } from './CallBox.tsx';
import { Fold } from './Fold.tsx';
import { Clamp } from './Clamp.tsx';
import { JsonText } from './JsonText.tsx';
import { MediaView } from './MediaView.tsx';
import { PlainText } from '../shared/PlainText.tsx';
import { placed } from './placed.ts';
import { SaidBy } from './SaidBy.tsx';
import { copyOf, firstWordsOf, guessedHeight, secondsOf, textsOfTurn } from './turn-text.ts';
import { useNear } from './use-near.ts';
import styles from './Text.module.css';

type Around = Pick<ChatForm, 'media' | 'regions'>;

interface TurnRowProps {
  /** Place in the conversation, from 0. */
  readonly at: number;
  readonly turn: Turn;
  readonly around: Around;
  /** Drawn at once; others when they come near what is seen. */
  readonly isNear: boolean;
  /** In a conversation of many turns, where a tall one is cut. */
  readonly isLong: boolean;
}

/** A turn: its role in the gutter, what is said beside it. System prompts are folded, and in an outline all turns are. */
export function TurnRow({ at, turn, around, isNear, isLong }: TurnRowProps): ReactNode {
  const t = useT();
  const { role, trained, parts } = turn;
  const row = useRef<HTMLLIElement>(null);
  const outline = useAppState((state) => state.settings.textOutline);
  const [own, setOwn] = useState<{ readonly outline: boolean; readonly open: boolean }>();
  const [near, draw] = useNear(row, isNear);
  const open = own && own.outline === outline ? own.open : !outline;
  const isDrawn = near && open;
  const texts = useMemo(() => (isDrawn ? undefined : () => textsOfTurn(turn)), [isDrawn, turn]);
  const matches = useUndrawn(row, texts, () => {
    draw();
    setOwn({ outline, open: true });
  });
  const toggle = (): void => setOwn({ outline, open: !open });
  return (
    <li
      ref={row}
      className={styles.turn}
      data-role={role}
      {...(trained === false ? { 'data-untrained': '' } : {})}
      {...(open ? {} : { 'data-folded': '' })}
      style={open && !near ? { minHeight: guessedHeight(turn) } : undefined}
    >
      <div className={styles.who}>
        {open ? (
          <button
            type="button"
            className={styles.turnFold}
            aria-expanded={true}
            aria-label={t('text.foldTurn', { at: at + 1 })}
            onClick={toggle}
          >
            <ChevronDown size={12} strokeWidth={1.6} aria-hidden="true" />
          </button>
        ) : (
          <span className={styles.turnFold}>
            <ChevronRight size={12} strokeWidth={1.6} aria-hidden="true" />
          </span>
        )}
        <Speaker turn={turn} isFolded={!open} />
      </div>
      {open ? (
        near && <Said turn={turn} around={around} isLong={isLong} />
      ) : (
        <button type="button" className={styles.foldedTurn} aria-expanded={false} onClick={toggle}>
          <span className={`${ui.ellipsis} ${styles.foldWords}`} dir="auto">
            <PlainText text={parts.length === 0 ? t('text.empty') : firstWordsOf(turn)} />
          </span>
          {matches > 0 && <span className={matchStyles.inside}>{t('match.inside', { n: matches })}</span>}
        </button>
      )}
      <div className={styles.turnEnd}>
        {open ? near && <CopyPath text={copyOf(turn)} label={t('text.copyTurn')} /> : <span className={styles.as}>{at + 1}</span>}
      </div>
    </li>
  );
}

function Said({ turn, around, isLong }: Pick<TurnRowProps, 'turn' | 'around' | 'isLong'>): ReactNode {
  const parts = <Parts parts={turn.parts} around={around} />;
  return (
    <SaidBy by={speakerOfTurn(turn)} className={styles.said}>
      {turn.role === 'system' ? <Fold text={copyOf(turn)}>{parts}</Fold> : isLong ? <Clamp>{parts}</Clamp> : parts}
    </SaidBy>
  );
}

/** Who speaks, and what it took as far as the record says. */
function Speaker({ turn, isFolded }: { readonly turn: Turn; readonly isFolded: boolean }): ReactNode {
  const t = useT();
  const { role, as, name, trained, cost = {} } = turn;
  const { at, model, seconds, tokensIn, tokensOut } = cost;
  return (
    <>
      <span {...(at === undefined ? {} : { title: at })}>{role === 'other' ? <PlainText text={as} /> : t(`text.role.${role}`)}</span>
      {!isFolded && (
        <>
          {as.toLowerCase() !== role && role !== 'other' && as !== '' && (
            <span className={styles.as} data-text="">
              <PlainText text={as} />
            </span>
          )}
          {name !== undefined && (
            <span className={styles.as} data-text="">
              <PlainText text={name} />
            </span>
          )}
          {trained === false && (
            <span className={styles.as} title={t('text.untrainedHint')}>
              {t('text.untrained')}
            </span>
          )}
          {model !== undefined && <span className={styles.as}>{model}</span>}
          {seconds !== undefined && <span className={styles.as}>{t('text.seconds', { seconds: secondsOf(t, seconds) })}</span>}
          {tokensIn !== undefined && (
            <span className={styles.as} title={t('text.tokens')}>
              {t('text.tokensIn', { tokens: tokensIn })}
            </span>
          )}
          {tokensOut !== undefined && (
            <span className={styles.as} title={t('text.tokens')}>
              {t('text.tokensOut', { tokens: tokensOut })}
            </span>
          )}
        </>
      )}
    </>
  );
}

export function Parts({ parts, around }: { readonly parts: readonly Part[]; readonly around: Around }): ReactNode {
  const t = useT();
  if (parts.length === 0) return <p className={styles.nothing}>{t('text.empty')}</p>;
  return placed(parts).map(({ key, item }) => <PartView key={key} part={item} around={around} t={t} />);
}

function PartView({ part, around, t }: { readonly part: Part; readonly around: Around; readonly t: T }): ReactNode {
  switch (part.kind) {
    case 'text':
      return <BodyText text={part.text} />;
    case 'reasoning':
      return (
        <SaidBy by="reasoning">
          <Fold title={t('text.reasoning')} icon={Lightbulb} text={part.text}>
            <div className={styles.reasoning}>
              <BodyText text={part.text} />
            </div>
          </Fold>
        </SaidBy>
      );
    case 'media': {
      const medium = around.media[part.media];
      return medium && <MediaView medium={medium} regions={around.regions.filter(({ media }) => media === part.media)} />;
    }
    case 'call':
      return <CallBox call={part} around={around} />;
    case 'result':
      return <ResultBox result={part} around={around} />;
    case 'refusal':
      return (
        <p className={styles.refusal} dir="auto">
          {t('text.refusal')}:{' '}
          <span data-text="">
            <PlainText text={part.text} />
          </span>
        </p>
      );
    case 'json':
      return <JsonText value={part.value} />;
    default:
      return unreachable(part);
  }
}
