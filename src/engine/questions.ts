/** Answers about one dataset: rows, counts, cells, samples in full. */
import type { Query, Sort } from '../table/query.ts';
import type { Dataset } from './dataset.ts';
import { prefetched } from './prefetch.ts';
import type { Call, Facets, Histogram, HistogramRequest, RowCells, SampleDetail, Selection, TileBoxes } from './protocol.ts';

export class Questions {
  readonly #dataset: Dataset;

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  async select(_query: Query, _sort: Sort | undefined, _call: Call<{ readonly done: number; readonly total: number }>): Promise<Selection> {
    const { table, complete } = this.#dataset;
    return { rows: Uint32Array.from({ length: table.sampleCount }, (_, row) => row), annotations: table.annotationCount, complete };
  }

  async facets(_query: Query, _call: Call): Promise<Facets> {
    return { facets: {}, columns: {} };
  }

  async histogram({ field, bins }: HistogramRequest, _call: Call): Promise<Histogram> {
    const edges = Array.from({ length: bins + 1 }, (_, i) => i);
    return { field, scale: 'linear', edges, all: new Uint32Array(bins), passing: new Uint32Array(bins), min: 0, max: bins };
  }

  async rows(query: Query, rows: Uint32Array, columns: readonly string[], call: Call): Promise<readonly RowCells[]> {
    const signal = call.signal ?? new AbortController().signal;
    const texts = await this.#textCells(rows, columns, signal);
    return Array.from(rows, (row, i) => this.#cells(query, row, columns, texts[i]));
  }

  async tiles(_query: Query, rows: Uint32Array, _call: Call): Promise<readonly TileBoxes[]> {
    const { annotations, labelSets } = this.#dataset.table;
    return Array.from(rows, (row) => {
      const own = this.#dataset.table.annotationsOf(row);
      const box = new Float32Array(own.length * 4);
      const category = new Int32Array(own.length);
      const passing = new Uint8Array(own.length).fill(1);
      const predicted = new Uint8Array(own.length);
      for (const [i, annotation] of own.entries()) {
        for (let part = 0; part < 4; part++) box[i * 4 + part] = annotations.box.at(annotation, part);
        category[i] = annotations.category.at(annotation);
        predicted[i] = labelSets[annotations.labelSet.at(annotation)]?.role === 'prediction' ? 1 : 0;
      }
      return { row, box, category, passing, predicted };
    });
  }

  async detail(_query: Query, row: number, call: Call): Promise<SampleDetail> {
    const dataset = this.#dataset;
    const { table } = dataset;
    const { samples } = table;
    const ref = dataset.ref(row);
    const { annotations, fields } = await dataset.detail(ref, call.signal ?? new AbortController().signal);
    return {
      row,
      name: ref.name,
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
      passing: ref.annotations.map((annotation) => annotation.row),
      hidden: [],
      fields,
      problems: dataset.problems.ofSample(row),
    };
  }

  /** Long texts are kept as a prefix: those of the window are read from their records. */
  async #textCells(
    rows: Uint32Array,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<(Readonly<Record<string, unknown>> | undefined)[]> {
    const { table, files } = this.#dataset;
    const long = columns.filter((name) => table.extra.get(name)?.textColumn() !== undefined);
    if (long.length === 0 || table.visual) return [];
    const refs = Array.from(rows, (row) => this.#dataset.ref(row));
    const read = await prefetched(
      files,
      refs.flatMap(({ at }) => (at ? [at] : [])),
      signal,
    );
    const details: (Readonly<Record<string, unknown>> | undefined)[] = [];
    for (const ref of refs) details.push((await this.#dataset.detail(ref, signal, read)).fields);
    return details;
  }

  #cells(_query: Query, row: number, columns: readonly string[], texts: Readonly<Record<string, unknown>> | undefined): RowCells {
    const { table, problems } = this.#dataset;
    const { samples, annotations } = table;
    const own = table.annotationsOf(row);
    const byClass = new Map<number, number>();
    let smallest = Infinity;
    for (const annotation of own) {
      const category = annotations.category.at(annotation);
      if (category >= 0) byClass.set(category, (byClass.get(category) ?? 0) + 1);
      const side = Math.sqrt(Math.max(0, annotations.box.at(annotation, 2)) * Math.max(0, annotations.box.at(annotation, 3)));
      if (side < smallest) smallest = side;
    }
    const image = samples.image.at(row);
    return {
      row,
      name: table.name(row),
      image: image < 0 ? undefined : image,
      imageState: table.imageState(row),
      labels: table.labelState(row),
      width: samples.width.at(row),
      height: samples.height.at(row),
      orientation: samples.orientation.at(row) || 1,
      split: samples.split.get(row),
      annotations: own.length,
      passing: own.length,
      classes: [...byClass].sort((a, b) => b[1] - a[1] || a[0] - b[0]),
      smallest: smallest === Infinity ? undefined : smallest,
      problems: problems.countOf(row),
      extra: Object.fromEntries(columns.map((name) => [name, textOf(texts?.[name]) ?? this.#value(name, row)])),
    };
  }

  #value(name: string, row: number): string | number | boolean | undefined {
    const column = this.#dataset.table.extra.get(name);
    if (!column?.has(row)) return undefined;
    if (column.kind === 'number') return column.numbers()(row);
    const text = column.text(row);
    return column.kind === 'boolean' && text !== undefined ? text === 'true' : text;
  }
}

const CELL_TEXT = 400;

/** A text cell, cut to what a cell can show. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, CELL_TEXT) : undefined;
}
