import { ownValue } from '../../base/own-value.ts';
import { Popover } from '@base-ui/react/popover';
import {
  Brain,
  CalendarDays,
  CircleAlert,
  Copy,
  FileImage,
  FileText,
  Flag,
  Gauge,
  Hash,
  Languages,
  Layers,
  ListChecks,
  type LucideIcon,
  Maximize2,
  MessagesSquare,
  MoveHorizontal,
  MoveVertical,
  Pentagon,
  Puzzle,
  Rows3,
  Ruler,
  Split,
  Tag,
  Type,
  Users,
  WholeWord,
  Waypoints,
  Wrench,
} from 'lucide-react';
import { Fragment, useMemo, type ReactNode } from 'react';
import type { Facets as FacetCounts, FacetValue } from '../../engine/protocol.ts';
import type { DatasetSummary, TextMeasure } from '../../model/dataset.ts';
import { fieldOf } from '../../table/query-edit.ts';
import { fieldOfColumn } from '../../table/query-normal.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';
import { useMedia } from '../shared/use-media.ts';
import { usePieces } from '../shared/use-pieces.ts';
import { useT, type T } from '../shared/use-t.ts';
import ui from '../shared/ui.module.css';
import { ClassFacet } from './ClassFacet.tsx';
import { LazyFacet } from './LazyFacet.tsx';
import { RangeFacet } from './RangeFacet.tsx';
import { UncountedFacet } from './UncountedFacet.tsx';
import { Threshold } from './Threshold.tsx';
import { nameInWords } from '../shared/words.ts';
import { shortName, TokenizerMenu } from '../shared/TokenizerMenu.tsx';
import { ValueFacet } from './ValueFacet.tsx';
import styles from './Facets.module.css';

interface Entry {
  readonly id: string;
  readonly field: string;
  readonly label: string;
  readonly icon: LucideIcon;
  readonly node: ReactNode;
}

/** The left pane: every question that can be asked by pointing. On narrow screens a rail of icons that open one facet each. */
export function Facets(): ReactNode {
  const t = useT();
  const shape = useShape();
  const facets = useAppState((state) => state.facets);
  const counting = useAppState((state) => state.counting);
  const open = useAppState((state) => state.settings.facetsOpen);
  const narrow = useMedia('(max-width: 1180px)');
  // The same entries are the same elements, which React does not draw again: the counts of a summary grow many times a second.
  const all = useMemo(() => (shape && facets ? entriesOf(t, shape, facets) : []), [t, shape, facets]);
  const pieces = usePieces(all.length);
  if (!shape) return null;
  const entries = all.slice(0, pieces);
  const busy = counting || !facets || pieces < all.length;
  if (narrow || !open) return <Rail entries={entries} busy={busy} />;
  return (
    <nav className={styles.list} aria-label={t('facets.name')} aria-busy={busy}>
      {entries.map(({ id, node }) => (
        <Fragment key={id}>{node}</Fragment>
      ))}
    </nav>
  );
}

function Rail({ entries, busy }: { readonly entries: readonly Entry[]; readonly busy: boolean }): ReactNode {
  const t = useT();
  const query = useAppState((state) => state.query);
  const set = new Set(query.clauses.map(fieldOf));
  return (
    <nav className={styles.rail} aria-label={t('facets.name')} aria-busy={busy}>
      {entries.map(({ id, field, label, icon: Icon, node }) => (
        <Popover.Root key={id}>
          <Popover.Trigger
            className={`${ui.button} ${ui.square} ${styles.railButton}`}
            aria-label={t('facet.rail', { name: label })}
            title={label}
            {...(set.has(field) ? { 'data-set': '' } : {})}
          >
            <Icon size={16} strokeWidth={1.6} aria-hidden="true" />
          </Popover.Trigger>
          <Popover.Portal>
            <Popover.Positioner className={ui.positioner} side="right" align="start" sideOffset={6}>
              <Popover.Popup className={`${ui.popup} ${styles.railPopup}`} aria-label={label}>
                {node}
              </Popover.Popup>
            </Popover.Positioner>
          </Popover.Portal>
        </Popover.Root>
      ))}
    </nav>
  );
}

