import { ArrowDown, ArrowDownAZ, ListOrdered, Search } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { classClauseOf, onlyClass, setClassMode, toggleClass } from '../../table/query-edit.ts';
import type { ClassClause } from '../../table/query.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { NameText } from '../shared/PlainText.tsx';
import { Segmented } from '../shared/Segmented.tsx';
import { Swatch } from '../shared/Swatch.tsx';
import { useScaledScroll } from '../shared/use-scaled-scroll.ts';
import { useT } from '../shared/use-t.ts';
import { nameInWords } from '../shared/words.ts';
import ui from '../shared/ui.module.css';
import { FacetRow } from './FacetRow.tsx';
import { FacetSection } from './FacetSection.tsx';
import { Tail } from './Tail.tsx';
import { HideButton } from './ValueFacet.tsx';
import styles from './Facets.module.css';

const ROW = 24;
/** Rows shown before "more classes"; then a window that scrolls. */
const FOLDED_ROWS = 14;
const OPEN_ROWS = 24;
const ORDERS = ['count', 'name', 'file'] as const;
const ORDER_ICONS = { count: ArrowDown, name: ArrowDownAZ, file: ListOrdered } as const;
const ORDER_WORDS = { count: 'facet.byCount', name: 'facet.byName', file: 'facet.byFile' } as const;

interface Entry extends FacetValue {
  /** Row in the category table, of the first where several share the name: the class keeps its colour in any order. */
  readonly category: number;
}

/** The classes: any, all or none of the chosen ones; a search; counts under the other filters; the tail by order. */
export function ClassFacet({ values }: { readonly values: readonly FacetValue[] }): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const order = useAppState((state) => state.settings.classOrder);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? true);
  const [mode, setMode] = useState<ClassClause['mode']>('any');
  const [find, setFind] = useState('');
  const [open, setOpen] = useState(false);
  const clause = classClauseOf(query);
  // One class reads the same for any and all: then the switch remembers what was said.
  const shownMode = clause && (clause.names.length > 1 || clause.mode === 'none') ? clause.mode : mode;

  const categories = useAppState((state) => currentDataset(state)?.categories);
  const entries = useMemo(() => sorted(values, rowsByName(categories ?? []), order), [values, categories, order]);
  const found = useMemo(() => {
    const text = find.trim().toLocaleLowerCase();
    return text === '' ? entries : entries.filter(({ value }) => value.toLocaleLowerCase().includes(text));
  }, [entries, find]);

  const changeMode = (next: ClassClause['mode']): void => {
    setMode(next);
    if (clause) app.setQuery(setClassMode(query, next));
  };
  const nextOrder = ORDERS[(ORDERS.indexOf(order) + 1) % ORDERS.length] ?? 'count';
  const OrderIcon = ORDER_ICONS[order];
  const visible = open || find !== '' ? Math.min(OPEN_ROWS, found.length) : Math.min(FOLDED_ROWS, found.length);
  const more = found.length - FOLDED_ROWS;

  return (
    <FacetSection
      id="class"
      label={t('facet.class')}
      end={
        <Segmented
          small
          label={t('facet.mode')}
          value={shownMode}
          onChange={changeMode}
          segments={[
            { value: 'any', label: t('facet.modeAny') },
            { value: 'all', label: t('facet.modeAll') },
            { value: 'none', label: t('facet.modeNone') },
          ]}
        />
      }
    >
      <div className={styles.find}>
        <Search size={13} strokeWidth={1.6} aria-hidden="true" />
        <input
          type="search"
          value={find}
          placeholder={t('facet.find')}
          aria-label={t('facet.find')}
          onChange={(event) => setFind(event.currentTarget.value)}
        />
        <span className={ui.count}>{t.number(values.length)}</span>
      </div>
      <div className={styles.columns}>
        <button
          type="button"
          className={styles.order}
          aria-label={t('facet.sortBy', { order: t(ORDER_WORDS[order]) })}
          onClick={() => app.setting({ classOrder: nextOrder })}
        >
          {t(ORDER_WORDS[order])}
          <OrderIcon size={11} aria-hidden="true" />
        </button>
        <span>{t(visual ? 'facet.images' : 'facet.records')}</span>
        <span>{t('facet.annotations')}</span>
      </div>
      <ClassWindow
        entries={open || find !== '' ? found : found.slice(0, FOLDED_ROWS)}
        rows={visible}
        chosen={clause?.names ?? []}
        onToggle={(name) => app.setQuery(toggleClass(query, name, shownMode))}
        onOnly={(name) => app.setQuery(onlyClass(query, name))}
      />
      {found.length === 0 && <p className={styles.nothing}>{t('facet.nothing', { text: find })}</p>}
      {more > 0 && find === '' && (
        <button type="button" className={styles.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? t('facet.less') : t('facet.more', { n: more })}
          <Tail values={values} />
        </button>
      )}
    </FacetSection>
  );
}

interface ClassWindowProps {
  readonly entries: readonly Entry[];
  /** Rows of height. */
  readonly rows: number;
  readonly chosen: readonly string[];
  onToggle(name: string): void;
  onOnly(name: string): void;
}

/** 1,230 classes are normal: only those in view are drawn. */
function ClassWindow({ entries, rows, chosen, onToggle, onOnly }: ClassWindowProps): ReactNode {
  const app = useApp();
  const t = useT();
  const hidden = useAppState((state) => state.hiddenClasses);
  const filtered = useAppState((state) => state.query.clauses.length > 0);
  const { first, height: fullHeight, last, offset, setScroller } = useScaledScroll(entries.length, ROW, 0, { isAside: true });
  const most = Math.max(1, ...entries.map((entry) => entry.allSamples));
  const set = new Set(chosen);
  return (
    <div ref={setScroller} className={styles.scroll} style={{ height: rows * ROW }} tabIndex={-1}>
      <div className={styles.spacer} style={{ height: fullHeight }}>
        <div className={styles.window} style={{ top: offset }}>
          {entries.slice(first, last).map((entry) => (
            <FacetRow
              key={entry.value}
              name={entry.value}
              label={
                <>
                  <Swatch category={entry.category} />
                  <span className={ui.ellipsis}>
                    <NameText name={entry.value} />
                  </span>
                </>
              }
              checked={set.has(entry.value)}
              counts={[entry.samples, entry.annotations]}
              share={entry.samples / most}
              filtered={filtered}
              onToggle={() => onToggle(entry.value)}
              onOnly={() => onOnly(entry.value)}
              action={
                <HideButton
                  label={t(hidden.has(entry.value) ? 'facet.show' : 'facet.hide', { name: nameInWords(t, entry.value) })}
                  hidden={hidden.has(entry.value)}
                  onClick={() => app.toggleClassOnCanvas(entry.value)}
                />
              }
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function rowsByName(categories: readonly { readonly name: string }[]): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (const [row, { name }] of categories.entries()) if (!rows.has(name)) rows.set(name, row);
  return rows;
}

function sorted(values: readonly FacetValue[], rows: ReadonlyMap<string, number>, order: (typeof ORDERS)[number]): readonly Entry[] {
  const entries = values.map((value) => ({ ...value, category: rows.get(value.value) ?? -1 }));
  if (order === 'file') return entries;
  const byName = new Intl.Collator(undefined, { numeric: true }).compare;
  if (order === 'name') return entries.toSorted((a, b) => byName(a.value, b.value));
  // All counts, not passing ones: rows must not jump while a filter changes.
  return entries.toSorted((a, b) => b.allAnnotations - a.allAnnotations || a.category - b.category);
}
