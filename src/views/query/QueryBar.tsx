import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search, TextCursorInput, X } from 'lucide-react';
import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { EMPTY_QUERY, type Clause, type Query } from '../../table/query.ts';
import { completions, type Completion } from '../../table/query-complete.ts';
import { isAnnotationField } from '../../table/query-normal.ts';
import type { QueryErrorCode } from '../../table/query-scan.ts';
import { parseQuery, printClause, printQuery } from '../../table/query-text.ts';
import { currentDataset } from '../../state/store.ts';
import { useApp, useAppState } from '../../state/use-app.ts';
import { NameText } from '../shared/PlainText.tsx';
import { useT } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { tellMatches } from '../app/commands.ts';
import { Chip } from './Chip.tsx';
import { useCompletionSource } from './use-completion-source.ts';
import styles from './QueryBar.module.css';

/** The question as chips and text. What facets build appears here; what is typed here sets the facets. */
export function QueryBar(): ReactNode {
  const app = useApp();
  const t = useT();
  const query = useAppState((state) => state.query);
  const n = useAppState((state) => state.rows.length);
  const visual = useAppState((state) => currentDataset(state)?.visual ?? true);
  const [text, setText] = useState('');
  /** The query before a chip became text again: what Escape goes back to. */
  const [before, setBefore] = useState<Query>();
  const [highlighted, setHighlighted] = useState<Option>();
  const [opened, setOpened] = useState(false);
  const [refused, setRefused] = useState<{ readonly code: QueryErrorCode; readonly text: string }>();
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(0);
  const source = useCompletionSource();
  const options = useMemo((): readonly Option[] => {
    if (text.trim() === '') return [];
    const found = completions(text, Math.min(caret, text.length), source, 30);
    return found.options.map((option) => ({ ...option, text: text.slice(0, found.start) + option.insert + text.slice(found.end) }));
  }, [text, caret, source]);

  const listed = opened && options.length > 0;

  const submit = (): void => {
    setOpened(false);
    const { query: typed, errors } = parseQuery(text);
    const [error] = errors;
    if (error) {
      setRefused({ code: error.code, text: text.slice(error.start, error.end) || text });
      return;
    }
    setRefused(undefined);
    setText('');
    setBefore(undefined);
    if (typed.clauses.length > 0) app.setQuery(parseQuery(`${printQuery(query)} ${printQuery(typed)}`).query);
  };
  const take = (option: Option): void => {
    setText(option.text);
    setCaret(option.text.length);
    setHighlighted(undefined);
    // After a field its values are offered; after a value there is nothing more to say.
    setOpened(option.kind === 'field');
  };
  const edit = (next: string, rest: Query): void => {
    setText(next);
    setBefore(query);
    app.setQuery(rest);
    input.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape' && listed) {
      event.preventDefault();
      event.stopPropagation();
      setOpened(false);
      setHighlighted(undefined);
    } else if (event.key === 'Enter' && text === '' && query.clauses.length > 0) {
      // As in the search of a browser: once more goes on.
      event.preventDefault();
      tellMatches(event.shiftKey ? 'previous' : 'next');
    } else if (event.key === 'Enter' && (!highlighted || !listed) && !event.nativeEvent.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === 'Backspace' && text === '' && query.clauses.length > 0) {
      event.preventDefault();
      const last = query.clauses.at(-1);
      if (last) edit(printClause(last), { clauses: query.clauses.slice(0, -1) });
    } else if (event.key === 'Escape') {
      if (before) app.setQuery(before);
      setBefore(undefined);
      setText('');
      setRefused(undefined);
      event.currentTarget.blur();
    }
  };

  return (
    <div className={styles.query}>
      <Search size={15} strokeWidth={1.6} className={styles.icon} aria-hidden="true" />
      <Chips
        query={query}
        onEdit={(clause) => edit(printClause(clause), without(query, clause))}
        onAll={() => edit(printQuery(query), EMPTY_QUERY)}
      />
      {/* Inline: an own popup of the library would hide the rest of the page from screen readers. */}
      <Autocomplete.Root
        inline
        open
        items={options}
        value={text}
        filter={null}
        itemToStringValue={(option: Option) => option.text}
        onValueChange={(value) => {
          setText(value);
          setCaret(input.current?.selectionStart ?? value.length);
          setOpened(true);
          setRefused(undefined);
        }}
        onItemHighlighted={(option) => setHighlighted(option)}
      >
        <div className={styles.field}>
          <Autocomplete.Input
            ref={input}
            id="query"
            className={styles.input}
            aria-label={t('query.name')}
            aria-expanded={listed}
            placeholder={query.clauses.length === 0 ? t(visual ? 'query.hintEmpty' : 'query.hintRecords') : t('query.hint')}
            spellCheck={false}
            aria-invalid={refused !== undefined}
            onKeyDown={onKeyDown}
            // A clause that was only looked at must not be lost by clicking elsewhere.
            onBlur={() => {
              setOpened(false);
              if (before !== undefined && text.trim() !== '') submit();
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
          />
          {listed && (
            // The focus stays in the input.
            <div role="presentation" className={`${ui.popup} ${styles.list}`} onMouseDown={(event) => event.preventDefault()}>
              <Autocomplete.List aria-label={t('query.values')}>
                {(option: Option) => (
                  <Autocomplete.Item key={option.text} value={option} className={ui.item} onClick={() => take(option)}>
                    <span className={`${styles.option} ${ui.ellipsis}`}>
                      <NameText name={option.label} />
                    </span>
                    <span className={ui.end}>{option.kind === 'field' ? (option.hint ?? t('query.fields')) : ''}</span>
                  </Autocomplete.Item>
                )}
              </Autocomplete.List>
              <p className={styles.help}>{t('query.help')}</p>
            </div>
          )}
        </div>
      </Autocomplete.Root>
      <span role="alert" className={refused === undefined ? '' : styles.error}>
        {refused !== undefined && t(`queryError.${refused.code}`, { text: refused.text })}
      </span>
      {query.clauses.length > 0 ? (
        <>
          <span className={styles.total}>{t(visual ? 'query.total' : 'query.totalRecords', { n })}</span>
          <button
            type="button"
            className={styles.remove}
            aria-label={t('query.edit')}
            title={t('query.edit')}
            onClick={() => edit(printQuery(query), EMPTY_QUERY)}
          >
            <TextCursorInput size={14} aria-hidden="true" />
          </button>
          <button
            type="button"
            className={styles.remove}
            aria-label={t('query.clear')}
            title={t('query.clear')}
            onClick={() => app.setQuery(EMPTY_QUERY)}
          >
            <X size={13} aria-hidden="true" />
          </button>
        </>
      ) : (
        <kbd className={ui.key}>/</kbd>
      )}
    </div>
  );
}

interface Option extends Completion {
  /** The whole text with this option taken. */
  readonly text: string;
}

interface ChipsProps {
  readonly query: Query;
  onEdit(clause: Clause): void;
  onAll(): void;
}

/** Clauses as chips; those that must hold within one annotation share a group. What does not fit is counted. */
function Chips({ query, onEdit, onAll }: ChipsProps): ReactNode {
  const app = useApp();
  const box = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const count = (): void => {
      const edge = element.getBoundingClientRect().right + 1;
      const chips = [...element.querySelectorAll<HTMLElement>('[data-chip]')];
      const fits = chips.map((chip) => chip.getBoundingClientRect().right <= edge);
      // Half a clause says nothing, or another thing than the whole; of a lone one its beginning is better than nothing.
      for (const [at, chip] of chips.entries()) chip.style.visibility = fits[at] || at === 0 ? '' : 'hidden';
      setHidden(fits.filter((fit) => !fit).length);
    };
    // Tells its size at once, too, when that is known anyway.
    const observer = new ResizeObserver(count);
    observer.observe(element);
    return () => observer.disconnect();
  }, [query]);
  const chip = (clause: Clause): ReactNode => (
    <span key={printClause(clause)} data-chip="">
      <Chip clause={clause} onEdit={() => onEdit(clause)} onRemove={() => app.setQuery(without(query, clause))} />
    </span>
  );
  const together = query.clauses.filter(isTogether);
  const alone = query.clauses.filter((clause) => !isTogether(clause));
  if (query.clauses.length === 0) return null;
  return (
    <>
      <div ref={box} className={styles.chips}>
        {together.length > 0 && <span className={styles.group}>{together.map(chip)}</span>}
        {alone.map(chip)}
      </div>
      {hidden > 0 && (
        <button type="button" className={styles.more} onClick={onAll}>
          +{hidden}
        </button>
      )}
    </>
  );
}

/** Annotation clauses hold within one annotation. */
function isTogether(clause: Clause): boolean {
  if (clause.kind === 'class') return clause.mode !== 'none';
  return (clause.kind === 'value' || clause.kind === 'range') && isAnnotationField(clause.field);
}

function without(query: Query, clause: Clause): Query {
  return { clauses: query.clauses.filter((other) => other !== clause) };
}