/** Of the rail: each measure has one of its own. */
const MEASURE_ICONS: Readonly<Record<TextMeasure, LucideIcon>> = {
  characters: Type,
  words: WholeWord,
  tokens: Puzzle,
  turns: MessagesSquare,
  roles: Users,
  script: Languages,
  'has-tool': Wrench,
  'has-reasoning': Brain,
  copies: Copy,
};

/** Kinds of columns that have a facet. */
const COUNTED: ReadonlySet<string> = new Set(['number', 'category', 'boolean', 'date', 'embedding']);

/** What the choice of facets follows from; the growing counts of a summary are not part of it. */
interface FacetShape extends Pick<DatasetSummary, 'visual' | 'columns' | 'measures'> {
  readonly predictions: boolean;
  /** There are annotations; some of them have a place in the image. */
  readonly labelled: boolean;
  readonly boxes: boolean;
  /** The column that says which schema a record is read by; its name is ours. */
  readonly schemaColumn?: string | undefined;
  /** What tokens are counted by. */
  readonly tokenizer?: string | undefined;
}

function useShape(): FacetShape | undefined {
  const shape = useAppState((state) => {
    const dataset = currentDataset(state);
    if (!dataset) return '';
    const { visual, columns, measures, labelSets, annotations, byKind, tokenizer, record } = dataset;
    return JSON.stringify({
      visual,
      columns,
      measures,
      tokenizer: tokenizer?.current,
      schemaColumn: record?.column,
      predictions: labelSets.some(({ role }) => role === 'prediction'),
      labelled: annotations > 0,
      boxes: (byKind.box ?? 0) + (byKind.polygon ?? 0) + (byKind.mask ?? 0) + (byKind.keypoints ?? 0) > 0,
    } satisfies FacetShape);
  });
  return useMemo(() => (shape === '' ? undefined : (JSON.parse(shape) as FacetShape)), [shape]);
}

