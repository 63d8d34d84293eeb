import { Fragment, useMemo, useState, type ReactNode } from 'react';
import type { Passage, QaForm, Question } from '../../model/record-form.ts';
import { SeverityIcon } from '../shared/SeverityIcon.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { BodyText } from './BodyText.tsx';
import { CutText } from './CutText.tsx';
import { segmentsOf } from './marks.ts';
import { MediaView } from './MediaView.tsx';
import { placed } from './placed.ts';
import { PlainText } from '../shared/PlainText.tsx';
import styles from './Text.module.css';

/** UTF-16 units of a passage drawn at first. */
const STEP = 16_000;
/** Passages and questions drawn at first. */
const PASSAGES = 6;

/** Questions with their answers, which are marked where they stand in the passage. */
export function QaView({ form }: { readonly form: QaForm }): ReactNode {
  const t = useT();
  const [shown, setShown] = useState(PASSAGES);
  const { title, passages, media } = form;
  return (
    <>
      {title !== undefined && (
        <p className={styles.title} dir="auto" data-text="">
          <PlainText text={title} />
        </p>
      )}
      {placed(media).map(({ key, item }) => (
        <div key={key} className={styles.lead}>
          <MediaView medium={item} regions={[]} />
        </div>
      ))}
      {placed(passages.slice(0, shown)).map(({ key, item }) => (
        <PassageView key={key} passage={item} />
      ))}
      {shown < passages.length && (
        <p className={styles.moreTurns}>
          <button type="button" className={ui.link} onClick={() => setShown(shown + PASSAGES * 4)}>
            {t('text.morePassages', { n: passages.length - shown })}
          </button>
        </p>
      )}
    </>
  );
}

function PassageView({ passage }: { readonly passage: Passage }): ReactNode {
  const t = useT();
  const { context, questions } = passage;
  const [active, setActive] = useState(0);
  return (
    <section className={styles.passage}>
      {context !== undefined && context !== '' && (
        <div className={styles.lead}>
          <Context context={context} questions={questions} active={active} />
        </div>
      )}
      <ol className={styles.turns} aria-label={t('text.questions', { n: questions.length })}>
        {placed(questions).map(({ key, item }, at) => (
          <QuestionView key={key} question={item} choose={questions.length > 1 ? () => setActive(at) : undefined} active={at === active} />
        ))}
      </ol>
    </section>
  );
}

interface ContextProps {
  readonly context: string;
  readonly questions: readonly Question[];
  readonly active: number;
}

/** The passage with all answers marked; those of the chosen question stand out. */
function Context({ context, questions, active }: ContextProps): ReactNode {
  const marks = useMemo(
    () =>
      questions.flatMap(({ answers }, question) =>
        answers.flatMap(({ text, start, misplaced }) =>
          start === undefined || misplaced || text === '' ? [] : [{ question, fragments: [[start, start + text.length]] as const }],
        ),
      ),
    [questions],
  );
  const segments = useMemo(() => segmentsOf(context.length, marks), [context, marks]);
  if (marks.length === 0) return <BodyText text={context} rich={false} />;
  return (
    <CutText text={context} step={STEP}>
      {(part, from) => (
        <p className={styles.plain} dir="auto" data-text="">
          {segments.flatMap(({ start, end, marks: over }) => {
            const [first, last] = [Math.max(start, from), Math.min(end, from + part.length)];
            if (first >= last) return [];
            const words = <PlainText key={start} text={context.slice(first, last)} />;
            if (over.length === 0) return [words];
            return [
              <mark key={start} className={styles.answerMark} data-active={over.some((mark) => marks[mark]?.question === active)}>
                {words}
              </mark>,
            ];
          })}
        </p>
      )}
    </CutText>
  );
}

interface QuestionViewProps {
  readonly question: Question;
  readonly active: boolean;
  /** Marks its answer in the passage; absent where it is the only one. */
  readonly choose: (() => void) | undefined;
}

function QuestionView({ question: { question, answers, unanswerable, final, id }, active, choose }: QuestionViewProps): ReactNode {
  const t = useT();
  const distinct = answers.filter(
    ({ text, start }, at) => answers.findIndex((other) => other.text === text && other.start === start) === at,
  );
  return (
    <li className={styles.turn} data-active={active && choose !== undefined}>
      <div className={styles.who}>
        <span>{t('text.question')}</span>
        {choose && (
          <button
            type="button"
            className={ui.link}
            aria-pressed={active}
            onClick={choose}
            aria-label={t('text.markAnswer', { id: id ?? question })}
          >
            {t('text.mark')}
          </button>
        )}
      </div>
      <div className={styles.said}>
        <BodyText text={question} />
        {unanswerable && answers.length === 0 && <p className={styles.nothing}>{t('text.unanswerable')}</p>}
        {unanswerable && answers.length > 0 && <p className={styles.nothing}>{t('text.plausible')}</p>}
      </div>
      {placed(distinct).map(({ key, item: { text, start, misplaced, actual } }) => (
        <Fragment key={key}>
          <div className={styles.who}>{t('text.answer')}</div>
          <div className={`${styles.said} ${styles.qaAnswer}`}>
            <BodyText text={text} />
            {misplaced && (
              <p className={styles.flag}>
                <SeverityIcon severity="warning" />
                {t('text.answerElsewhere', { start: start ?? 0, actual: actual ?? '' })}
              </p>
            )}
          </div>
        </Fragment>
      ))}
      {final !== undefined && (
        <>
          <div className={styles.who}>{t('text.final')}</div>
          <p className={`${styles.said} ${styles.final}`}>
            <strong data-text="">
              <PlainText text={final} />
            </strong>
          </p>
        </>
      )}
    </li>
  );
}
