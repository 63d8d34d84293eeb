import { Check, Equal, X, type LucideIcon } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { Answer, PreferenceForm, Turn } from '../../model/record-form.ts';
import { CopyPath } from '../viewer/CopyPath.tsx';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { speakerOfTurn, type Speaker } from '../../model/turn-texts.ts';
import { SaidBy } from './SaidBy.tsx';
import { TurnList } from './TurnList.tsx';
import { placed } from './placed.ts';
import { PlainText } from '../shared/PlainText.tsx';
import { copyOf } from './turn-text.ts';
import { Parts } from './TurnRow.tsx';
import { isUnlike, wordDiff, type DiffPiece } from './word-diff.ts';
import styles from './Text.module.css';

const ICONS: Readonly<Record<NonNullable<Answer['verdict']>, LucideIcon>> = { chosen: Check, rejected: X, tie: Equal };

/** The prompt, then its answers side by side; of two, the words that differ are marked, unless hardly one is the same or nobody wants it. */
export function PreferenceView({ form }: { readonly form: PreferenceForm }): ReactNode {
  const app = useApp();
  const t = useT();
  const { prompt, answers, steps = false } = form;
  const diffs = useMemo(() => diffsOf(answers), [answers]);
  const differs = diffs?.some((diff) => diff !== undefined) ?? false;
  const isStrange = diffs !== undefined && isUnlike(diffs);
  const wanted = useAppState((state) => state.settings.textMarks);
  // What says nothing is asked for one record at a time.
  const [asked, setAsked] = useState(false);
  const marks = isStrange ? asked : wanted;
  const isSame = answers.length === 2 && diffs !== undefined && textOf(answers[0]) === textOf(answers[1]);
  return (
    <>
      {prompt.length > 0 && <TurnList turns={prompt} around={form} label={t('text.prompt')} />}
      <div className={styles.answersHead}>
        <span className={ui.strong}>{t(steps ? 'text.steps' : 'text.answers', { n: answers.length })}</span>
        {isSame && <span className={styles.warn}>{t('text.sameAnswers')}</span>}
        {isStrange && !isSame && <span className={ui.quiet}>{t('text.unlikeAnswers')}</span>}
        {differs && !isSame && (
          <label className={styles.check}>
            <input type="checkbox" checked={marks} onChange={() => (isStrange ? setAsked(!marks) : app.setting({ textMarks: !marks }))} />
            {t('text.markDifferences')}
          </label>
        )}
      </div>
      <ol className={styles.answers} data-pair={answers.length === 2 && !steps} aria-label={t('text.answers', { n: answers.length })}>
        {placed(answers).map(({ key, item: answer }, side) => (
          <AnswerCard
            key={key}
            answer={answer}
            form={form}
            diffs={marks && !isSame ? diffs?.map((diff) => (side === 0 ? diff?.a : diff?.b)) : undefined}
          />
        ))}
      </ol>
    </>
  );
}

interface AnswerCardProps {
  readonly answer: Answer;
  readonly form: PreferenceForm;
  /** A list of pieces a turn, where differences are marked. */
  readonly diffs: readonly (readonly DiffPiece[] | undefined)[] | undefined;
}

function AnswerCard({ answer, form, diffs }: AnswerCardProps): ReactNode {
  const t = useT();
  const { name, verdict, score, turns } = answer;
  const Icon = verdict && ICONS[verdict];
  return (
    <li className={styles.answer} {...(verdict ? { 'data-verdict': verdict } : {})}>
      <div className={styles.answerHead}>
        {Icon && <Icon size={14} strokeWidth={2} aria-hidden="true" />}
        {verdict && <span>{t(`text.verdict.${verdict}`)}</span>}
        {name !== verdict && (
          <span className={styles.as} data-text="">
            {name}
          </span>
        )}
        {score !== undefined && <span className={styles.as}>{t('text.score', { score: t.number(score) })}</span>}
        <span className={styles.answerEnd}>
          <CopyPath text={textOf(answer)} label={t('text.copyAnswer')} />
        </span>
      </div>
      <div className={styles.said}>
        {placed(turns).map(({ key, item: turn }, at) => {
          const diff = diffs?.[at];
          return diff ? (
            <Diff key={key} pieces={diff} by={speakerOfTurn(turn)} />
          ) : (
            <TurnParts key={key} turn={turn} form={form} alone={turns.length === 1} />
          );
        })}
      </div>
    </li>
  );
}

function TurnParts({ turn, form, alone }: { readonly turn: Turn; readonly form: PreferenceForm; readonly alone: boolean }): ReactNode {
  const t = useT();
  return (
    <SaidBy by={speakerOfTurn(turn)}>
      {!alone && <span className={styles.as}>{turn.role === 'other' ? turn.as : t(`text.role.${turn.role}`)}</span>}
      <Parts parts={turn.parts} around={form} />
    </SaidBy>
  );
}

function Diff({ pieces, by }: { readonly pieces: readonly DiffPiece[]; readonly by: Speaker | undefined }): ReactNode {
  return (
    <p className={styles.plain} dir="auto" data-text="" data-said={by ?? ''}>
      {pieces.map(({ text, differs, at }) =>
        differs ? (
          <mark key={at} className={styles.differs}>
            <PlainText text={text} />
          </mark>
        ) : (
          <PlainText key={at} text={text} />
        ),
      )}
    </p>
  );
}

const textOf = (answer: Answer | undefined): string => (answer?.turns ?? []).map((turn) => copyOf(turn)).join('\n\n');

/** Turn against turn, where both answers have as many and say nothing but text. */
function diffsOf(answers: readonly Answer[]): readonly ReturnType<typeof wordDiff>[] | undefined {
  const [first, second, third] = answers;
  if (!first || !second || third || first.turns.length !== second.turns.length) return undefined;
  const isPlain = (turn: Turn): boolean => turn.parts.every(({ kind }) => kind === 'text');
  return first.turns.map((turn, at) => {
    const other = second.turns[at];
    return other && isPlain(turn) && isPlain(other) ? wordDiff(copyOf(turn), copyOf(other)) : undefined;
  });
}
