/** Answers about one dataset: rows, counts, cells, samples in full. */
import { transfer } from '../base/rpc.ts';
import { ownValue } from '../base/own-value.ts';
import { Bitset } from '../base/bitset.ts';
import type { TextPattern } from '../base/text-pattern.ts';
import { boxSide } from '../model/box.ts';
import type { SpokenText } from '../model/turn-texts.ts';
import type { SampleRow } from '../model/dataset.ts';
import { Answers } from '../table/answers.ts';
import { Breath } from '../table/breath.ts';
import type { QueryContext } from '../table/context.ts';
import type { DatasetTable } from '../table/dataset-table.ts';
import { FACET_FIELDS, facets, type FacetValue as TableFacetValue } from '../table/facet.ts';
import { select } from '../table/filter.ts';
import { histogram } from '../table/histogram.ts';
import { annotationBits, PASSES, VISIBLE } from '../table/plan.ts';
import { patternOf } from '../table/query-highlight.ts';
import { fieldOfColumn, normaliseQuery } from '../table/query-normal.ts';
import type { Highlighter } from '../table/query-highlight.ts';
import { withSpeakers } from '../table/query-speaker.ts';
import type { Clause, Query, Sort } from '../table/query.ts';
import { titleKeys } from '../formats/record-cells.ts';
import type { Dataset } from './dataset.ts';
import { ReadError } from '../files/byte-source.ts';
import { cellOf } from '../formats/record-cells.ts';
import type { ShownRecord } from '../formats/record-container.ts';
import { valueOfText } from '../table/cell-value.ts';
import { excerpt, linesOf, plainHighlighter } from './excerpt.ts';
import { extraColumn } from '../table/sample-field.ts';
import type { WorkedOut } from './record-passes.ts';
import { ExpressionCounter, TooSlow, type SpawnExpression } from './expressions.ts';
import { plainHistogram } from './plain-histogram.ts';
import { TextProfiles } from './text-profiles.ts';
import { TextSearches } from './text-searches.ts';
import { pause } from '../base/pause.ts';
import type {
  Call,
  FacetName,
  Facets,
  FacetValue,
  Histogram,
  HistogramRequest,
  ProfileProgress,
  RowCells,
  RowsRequest,
  SampleDetail,
  Selection,
  SelectProgress,
  TextProfile,
  TileBoxes,
} from './protocol.ts';

const NO_ROWS = new Bitset();
const NO_GISTS: ReadonlyMap<SampleRow, readonly SpokenText[]> = new Map();

function facetValue({ value, samples, annotations, totalSamples, totalAnnotations }: TableFacetValue): FacetValue {
  return { value, samples, annotations, allSamples: totalSamples, allAnnotations: totalAnnotations };
}

type ScanProgress = SelectProgress;

/** What a clause looks for in the texts of records. */
function patternsOf(
  clause: Clause,
): readonly { readonly pattern: TextPattern; readonly field: string | undefined; readonly negated: boolean }[] {
  if (clause.kind === 'text') return [{ pattern: patternOf(clause), field: clause.field, negated: clause.negated }];
  if (clause.kind !== 'value') return [];
  return clause.values.map((text) => ({ pattern: { how: 'part', text }, field: clause.field, negated: clause.negated }));
}

/** Whether rows that were found so far belong to the answer: not where a text must be absent. */
function mayStream({ clauses }: Query): boolean {
  return !clauses.some(
    (clause) =>
      ((clause.kind === 'text' || clause.kind === 'value') && clause.negated) || (clause.kind === 'value' && clause.values.includes('')),
  );
}

export class Questions {
  readonly #dataset: Dataset;
  readonly #spawn: SpawnExpression | undefined;
  readonly #searches: TextSearches;
  readonly #profiles: TextProfiles;
  #answers: Answers;

  /** @param spawn a worker for expressions that may take long */
  constructor(dataset: Dataset, spawn?: SpawnExpression) {
    this.#dataset = dataset;
    this.#spawn = spawn;
    this.#answers = new Answers(dataset.table);
    this.#searches = new TextSearches(dataset, spawn);
    this.#profiles = new TextProfiles(dataset);
  }

  /** Rows that were there already have changed: what was found out about them does not hold any more. */
  forget(): void {
    this.#answers = new Answers(this.#dataset.table);
  }

