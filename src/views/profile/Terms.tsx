import { useMemo, useState, type ReactNode } from 'react';
import type { TextProfile } from '../../engine/protocol.ts';
import { searchesText, toggleText } from '../../table/query-edit.ts';
import type { Query, TextClause } from '../../table/query.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { useT } from '../shared/use-t.ts';
import { BarRow } from './BarRow.tsx';
import { placeWords, type CloudWord } from './cloud-layout.ts';
import { useWidth } from './use-width.ts';
import ui from '../shared/ui.module.css';
import styles from './Profile.module.css';

const IN_CLOUD = 70;
const IN_LIST = 12;
/** CSS pixels: of a row of the list, and of the cloud, which is as high as the list beside it. */
const ROW = 24;
const LOWEST = 160;

/** The words of most records, as a cloud and as bars; a click searches for one. */
export function Terms({ profile: { terms, records } }: { readonly profile: TextProfile }): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const [all, setAll] = useState(false);
  if (!terms) return null;
  const { looked, top } = terms;
  const toggle = (term: string): void => app.setQuery(toggleText(query, term, howOf(term)));
  const most = top[0]?.records ?? 1;
  return (
    <section className={styles.wide} aria-label={t('profile.terms')}>
      <h3 className={styles.title}>
        {t('profile.terms')}
        <span>{looked < records ? t('profile.termsPart', { looked, records }) : t('profile.termsHint')}</span>
      </h3>
      {top.length === 0 && looked >= records ? (
        <p className={ui.paneNone}>{t('profile.noTerms')}</p>
      ) : (
        <div className={styles.terms}>
          <Cloud
            words={top.slice(0, IN_CLOUD)}
            height={Math.max(LOWEST, Math.min(IN_LIST, top.length) * ROW)}
            query={query}
            onClick={toggle}
          />
          <div>
            <div className={styles.rows}>
              {top.slice(0, all ? top.length : IN_LIST).map(({ term, records: n }) => (
                <BarRow
                  key={term}
                  label={term}
                  n={n}
                  share={n / most}
                  isOn={searchesText(query, term, howOf(term))}
                  onClick={() => toggle(term)}
                />
              ))}
            </div>
            {top.length > IN_LIST && (
              <button type="button" className={styles.more} aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? t('facet.less') : t('facet.moreValues', { n: top.length - IN_LIST })}
              </button>
            )}
          </div>
        </div>
      )}
    </section>
  );
}

/** Without blanks between words there are no whole words to look for. */
function howOf(term: string): TextClause['how'] {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u.test(term)
    ? undefined
    : 'word';
}

interface CloudProps {
  readonly words: readonly { readonly term: string; readonly records: number }[];
  /** CSS pixels. */
  readonly height: number;
  readonly query: Query;
  onClick(term: string): void;
}

/** Letter size by the number of records; it says what the bars beside it say, so it is only for the eye and the mouse. */
function Cloud({ words, height, query, onClick }: CloudProps): ReactNode {
  const t = useT();
  const { width, setElement } = useWidth();
  const placed = useMemo(() => placeWords(measured(words), { width, height }), [words, width, height]);
  const counts = useMemo(() => new Map(words.map(({ term, records }) => [term, records])), [words]);
  return (
    <div ref={setElement} className={styles.cloud} style={{ height }} aria-hidden="true">
      {placed.map(({ text, size, ...box }, rank) => (
        <button
          key={text}
          type="button"
          tabIndex={-1}
          className={rank < 5 ? styles.first : rank < 20 ? styles.second : styles.third}
          style={{ ...box, fontSize: size, lineHeight: `${box.height}px` }}
          title={t('profile.value', { value: text, n: counts.get(text) ?? 0 })}
          {...(searchesText(query, text, howOf(text)) ? { 'data-on': '' } : {})}
          onClick={() => onClick(text)}
        >
          {text}
        </button>
      ))}
    </div>
  );
}

const SAMPLE_SIZE = 20;

/** Words with their widths in the font of the page. */
function measured(words: CloudProps['words']): readonly CloudWord[] {
  const context = document.createElement('canvas').getContext('2d');
  if (!context) return [];
  context.font = `550 ${SAMPLE_SIZE}px ${getComputedStyle(document.body).fontFamily}`;
  return words.map(({ term, records }) => ({ text: term, weight: records, width: context.measureText(term).width / SAMPLE_SIZE }));
}