/** Facets in the order of use; those without a choice to make are left out. */
function entriesOf(t: T, dataset: FacetShape, { facets, columns }: FacetCounts): readonly Entry[] {
  const entries: Entry[] = [];
  const value = (
    id: keyof typeof facets,
    icon: LucideIcon,
    counts: 'samples' | 'annotations',
    least: number,
    more: { canHide?: boolean; children?: ReactNode } = {},
  ): void => {
    const values = facets[id] ?? [];
    if (values.length < least || values.every(({ value: name }) => name === '')) return;
    const label = t(`facet.${id}`);
    entries.push({
      id,
      field: id,
      label,
      icon,
      node: <ValueFacet id={id} field={id} label={label} values={values} counts={counts} {...more} />,
    });
  };
  const range = (id: string, field: string, label: string, icon: LucideIcon, unit?: 'px'): void => {
    entries.push({
      id,
      field,
      label,
      icon,
      node: <RangeFacet id={id} field={field} label={label} {...(unit ? { unit } : {})} />,
    });
  };

  const { predictions, boxes } = dataset;
  value('split', Split, 'samples', 1);
  if (facets.class && facets.class.length > 0) {
    entries.push({ id: 'class', field: 'class', label: t('facet.class'), icon: Tag, node: <ClassFacet values={facets.class} /> });
  }
  if (boxes || predictions) range('side', 'side', t('facet.side'), Maximize2, 'px');
  value('kind', Pentagon, 'annotations', 1);
  value('set', Layers, 'annotations', 2, { canHide: true, ...(predictions ? { children: <Threshold /> } : {}) });
  if (predictions) range('score', 'score', t('facet.score'), Gauge);
  value('labels', FileText, 'samples', 2);
  value('problem', CircleAlert, 'samples', 1);
  value('image', FileImage, 'samples', 2);
  value('flag', Flag, 'annotations', 1);
  if (dataset.visual) {
    range('width', 'width', t('facet.width'), MoveHorizontal, 'px');
    range('height', 'height', t('facet.height'), MoveVertical, 'px');
    if (dataset.labelled) range('labelCount', 'labels', t('facet.labelCount'), Hash);
  }
  // Fields whose values nobody has asked for take one line each, in one place: a hundred of them would hide the others.
  const uncounted = dataset.columns.filter(({ lazy, kind }) => lazy === true && COUNTED.has(kind)).map(({ name }) => name);
  for (const column of dataset.columns) {
    const field = fieldOfColumn(column.name);
    const name = column.name === dataset.schemaColumn ? t('column.schema') : nameInWords(t, column.name);
    const id = `${dataset.visual ? 'field' : 'column'}:${column.name}`;
    if (column.kind === 'number' && column.lazy !== true) range(id, field, name, ListChecks);
    if (column.kind === 'embedding' && column.lazy !== true) range(id, field, t('facet.norm', { name }), Waypoints);
    if (column.kind === 'date' && column.lazy !== true) {
      entries.push({ id, field, label: name, icon: CalendarDays, node: <RangeFacet id={id} field={field} label={name} date /> });
    }
    const values = ownValue(columns, column.name);
    if (column.lazy === true && COUNTED.has(column.kind) && uncounted.length === 1) {
      const words = t('facet.countAll');
      entries.push({
        id,
        field,
        label: name,
        icon: ListChecks,
        node: <LazyFacet id={id} columns={[column.name]} label={name} words={words} />,
      });
    }
    if (column.kind !== 'number' && values && values.length > 0) {
      entries.push({
        id,
        field,
        label: name,
        icon: Rows3,
        node: <ValueFacet id={id} field={field} label={name} values={values.toSorted(byCount)} counts="samples" />,
      });
    }
  }
  if (uncounted.length > 1) {
    const label = t('facet.uncounted');
    const node = <UncountedFacet columns={uncounted} />;
    entries.push({ id: 'uncounted', field: uncounted[0] ?? '', label, icon: ListChecks, node });
  }
  for (const { name, kind, lazy, measure } of dataset.measures) {
    if (lazy === true || measure === undefined) continue;
    const field = fieldOfColumn(name);
    const label = t(`measure.${measure}`);
    const id = `measure:${measure}`;
    const values = ownValue(columns, name) ?? [];
    if (measure === 'tokens') {
      const node = <RangeFacet id={id} field={field} label={label} end={<TokenizerMenu />} />;
      entries.push({ id, field, label, icon: MEASURE_ICONS[measure], node });
    } else if (kind === 'number') range(id, field, label, MEASURE_ICONS[measure]);
    else if (values.length > 1) {
      const node = <ValueFacet id={id} field={field} label={label} values={values.toSorted(byCount)} counts="samples" />;
      entries.push({ id, field, label, icon: MEASURE_ICONS[measure], node });
    }
  }
  // All of them come from one reading of the texts: one button for all.
  const unmeasured = dataset.measures.filter(({ lazy, measure }) => lazy === true && measure !== 'tokens').map(({ name }) => name);
  const [first] = unmeasured;
  if (first !== undefined) {
    const label = t('measures.name');
    const node = <LazyFacet id="measures" columns={unmeasured} label={label} words={t('measures.count')} />;
    entries.push({ id: 'measures', field: first, label, icon: Ruler, node });
  }
  const tokens = dataset.measures.find(({ lazy, measure }) => lazy === true && measure === 'tokens');
  if (tokens && dataset.tokenizer !== undefined) {
    const label = t('measure.tokens');
    const words = t('tokens.by', { name: shortName(dataset.tokenizer) });
    const node = <LazyFacet id="measure:tokens" columns={[tokens.name]} label={label} words={words} end={<TokenizerMenu />} />;
    entries.push({ id: 'measure:tokens', field: fieldOfColumn(tokens.name), label, icon: MEASURE_ICONS.tokens, node });
  }
  return entries;
}

/** Most first; but where there is none, which is often what is looked for. */
function byCount(a: FacetValue, b: FacetValue): number {
  return Number(a.value !== '') - Number(b.value !== '') || b.allSamples - a.allSamples;
}