  async select(query: Query, sort: Sort | undefined, call: Call<ScanProgress>): Promise<Selection> {
    const { table, complete } = this.#dataset;
    const { onProgress, signal } = call;
    const order = this.#asShown(sort);
    const asked = select(table, query, order, this.#context(signal, onProgress));
    if (onProgress && this.#dataset.records && mayStream(query)) {
      await this.#searches.whileRunning(asked, async (rowsSoFar, progress) => {
        // What holds so far is no answer for anybody else.
        const answers = new Answers(table);
        const context = { ...this.#context(signal), answers, textRows: rowsSoFar, ready: () => Promise.resolve() };
        const { rows, annotations } = await select(table, query, order, context);
        // Copied, millions of rows would be felt in the page, and they come again and again.
        if (rows.length > 0) onProgress(transfer({ ...progress, found: { rows, annotations } }, [rows.buffer]));
      });
    }
    const { rows, annotations } = await asked;
    return { rows, annotations, complete, ...this.#matchesIn(query, rows) };
  }

  /** What searches for texts found in these rows; nothing where there were none. */
  #matchesIn(query: Query, rows: Uint32Array): Pick<Selection, 'searched'> {
    const { clauses } = this.#spoken(normaliseQuery(query));
    const searches = clauses.flatMap((clause) =>
      patternsOf(clause).flatMap(({ pattern, field, negated }) => {
        const found = this.#searches.known(pattern, field);
        return found ? [{ found, negated }] : [];
      }),
    );
    if (searches.length === 0) return {};
    let matches = 0;
    for (const { found, negated } of searches) if (!negated) for (const row of rows) matches += found.matchesIn(row);
    const slow = searches.reduce((sum, { found }) => sum + found.slow, 0);
    // Each search leaves out the same ones.
    const tooLong = Math.max(...searches.map(({ found }) => found.tooLong));
    return { searched: { matches, slow, gaveUp: searches.some(({ found }) => found.gaveUp), tooLong } };
  }

