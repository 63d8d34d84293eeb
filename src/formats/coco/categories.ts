import type { Category, LabelRole } from '../../model/annotation.ts';
import type { CategoryRow } from '../../model/dataset.ts';
import { skeletonFromZero } from '../../model/keypoints.ts';
import type { JsonObject } from '../../syntax/json-value.ts';
import type { Sink } from '../format.ts';
import { idOf, type Id } from './ids.ts';
import type { Tally } from './tally.ts';

/** The annotations of one class: how many, and where the first stands. */
export interface Mention {
  readonly start: number;
  readonly end: number;
  readonly sample: number;
  count: number;
}

/** Categories are mostly numbered from 0 or 1. */
const NUMBERED = 1 << 16;
/** Ids that one problem names. */
const NAMED = 5;

type Declared = Omit<Category, 'key'>;

interface Known extends Declared {
  readonly row: CategoryRow;
}

/** The classes of a dataset: those of all its files, by id where they agree on its name, else by name. */
export class Categories {
  readonly sink: Sink;
  readonly byKey = new Map<Id, Known>();
  readonly byName = new Map<string, CategoryRow>();

  constructor(sink: Sink) {
    this.sink = sink;
  }
}

/** The classes as one file numbers them. */
export class FileCategories {
  readonly #all: Categories;
  readonly #tally: Tally;
  readonly #file: string;
  readonly #rows = new Map<Id, CategoryRow>();
  readonly #declared = new Map<Id, Declared>();
  readonly #names = new Set<string>();
  /** Keypoints that annotations of a class have: how often, by class and number. */
  readonly #points = new Map<
    string,
    { readonly id: Id; readonly points: number; readonly start: number; readonly end: number; count: number }
  >();
  /** Of `#rows`, those of small numbers that were asked for. */
  readonly #byNumber: (CategoryRow | undefined)[] = [];
  /** Changes when `rowOf` may answer otherwise than before. */
  version = 0;

  constructor(all: Categories, tally: Tally, file: string) {
    this.#all = all;
    this.#tally = tally;
    this.#file = file;
  }

  /** An item of `categories`. */
  declare(record: JsonObject, start: number, end: number): void {
    const id = idOf(record['id']) ?? idOf(record['name']);
    if (id === undefined) return this.#tally.add('id-missing', start, end, { section: 'categories' }, 'categories');
    const declared = declaredOf(record, String(id));
    if (this.#declared.has(id))
      return this.#tally.add('category-duplicate', start, end, { id: String(id), name: declared.name }, String(id));
    if (this.#names.has(declared.name))
      this.#tally.add('category-duplicate', start, end, { category: String(id), name: declared.name }, declared.name);
    this.#names.add(declared.name);
    this.#declared.set(id, declared);
    this.version += 1;
    if (typeof id === 'number' && id >= 0 && id < NUMBERED) this.#byNumber[id] = undefined;
    this.#rows.set(id, this.#rowFor(id, declared, start, end));
  }

  /** Gives a class its row and name before the file is read; a class that another file has named already keeps that. */
  foretell(record: JsonObject): void {
    const id = idOf(record['id']);
    if (id === undefined || this.#all.byKey.has(id)) return;
    this.#all.sink.category(String(id), declaredOf(record, String(id)));
  }

  /** Row of the class that an annotation names; made for an id that nothing declares (yet). */
  rowOf(id: Id): CategoryRow {
    const known = typeof id === 'number' ? this.#byNumber[id] : undefined;
    if (known !== undefined) return known;
    let row = this.#rows.get(id);
    if (row === undefined) {
      row = this.#all.byKey.get(id)?.row ?? this.#all.sink.category(String(id));
      this.#rows.set(id, row);
    }
    if (typeof id === 'number' && id >= 0 && id < NUMBERED) this.#byNumber[id] = row;
    return row;
  }

  countPoints(id: Id, points: number, start: number, end: number): void {
    const key = `${points} ${id}`;
    const known = this.#points.get(key);
    if (known) known.count += 1;
    else this.#points.set(key, { id, points, start, end, count: 1 });
  }

  /** After the file: what annotations named and nothing declares, and keypoints that are more or fewer than declared. */
  finish(mentions: ReadonlyMap<Id, Mention>, role: LabelRole): void {
    const { sink, byKey } = this.#all;
    // Ultralytics counts classes from 0 unless it knows the dataset; COCO from 1.
    const isShifted = mentions.has(0) && !byKey.has(0) && [...mentions.keys()].every((id) => typeof id === 'number' && byKey.has(id + 1));
    if (role === 'prediction' && isShifted) sink.problem({ code: 'prediction-classes-shifted', file: this.#file, values: { shift: -1 } });
    this.#tellUnknown([...mentions].filter(([id]) => !this.#declared.has(id) && !byKey.has(id)));
    for (const { id, points, start, end, count } of this.#points.values()) {
      const expected = (this.#declared.get(id) ?? this.#all.byKey.get(id))?.keypoints?.length;
      if (expected === undefined || expected === points) continue;
      const values = { category: String(id), expected, found: points, count };
      sink.problem({ code: 'keypoints-count', file: this.#file, at: { byte: start, end }, values });
    }
  }

  /** One problem for all: there may be as many ids as annotations. */
  #tellUnknown(unknown: readonly (readonly [Id, Mention])[]): void {
    const [first] = unknown;
    if (!first) return;
    const [id, { start, end, sample }] = first;
    const count = unknown.reduce((sum, [, mention]) => sum + mention.count, 0);
    const named = unknown.slice(0, NAMED).map(([other]) => String(other));
    const categories = named.join(', ') + (unknown.length > NAMED ? ', …' : '');
    const values = unknown.length === 1 ? { category: String(id), count } : { categories, ids: unknown.length, count };
    const problem = { code: 'category-unknown', file: this.#file, at: { byte: start, end }, sample, values } as const;
    this.#all.sink.problem(
      problem,
      unknown.map(([other]) => this.rowOf(other)),
    );
  }

  #rowFor(id: Id, declared: Declared, start: number, end: number): CategoryRow {
    const { byKey, byName, sink } = this.#all;
    const known = byKey.get(id);
    if (known === undefined || known.name === declared.name) {
      const row = sink.category(String(id), declared);
      if (known === undefined) byKey.set(id, { row, ...declared });
      if (!byName.has(declared.name)) byName.set(declared.name, row);
      return row;
    }
    this.#tally.add('class-names-conflict', start, end, { category: String(id), name: declared.name, other: known.name }, String(id));
    const row = byName.get(declared.name) ?? sink.category(`${id}: ${declared.name}`, declared);
    byName.set(declared.name, row);
    return row;
  }
}

function declaredOf(record: JsonObject, key: string): Declared {
  const { name, supercategory, keypoints, skeleton } = record;
  const points = Array.isArray(keypoints) ? keypoints.map(String) : [];
  const pairs = skeletonFromZero(skeleton, points.length);
  return {
    name: typeof name === 'string' && name !== '' ? name : typeof name === 'number' ? String(name) : key,
    ...(points.length > 0 ? { keypoints: points } : {}),
    ...(pairs.length > 0 ? { skeleton: pairs } : {}),
    ...(typeof supercategory === 'string' && supercategory !== '' ? { supercategory } : {}),
  };
}
