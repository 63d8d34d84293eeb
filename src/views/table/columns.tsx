/** The columns of the table: built-in ones for images, and one per field of the records. */
import { ownValue } from '../../base/own-value.ts';
import { valueText } from '../../base/value-text.ts';
import type { ReactNode } from 'react';
import type { RowCells } from '../../engine/protocol.ts';
import type { Column, ColumnKind, DatasetSummary, TextMeasure } from '../../model/dataset.ts';
import { facetValueName } from '../shared/words.ts';
import type { T } from '../shared/use-t.ts';
import { ClassesCell } from './ClassesCell.tsx';
import { GistCell } from './GistCell.tsx';
import { indexText } from './index-text.tsx';
import { markedText } from './marked-text.tsx';
import { MediaCell } from './MediaCell.tsx';
import { NameCell } from './NameCell.tsx';
import { nameText } from './name-text.tsx';
import { ThumbCell } from './ThumbCell.tsx';
import type { Look } from './use-look.ts';
import styles from './Table.module.css';

/** A row of the window: its place in the order, its sample row, and whether it is one of several selected. */
export interface WindowRow {
  readonly at: number;
  readonly row: number;
  readonly selected: boolean;
}

export interface TableColumn {
  /** Stable id: what the URL's sort says. */
  readonly id: string;
  /** `undefined`: a built-in column, named by i18n. */
  readonly label: string | undefined;
  readonly size: number;
  readonly numeric: boolean;
  readonly sortable: boolean;
  readonly pinned: boolean;
  readonly hidden: boolean;
  /** Takes the space that is left. */
  readonly grows: boolean;
  /** What the head's small plot shows. */
  readonly plot: 'histogram' | 'shares' | undefined;
  /** The value of an extra column is asked for by name. */
  readonly extra: boolean;
  /** What is worked out of the texts of the records; its name is ours. */
  readonly measure: TextMeasure | undefined;
  /** It says which schema a record is read by; its name is ours. */
  readonly schema: boolean;
  /** Of what kind the values of a field are. */
  readonly kind: ColumnKind | undefined;
  /** A cell holds one line of text at most: it is drawn without a frame for what stands in it. */
  readonly plain: boolean;
  /** Class of all of its cells. */
  readonly tone: string | undefined;
  /** `width`: CSS pixels of the cell. */
  render(row: WindowRow, cells: RowCells | undefined, look: Look, width: number): ReactNode;
}

const SHOWN_EXTRA = 10;
/** Kinds whose cells hold more than a line of text: two lines, a picture, the sign of a sound. */
const ROUGH: ReadonlySet<ColumnKind> = new Set(['text', 'image', 'audio']);
/** Measures that are shown from the start; the others are a menu away. */
const SHOWN_MEASURES: ReadonlySet<TextMeasure> = new Set(['turns', 'characters', 'tokens']);

type Some = Partial<Omit<TableColumn, 'id' | 'render'>>;
function column(id: string, size: number, render: TableColumn['render'], some: Some = {}): TableColumn {
  return {
    id,
    size,
    render,
    label: undefined,
    numeric: false,
    sortable: true,
    pinned: false,
    hidden: false,
    grows: false,
    plot: undefined,
    extra: false,
    measure: undefined,
    schema: false,
    kind: undefined,
    plain: false,
    tone: undefined,
    ...some,
  };
}

/** What the columns follow from; the growing counts of a summary are not part of it. */
export type TableShape = Pick<DatasetSummary, 'format' | 'visual' | 'columns' | 'measures'> & {
  readonly split: boolean;
  /** Of the number of the last row. */
  readonly digits: number;
  /** Whether a schema says what its records are. */
  readonly schema: boolean;
  /** The column that says which. */
  readonly schemaColumn?: string | undefined;
  /** Whether some of its records are no objects: they have no fields to show in columns. */
  readonly loose: boolean;
};

/** Columns that are not shown until somebody asks for them, as TanStack Table has it. */
export function usualVisibility(columns: readonly TableColumn[]): Record<string, boolean> {
  return Object.fromEntries(columns.filter(({ hidden }) => hidden).map(({ id }) => [id, false]));
}

/** CSS pixels of the column of numbers: its edges, a digit, and the mark after three of them. */
const EDGES = 18;
const DIGIT = 7;
const MARK = 4;

/** CSS pixels of a head: its edges with the sign of its kind, and each letter (about); longer ones are cut. */
const HEAD_EDGES = 36;
const LETTER = 6.8;
const MOST_HEAD = 168;

function headWidth(label: string): number {
  return Math.min(MOST_HEAD, Math.ceil(HEAD_EDGES + label.length * LETTER));
}