  /** Records are called by a column of theirs where one names them: their names in order are its values in order. */
  #asShown(sort: Sort | undefined): Sort | undefined {
    if (sort?.column !== 'name' || !this.#dataset.records) return sort;
    const [title] = titleKeys(this.#dataset.table.columns.map(({ name }) => name));
    return title === undefined ? sort : { ...sort, column: fieldOfColumn(title) };
  }

  async facets(query: Query, call: Call): Promise<Facets> {
    const { table } = this.#dataset;
    await this.#makeIndex();
    // Those whose values are not there yet are counted when somebody asks for them.
    const few = [...table.columns, ...table.measures]
      .filter(({ kind, lazy }) => lazy !== true && (kind === 'category' || kind === 'boolean'))
      .map(({ name }) => name);
    const found = await facets(table, query, this.#context(call.signal), [...FACET_FIELDS, ...few.map(fieldOfColumn)]);
    const byField = new Map(found.map(({ field, values }) => [field, values.map(facetValue)]));
    const builtIn: Partial<Record<FacetName, readonly FacetValue[]>> = {};
    for (const field of FACET_FIELDS) {
      const values = byField.get(field);
      if (values && values.length > 0) builtIn[field] = values;
    }
    const columns = Object.fromEntries(few.map((name) => [name, byField.get(fieldOfColumn(name)) ?? []]));
    return { facets: builtIn, columns };
  }

  /** A field without numbers has no bins. */
  async histogram({ query, field }: HistogramRequest, call: Call): Promise<Histogram> {
    await this.#makeIndex();
    return plainHistogram(field, await histogram(this.#dataset.table, query, field, this.#context(call.signal)));
  }

  /** What the texts of the records that pass are like. */
  profile(query: Query, call: Call<ProfileProgress>): Promise<TextProfile> {
    return this.#profiles.profile(
      query,
      (ready) => ({ ...this.#context(call.signal), ...(ready ? { ready, answers: new Answers(this.#dataset.table) } : {}) }),
      call,
    );
  }

  async rows(
    query: Query,
    rows: Uint32Array,
    { columns, gist = false }: Pick<RowsRequest, 'columns' | 'gist'>,
    call: Call,
  ): Promise<readonly RowCells[]> {
    const signal = call.signal ?? new AbortController().signal;
    const records = await this.#records(rows, signal);
    const { table } = this.#dataset;
    const bitsOf = annotationBits(table, query);
    const own = table.annotationsOfAll(rows);
    const highlight = plainHighlighter(this.#spoken(query));
    const media = await this.#dataset.text.mediaCells(records, columns);
    const gists = gist ? await this.#dataset.text.gistsOf(records) : NO_GISTS;
    const workedOut = (await this.#dataset.records?.workedOut(columns, records)) ?? new Map<number, WorkedOut>();
    return Array.from(rows, (row, i) => {
      const texts = gists.get(row);
      const pictured = media.get(row);
      const visible = visibleOf(table, own[i] ?? NO_ANNOTATIONS, bitsOf);
      return {
        ...this.#cells(row, visible, columns, records.get(row), workedOut.get(row), highlight),
        ...(pictured ? { media: pictured } : {}),
        ...(texts ? { gist: linesOf(texts, CELL_TEXT, highlight) } : {}),
      };
    });
  }

  async tiles(query: Query, rows: Uint32Array, _call: Call): Promise<readonly TileBoxes[]> {
    const { table } = this.#dataset;
    const { annotations, labelSets } = table;
    const bitsOf = annotationBits(table, query);
    const annotationsOf = table.annotationsOfAll(rows);
    return Array.from(rows, (row, at) => {
      const all = annotationsOf[at] ?? NO_ANNOTATIONS;
      const allBits = bitsOf(all);
      const own = all.filter((_, i) => ((allBits[i] ?? 0) & VISIBLE) !== 0);
      const bits = allBits.filter((bit) => (bit & VISIBLE) !== 0);
      const box = new Float32Array(own.length * 4);
      const category = new Int32Array(own.length);
      const passing = bits.map((bit) => ((bit & PASSES) === 0 ? 0 : 1));
      const predicted = new Uint8Array(own.length);
      for (const [i, annotation] of own.entries()) {
        for (let part = 0; part < 4; part++) box[i * 4 + part] = annotations.box.at(annotation, part);
        category[i] = annotations.category.at(annotation);
        predicted[i] = labelSets[annotations.labelSet.at(annotation)]?.role === 'prediction' ? 1 : 0;
      }
      return { row, box, category, passing, predicted };
    });
  }

  async detail(query: Query, row: number, call: Call): Promise<SampleDetail> {
    const dataset = this.#dataset;
    const { table } = dataset;
    const { samples } = table;
    const ref = dataset.ref(row);
    const rows = ref.annotations.map((annotation) => annotation.row);
    const bits = annotationBits(table, query)(rows);
    const detail = await dataset.detail(ref, call.signal ?? new AbortController().signal);
    const { annotations, fields, name = ref.name, problems = [] } = detail;
    for (const problem of problems) dataset.report(problem);
    const record = await dataset.text.formOf(ref, detail);
    return {
      row,
      key: ref.key,
      name,
      path: ref.image === undefined ? undefined : dataset.files.paths[ref.image],
      image: ref.image,
      imageState: table.imageState(row),
      labels: table.labelState(row),
      width: ref.width,
      height: ref.height,
      orientation: samples.orientation.at(row) || 1,
      frame: dataset.frame,
      split: samples.split.get(row),
      annotations,
      passing: rows.filter((_, i) => ((bits[i] ?? 0) & PASSES) !== 0),
      hidden: rows.filter((_, i) => ((bits[i] ?? 0) & VISIBLE) === 0),
      fields,
      problems: dataset.problems.ofSample(row),
      ...(record ? { record } : {}),
    };
  }

  /**
   * Whoever counts all that there is needs it for more than one of the counts, which come at the same time. A newer question does not stop it,
   * but needs it, too.
   */
  async #makeIndex(): Promise<void> {
    const { complete, table } = this.#dataset;
    if (complete && table.annotationCount > 0) await table.makeIndex(new Breath({ pause }));
  }

  #spoken(query: Query): Query {
    return withSpeakers(query, (name) => this.#dataset.table.extra.has(name), this.#dataset.text.speakers);
  }

  #context(signal: AbortSignal | undefined, onProgress?: (progress: ScanProgress) => void): QueryContext {
    const dataset = this.#dataset;
    return {
      sets: new Map(
        dataset.problems.found.flatMap((code) => [[`problem:${code}`, dataset.problems.samplesWith(code) ?? NO_ROWS] as const]),
      ),
      answers: this.#answers,
      speakers: dataset.text.speakers,
      version: dataset.problems.version,
      shouldStop: () => signal?.aborted === true,
      pause,
      ready: (names) =>
        dataset.records?.ready(names, {
          signal: signal ?? new AbortController().signal,
          onProgress: (done, total) => onProgress?.({ done, total }),
        }) ?? Promise.resolve(),
      ...(this.#spawn ? { expression: expressionsIn(this.#spawn, signal ?? new AbortController().signal) } : {}),
      textRows: (pattern, field) =>
        // What is no field of the records is not written in them.
        field !== undefined && extraColumn(dataset.table, field)?.derived === true
          ? undefined
          : this.#searches.rows(pattern, field, signal ?? new AbortController().signal, (done, total) => onProgress?.({ done, total })),
    };
  }

  /** The records of the window: their texts and, where no column has them, all their values. */
  async #records(rows: Uint32Array, signal: AbortSignal): Promise<ReadonlyMap<number, ShownRecord>> {
    try {
      return (await this.#dataset.records?.read(rows, signal)) ?? new Map();
    } catch (error) {
      // The table still has what the columns keep; the sample that could not be read says why when it is looked at.
      if (!(error instanceof ReadError)) throw error;
      const [sample] = rows;
      if (sample !== undefined) this.#dataset.report({ code: error.code, values: { reason: error.message }, sample });
      return new Map();
    }
  }

  #cells(
    row: number,
    visible: VisibleCells,
    columns: readonly string[],
    record: ShownRecord | undefined,
    workedOut: WorkedOut | undefined,
    highlight: Highlighter | undefined,
  ): RowCells {
    const { table, problems } = this.#dataset;
    const valueOf = (name: string): RowCells['extra'][string] => {
      if (workedOut?.has(name)) return workedOut.get(name);
      return record && table.extra.get(name)?.derived !== true ? this.#shown(name, record, highlight) : this.#value(name, row);
    };
    const { samples } = table;
    const image = samples.image.at(row);
    return {
      row,
      name: record?.name ?? table.name(row),
      image: image < 0 ? undefined : image,
      imageState: table.imageState(row),
      labels: table.labelState(row),
      width: samples.width.at(row),
      height: samples.height.at(row),
      orientation: samples.orientation.at(row) || 1,
      split: samples.split.get(row),
      ...visible,
      problems: problems.countOf(row),
      extra: Object.fromEntries(columns.map((name) => [name, valueOf(name)])),
    };
  }

  #shown(name: string, { fields }: ShownRecord, highlight: Highlighter | undefined): RowCells['extra'][string] {
    const value = ownValue(fields, name);
    const cell = typeof value === 'string' ? excerpt(value, CELL_TEXT, highlight, name) : cellOf(value);
    if (typeof cell !== 'string') return cell;
    return valueOfText(cell, this.#dataset.table.extra.get(name)?.kind ?? 'text', CELL_TEXT);
  }

  #value(name: string, row: number): string | number | boolean | undefined {
    const column = this.#dataset.table.extra.get(name);
    if (!column?.has(row)) return undefined;
    if (column.kind === 'number') return column.numbers()(row);
    const text = column.text(row);
    return column.kind === 'boolean' && text !== undefined ? text === 'true' : text;
  }
}

/** Counts an expression elsewhere, in the names of samples. Where it took too long there is none, and so in the others when it is given up. */
function expressionsIn(spawn: SpawnExpression, signal: AbortSignal): NonNullable<QueryContext['expression']> {
  return (pattern) => {
    const counter = new ExpressionCounter(pattern, spawn, signal);
    let gaveUp = false;
    return {
      async count(texts) {
        if (gaveUp) return [];
        try {
          return await counter.count(texts.map((text) => [text]));
        } catch (error) {
          if (!(error instanceof TooSlow)) throw error;
          gaveUp = true;
          return [];
        }
      },
      end: () => counter.end(),
    };
  };
}

type VisibleCells = Pick<RowCells, 'annotations' | 'passing' | 'classes' | 'smallest'>;

const NO_ANNOTATIONS = new Uint32Array(0);

/** What of a sample's annotations is to be seen under a query. */
function visibleOf(table: DatasetTable, own: Uint32Array, bitsOf: (rows: ArrayLike<number>) => Uint8Array): VisibleCells {
  const { annotations } = table;
  const bits = bitsOf(own);
  const byClass = new Map<number, { count: number; passes: boolean }>();
  let visible = 0;
  let passing = 0;
  let smallest = Infinity;
  for (const [i, annotation] of own.entries()) {
    const bit = bits[i] ?? 0;
    if ((bit & VISIBLE) === 0) continue;
    const passes = (bit & PASSES) !== 0;
    visible++;
    if (passes) passing++;
    const category = annotations.category.at(annotation);
    const known = byClass.get(category);
    if (known) {
      known.count++;
      known.passes ||= passes;
    } else if (category >= 0) byClass.set(category, { count: 1, passes });
    const side = boxSide(annotations.box.at(annotation, 2), annotations.box.at(annotation, 3));
    if (side < smallest) smallest = side;
  }
  const classes = [...byClass]
    .sort(([a, x], [b, y]) => Number(y.passes) - Number(x.passes) || y.count - x.count || a - b)
    .map(([category, { count }]) => [category, count] as const);
  return { annotations: visible, passing, classes, smallest: smallest === Infinity ? undefined : smallest };
}

/** UTF-16 units of a text that a cell shows. */
const CELL_TEXT = 400;