/** @param nameWidth CSS pixels that names need; undefined while nobody knows */
export function columnsOf(dataset: TableShape, nameWidth: number | undefined): readonly TableColumn[] {
  const index = column(
    'index',
    Math.max(42, EDGES + dataset.digits * DIGIT + Math.floor((dataset.digits - 1) / 3) * MARK),
    (row, _cells, { t }) => indexText(row, t),
    { numeric: true, sortable: false, pinned: true, plain: true, tone: styles.index },
  );
  // An image may be missing, which a sign behind its name tells.
  const name = column(
    'name',
    nameWidth ?? (dataset.visual ? 168 : 112),
    dataset.visual ? (_, cells, { t }) => <NameCell cells={cells} t={t} /> : (_, cells) => cells && nameText(cells.name),
    { pinned: true, plain: !dataset.visual },
  );
  // Turns, passages, spans: what their JSON begins with says nothing, the record in its normal form does.
  const isNested = ({ kind }: { readonly kind: string }): boolean => kind === 'list' || kind === 'json';
  const isSummed = !dataset.visual && dataset.schema && dataset.columns.some(isNested);
  const hasGist = isSummed || (!dataset.visual && dataset.loose);
  const gist = column('gist', 288, (_, cells, { highlight }) => <GistCell cells={cells} highlight={highlight} />, {
    sortable: false,
    grows: true,
  });
  // Where there is no text, names of media that are not here have more to say than a number.
  const long =
    dataset.columns.findLast(({ kind }) => kind === 'text' || kind === 'list' || kind === 'json')?.name ??
    dataset.columns.findLast(({ kind }) => kind === 'image' || kind === 'audio')?.name;
  const extras = dataset.columns.map((extra, at) => {
    const numeric = extra.kind === 'number';
    const shares = extra.kind === 'category' || extra.kind === 'boolean';
    const isSpread = numeric || extra.kind === 'date' || extra.kind === 'embedding';
    return column(
      `extra:${extra.name}`,
      Math.max(
        headWidth(extra.name),
        numeric
          ? 88
          : shares || extra.kind === 'image'
            ? 104
            : extra.epoch !== undefined
              ? 156
              : extra.name === long || extra.kind === 'text'
                ? 260
                : 140,
      ),
      (_, cells, look) => extraValue(cells, extra, look),
      {
        label: extra.name,
        numeric,
        // Reading a large file for a small picture is for people to decide.
        plot: extra.lazy === true ? undefined : isSpread ? 'histogram' : shares ? 'shares' : undefined,
        extra: true,
        kind: extra.kind,
        plain: !ROUGH.has(extra.kind),
        schema: extra.name === dataset.schemaColumn,
        // Images have columns of their own; fields of their records are a menu away.
        hidden: dataset.visual || at >= SHOWN_EXTRA || (isSummed && isNested(extra)),
        grows: extra.name === long && !dataset.visual && !hasGist,
      },
    );
  });
  if (!dataset.visual) {
    const measures = dataset.measures.map(measureColumn);
    return hasGist ? [index, name, gist, ...measures, ...extras] : [index, name, ...extras, ...measures];
  }
  // Plain images have no labels to tell of, classes of folders no boxes.
  const bare = dataset.format === 'images';
  return [
    index,
    column('thumbnail', 62, (_, cells) => <ThumbCell cells={cells} />, { sortable: false, pinned: true }),
    name,
    column('width', 88, (_, cells, { t }) => sizeText(cells, t), { label: undefined, plain: true, tone: styles.soft }),
    column('labels', 70, (_, cells, { t }) => (cells ? t.number(cells.annotations) : ''), {
      numeric: true,
      plot: 'histogram',
      hidden: bare,
      plain: true,
    }),
    column('classes', 150, (_, cells, _look, width) => <ClassesCell cells={cells} width={width} />, {
      plot: 'shares',
      grows: true,
      hidden: bare,
    }),
    column(
      'smallest',
      78,
      (_, cells, { t }) => (cells?.smallest === undefined ? '' : t('table.px', { value: Math.round(cells.smallest) })),
      {
        numeric: true,
        plain: true,
        plot: 'histogram',
        hidden: bare || dataset.format === 'imagefolder',
      },
    ),
    column('split', 62, (_, cells) => cells?.split ?? '', {
      plain: true,
      tone: styles.soft,
      plot: 'shares',
      hidden: !dataset.split,
    }),
    column('problems', 76, (_, cells, { t }) => (cells && cells.problems > 0 ? t.number(cells.problems) : ''), {
      plain: true,
      numeric: true,
      hidden: true,
      sortable: false,
    }),
    ...extras,
  ];
}

function measureColumn({ name, kind, lazy, measure }: TableShape['measures'][number]): TableColumn {
  const numeric = kind === 'number';
  return column(
    `extra:${name}`,
    numeric ? 98 : 104,
    (_, cells, { t }) => {
      const value = ownValue(cells?.extra, name);
      return typeof value === 'number' ? t.number(value) : measure ? facetValueName(t, `measure:${measure}`, String(value ?? '')) : '';
    },
    {
      label: name,
      numeric,
      plot: lazy === true ? undefined : numeric ? 'histogram' : 'shares',
      extra: true,
      measure,
      plain: true,
      // Tokens are counted when somebody asks for them: until then there is nothing to show.
      hidden: measure === undefined || !SHOWN_MEASURES.has(measure) || (measure === 'tokens' && lazy === true),
    },
  );
}

function sizeText(cells: RowCells | undefined, t: T): ReactNode {
  if (!cells) return '';
  return cells.width === 0 ? <span title={t('table.unknown')}>–</span> : `${cells.width}×${cells.height}`;
}

function extraValue(cells: RowCells | undefined, { name, kind, epoch }: Column, look: Look): ReactNode {
  const medium = ownValue(cells?.media, name);
  if (medium) return <MediaCell cell={medium} column={name} look={look} />;
  const value = ownValue(cells?.extra, name);
  if (value === undefined) return '';
  const instant = epoch === undefined ? undefined : instantText(Number(value) * epoch);
  if (instant !== undefined) {
    return (
      <time dateTime={instant.replace(' ', 'T') + 'Z'} title={valueText(value)}>
        {instant}
      </time>
    );
  }
  const text = markedText(look.highlight, valueText(value), { column: name });
  return kind === 'text' ? (
    <span className={styles.lines}>{text}</span>
  ) : ROUGH.has(kind) ? (
    <span className={styles.cut}>{text}</span>
  ) : (
    text
  );
}

/** UTC, as dates without a zone count; without what is nothing: `2024-05-01`, `2024-05-01 13:02:52.5`. Undefined: none. */
function instantText(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  if (Number.isNaN(date.getTime())) return undefined;
  return date
    .toISOString()
    .replace('T', ' ')
    .replace(/(?:\.?0*| 00:00:00\.000)Z$/, '');
}
