/**
 * "What filters mean" of the product page, said again in plain objects and loops: slow, obvious, and sharing nothing with the
 * columns. Tables are made from these objects, so both see the same data.
 */
import fc from 'fast-check';
import { FLAG, kindBit } from '../../src/model/annotation.ts';
import type { Flag, LabelSet, ShapeKind } from '../../src/model/annotation.ts';
import type { LabelState } from '../../src/model/dataset.ts';
import { Bitset } from '../../src/base/bitset.ts';
import { Builder } from '../../src/table/builder.ts';
import type { DatasetTable } from '../../src/table/dataset-table.ts';
import type { QueryContext } from '../../src/table/context.ts';
import type { ClassClause, Clause, CountClause, Query, RangeClause, TextClause, ValueClause } from '../../src/table/query.ts';

export interface PlainAnnotation {
  readonly name: string | undefined;
  readonly set: string;
  readonly role: 'truth' | 'prediction';
  readonly box: readonly [number, number, number, number] | undefined;
  readonly score: number | undefined;
  readonly kinds: readonly ShapeKind[];
  readonly flags: readonly Flag[];
}

export interface PlainSample {
  readonly name: string;
  readonly split: string | undefined;
  readonly width: number;
  readonly height: number;
  readonly image: boolean;
  readonly labels: LabelState | undefined;
  readonly problems: readonly string[];
  readonly weather: string | undefined;
  readonly speed: number | undefined;
  readonly annotations: readonly PlainAnnotation[];
}

/** Two rows have the name `dog`: names are what people ask for. */
export const CLASSES = ['dog', 'cat', 'bird', 'dog', '行人', 'never'] as const;
export const SETS: readonly LabelSet[] = [
  { name: 'truth', role: 'truth' },
  { name: 'model a', role: 'prediction' },
  { name: 'model b', role: 'prediction' },
];
const PROBLEMS = ['box-invalid', 'image-missing'] as const;

const anyAnnotation: fc.Arbitrary<PlainAnnotation> = fc
  .record({
    category: fc.integer({ min: -1, max: 4 }),
    set: fc.constantFrom(...SETS),
    box: fc.option(
      fc.tuple(
        fc.integer({ max: 50 }),
        fc.integer({ max: 50 }),
        fc.constantFrom(-1, 0, 1, 8, 31, 32, 96, 100.1),
        fc.constantFrom(0, 8, 32, 33, 96, 100.1),
      ),
      { nil: undefined },
    ),
    score: fc.constantFrom(undefined, 0, 0.1, 0.5, 0.7, 0.9, 1),
    kinds: fc.subarray<ShapeKind>(['box', 'polygon', 'mask', 'classification'], { minLength: 1 }),
    flags: fc.subarray<Flag>(['crowd', 'difficult']),
  })
  .map(({ category, set, ...rest }) => ({ ...rest, name: CLASSES[category], set: set.name, role: set.role }));

const anySample: fc.Arbitrary<PlainSample> = fc.record({
  name: fc.constantFrom('a/img1.jpg', 'a/img10.jpg', 'a/img2.jpg', 'b/IMG3.png', '图/Ä.png', 'x'),
  split: fc.constantFrom(undefined, 'train', 'val', 'test set'),
  width: fc.constantFrom(0, 320, 640, 641),
  height: fc.constantFrom(0, 480, 640),
  image: fc.boolean(),
  labels: fc.constantFrom(undefined, 'inline', 'present', 'empty', 'missing'),
  problems: fc.subarray([...PROBLEMS]),
  weather: fc.constantFrom(undefined, 'sun', 'rain', 'sun'),
  speed: fc.constantFrom(undefined, -1, 0, 0.1, 3, 50),
  annotations: fc.array(anyAnnotation, { maxLength: 5 }),
});

export const anySamples: fc.Arbitrary<readonly PlainSample[]> = fc.array(anySample, { maxLength: 12 });

const bound = (...values: number[]): fc.Arbitrary<number | undefined> => fc.constantFrom(undefined, ...values);
const rangeOn = (field: string, ...values: number[]): fc.Arbitrary<RangeClause> =>
  fc
    .record({ min: bound(...values), max: bound(...values), minOpen: fc.boolean(), maxOpen: fc.boolean() })
    .filter(({ min, max }) => min !== undefined || max !== undefined)
    .map(({ min, max, minOpen, maxOpen }) => ({
      kind: 'range',
      field,
      ...(min !== undefined && { min, minOpen }),
      ...(max !== undefined && { max, maxOpen }),
    }));
const valueOn = (field: string, ...values: string[]): fc.Arbitrary<ValueClause> =>
  fc.record({
    kind: fc.constant('value' as const),
    field: fc.constant(field),
    negated: fc.boolean(),
    values: fc.subarray(values, { minLength: 1, maxLength: Math.min(2, values.length) }),
  });

const classClause: fc.Arbitrary<ClassClause> = fc.record({
  kind: fc.constant('class' as const),
  mode: fc.constantFrom('any', 'all', 'none'),
  names: fc.subarray(['dog', 'cat', 'bird', '行人', 'never', 'unknown'], { minLength: 1, maxLength: 3 }),
});
const annotationClause = fc.oneof<fc.Arbitrary<ClassClause | ValueClause | RangeClause>[]>(
  classClause,
  classClause,
  valueOn('kind', 'box', 'mask', 'polygon', 'nothing'),
  valueOn('flag', 'crowd', 'difficult', 'toString'),
  valueOn('set', 'truth', 'model a', 'unknown'),
  valueOn('side', '32', '96'),
  rangeOn('side', 0, 8, 32, 96, 100.1),
  rangeOn('area', 0, 64, 1024),
  rangeOn('score', 0.1, 0.5, 0.7, 0.9),
  rangeOn('boxwidth', 31, 32, 100.1),
  rangeOn('boxheight', 32),
  rangeOn('threshold', 0.1, 0.5, 0.9),
);
const countClause: fc.Arbitrary<CountClause> = fc
  .record({ inner: fc.array(annotationClause, { maxLength: 2 }), min: bound(0, 1, 2), max: bound(0, 1, 3) })
  .map(({ inner, min, max }) => ({ kind: 'count', inner, ...(min !== undefined && { min }), ...(max !== undefined && { max }) }));
const textClause: fc.Arbitrary<TextClause> = fc.record({
  kind: fc.constant('text' as const),
  text: fc.constantFrom('img', 'JPG', '图', 'ä', '1', 'hidden'),
  negated: fc.boolean(),
});
const sampleClause = fc.oneof<fc.Arbitrary<ValueClause | RangeClause>[]>(
  valueOn('split', 'val', 'test set', '', 'unknown'),
  valueOn('labels', 'none', 'some', 'empty', 'missing', '2'),
  valueOn('image', 'present', 'missing', 'none'),
  valueOn('problem', ...PROBLEMS, 'unknown'),
  valueOn('weather', 'sun', 'rain', 'snow', ''),
  valueOn('folder', 'a', 'b', ''),
  valueOn('name', 'IMG1', 'x'),
  valueOn('speed', '0.1', '3', ''),
  valueOn('width', '640', ''),
  valueOn('nofield', 'x'),
  rangeOn('width', 320, 640),
  rangeOn('height', 480, 500),
  rangeOn('labels', 0, 1, 2),
  rangeOn('classes', 1, 2),
  rangeOn('smallest', 0, 8, 32, 100.1),
  rangeOn('speed', -1, 0, 0.1, 3),
  rangeOn('nofield', 1),
);

/** Queries that have something to say about these samples. */
export const anyQuestion: fc.Arbitrary<Query> = fc.record({
  clauses: fc.array(fc.oneof<fc.Arbitrary<Clause>[]>(annotationClause, annotationClause, sampleClause, countClause, textClause), {
    maxLength: 4,
  }),
});

/** The same samples as columns; annotations come shuffled between samples as files may have them. */
export function tableOf(samples: readonly PlainSample[]): DatasetTable {
  const { table, add } = growingTable();
  add(samples, 0);
  return table;
}

/** An empty table, and a way to add samples to it; `first`: how many came before. */
export function growingTable(): { readonly table: DatasetTable; add(samples: readonly PlainSample[], first: number): void } {
  const builder = new Builder();
  const categories = CLASSES.map((name, i) => builder.category(String(i), { name }));
  const sets = SETS.map((set) => builder.labelSet(set));
  // Few values say little about a kind: here it is known.
  builder.column({ name: 'weather', kind: 'category' });
  builder.column({ name: 'speed', kind: 'number' });
  const add = (samples: readonly PlainSample[], first: number): void => {
    samples.forEach(({ name, split, width, height, image, labels, weather, speed }, i) => {
      builder.sample(`key ${first + i}`, {
        name,
        width,
        height,
        ...(split !== undefined && { split }),
        ...(image && { image: first + i }),
        ...(labels !== undefined && { labels }),
        extra: { weather, speed },
      });
    });
    const most = Math.max(0, ...samples.map(({ annotations }) => annotations.length));
    for (let turn = 0; turn < most; turn++) {
      samples.forEach(({ annotations }, i) => {
        const annotation = annotations[turn];
        if (annotation === undefined) return;
        const { name, set, box, score, kinds, flags } = annotation;
        // Every other dog is of the second row with that name.
        const category = name === undefined ? undefined : name === 'dog' && turn % 2 === 1 ? 3 : CLASSES.indexOf(name as 'dog');
        builder.annotation(
          builder.sample(`key ${first + i}`),
          category === undefined ? undefined : categories[category],
          {
            labelSet: sets[SETS.findIndex((other) => other.name === set)] ?? 0,
            ...(box && { box }),
            ...(score !== undefined && { score }),
            kinds: kinds.reduce((bits, kind) => bits | kindBit(kind), 0),
            flags: flags.reduce((bits, flag) => bits | FLAG[flag], 0),
          },
          { file: 0, start: turn * 100, end: turn * 100 + 10 },
        );
      });
    }
  };
  return { table: builder.table, add };
}

/** Problems by code; the records of every third sample say "hidden". */
export function contextOf(samples: readonly PlainSample[]): QueryContext {
  const rowsWith = (holds: (sample: PlainSample, row: number) => boolean): Bitset =>
    Bitset.of(samples.flatMap((sample, row) => (holds(sample, row) ? [row] : [])));
  return {
    sets: new Map(PROBLEMS.map((code) => [`problem:${code}`, rowsWith(({ problems }) => problems.includes(code))])),
    textRows: ({ text }) => Promise.resolve(text === 'hidden' ? rowsWith((_, row) => row % 3 === 0) : undefined),
  };
}

const fround = Math.fround;
const sideOf = ({ box }: PlainAnnotation): number | undefined =>
  box && fround(Math.sqrt(Math.max(0, fround(box[2])) * Math.max(0, fround(box[3]))));

export function numberOfAnnotation(annotation: PlainAnnotation, field: string): number | undefined {
  const { box, score } = annotation;
  switch (field) {
    case 'side':
      return sideOf(annotation);
    case 'area':
      return box && fround(box[2] * box[3]);
    case 'boxwidth':
      return box && fround(box[2]);
    case 'boxheight':
      return box && fround(box[3]);
    case 'score':
    case 'threshold':
      return score === undefined ? undefined : fround(score);
    default:
      return undefined;
  }
}

function inRange(value: number | undefined, { min, minOpen, max, maxOpen }: RangeClause, single: boolean): boolean {
  if (value === undefined) return false;
  const round = single ? fround : (number: number) => number;
  if (min !== undefined && (minOpen === true ? value <= round(min) : value < round(min))) return false;
  return !(max !== undefined && (maxOpen === true ? value >= round(max) : value > round(max)));
}

function annotationHolds(annotation: PlainAnnotation, clause: ClassClause | ValueClause | RangeClause): boolean {
  if (clause.kind === 'class') {
    const named = annotation.name !== undefined && clause.names.includes(annotation.name);
    return clause.mode === 'none' ? !named : named;
  }
  if (clause.kind === 'range') {
    const value = numberOfAnnotation(annotation, clause.field);
    if (clause.field === 'threshold') return annotation.role === 'truth' || value === undefined || inRange(value, clause, true);
    return inRange(value, clause, true);
  }
  const { field, values, negated } = clause;
  const own: Record<string, readonly string[]> = { kind: annotation.kinds, flag: annotation.flags, set: [annotation.set] };
  const number = numberOfAnnotation(annotation, field);
  const holds = (own[field] ?? []).some((value) => values.includes(value)) || values.some((value) => number === fround(Number(value)));
  return negated ? !holds : holds;
}

const ABOUT_ANNOTATIONS = new Set(['kind', 'set', 'flag', 'score', 'side', 'area', 'boxwidth', 'boxheight', 'threshold']);
type Inner = ClassClause | ValueClause | RangeClause;

const isHiding = (clause: Clause): boolean =>
  (clause.kind === 'value' && clause.field === 'set' && clause.negated) || (clause.kind === 'range' && clause.field === 'threshold');
const isWithin = (clause: Clause): clause is Inner =>
  !isHiding(clause) &&
  ((clause.kind === 'class' && clause.mode === 'any') ||
    ((clause.kind === 'value' || clause.kind === 'range') && ABOUT_ANNOTATIONS.has(clause.field)));

/** What does not exist under the query is not here. */
export function visibleOf(sample: PlainSample, query: Query): PlainAnnotation[] {
  const hiding = query.clauses.filter(isHiding) as Inner[];
  return sample.annotations.filter((annotation) => hiding.every((clause) => annotationHolds(annotation, clause)));
}

function withoutNeedlessAll(query: Query): Query {
  return {
    clauses: query.clauses.map((clause) =>
      clause.kind === 'class' && clause.mode === 'all' && clause.names.length === 1 ? { ...clause, mode: 'any' as const } : clause,
    ),
  };
}

/** Annotations that pass the annotation clauses: those the canvas draws bright. */
export function brightOf(sample: PlainSample, asked: Query): PlainAnnotation[] {
  const query = withoutNeedlessAll(asked);
  const within = query.clauses.filter(isWithin);
  const passing = visibleOf(sample, query).filter((annotation) => within.every((clause) => annotationHolds(annotation, clause)));
  const all = query.clauses.flatMap((clause) => (clause.kind === 'class' && clause.mode === 'all' ? clause.names : []));
  return all.length === 0 ? passing : passing.filter(({ name }) => name !== undefined && all.includes(name));
}

export function numberOfSample(sample: PlainSample, field: string, query: Query): number | undefined {
  const visible = visibleOf(sample, query);
  switch (field) {
    case 'width':
    case 'height':
      return sample[field] === 0 ? undefined : sample[field];
    case 'labels':
      return visible.length;
    case 'classes':
      return new Set(visible.flatMap(({ name }, i) => (name === undefined ? [] : [rowOf(sample, visible[i], name)]))).size;
    case 'smallest': {
      const sides = visible.flatMap((annotation) => sideOf(annotation) ?? []);
      return sides.length === 0 ? undefined : Math.min(...sides);
    }
    case 'speed':
      return sample.speed;
    default:
      return undefined;
  }
}

function rowOf({ annotations }: PlainSample, annotation: PlainAnnotation | undefined, name: string): string {
  // Two category rows named dog are two classes.
  return name === 'dog' && annotation !== undefined && annotations.indexOf(annotation) % 2 === 1 ? 'dog 2' : name;
}

function sampleHolds(sample: PlainSample, row: number, clause: Clause, query: Query): boolean {
  switch (clause.kind) {
    case 'text': {
      const found = sample.name.toLowerCase().includes(clause.text.toLowerCase()) || (clause.text === 'hidden' && row % 3 === 0);
      return found !== clause.negated;
    }
    case 'count': {
      if (clause.max === undefined && (clause.min ?? 0) <= 0) return true;
      const inner = clause.inner.map((one) => (one.kind === 'class' && one.mode === 'all' ? { ...one, mode: 'any' as const } : one));
      const count = visibleOf(sample, query).filter((annotation) => inner.every((one) => annotationHolds(annotation, one))).length;
      return count >= (clause.min ?? 0) && count <= (clause.max ?? Infinity);
    }
    case 'class': {
      if (clause.mode === 'none') return visibleOf(sample, query).every(({ name }) => name === undefined || !clause.names.includes(name));
      return clause.names.every((wanted) => brightOf(sample, query).some(({ name }) => name === wanted));
    }
    case 'range':
      return inRange(numberOfSample(sample, clause.field, query), clause, clause.field === 'smallest');
    case 'value':
      return clause.values.some((value) => sampleHas(sample, clause.field, value, query)) !== clause.negated;
  }
}

function sampleHas(sample: PlainSample, field: string, value: string, query: Query): boolean {
  switch (field) {
    case 'split':
      return (sample.split ?? '') === value;
    case 'weather':
      return (sample.weather ?? '') === value;
    case 'folder':
      return sample.name.split('/').slice(0, -1).join('/') === value;
    case 'name':
      return sample.name.toLowerCase().includes(value.toLowerCase());
    case 'image':
      return (sample.image ? 'present' : 'missing') === value;
    case 'problem':
      return sample.problems.includes(value);
    case 'labels': {
      if (value === 'empty' || value === 'missing') return sample.labels === value;
      const count = visibleOf(sample, query).length;
      return value === 'none' ? count === 0 : value === 'some' ? count > 0 : count === Number(value);
    }
    default: {
      const number = numberOfSample(sample, field, query);
      if (field !== 'speed' && field !== 'width') return false;
      return value === '' ? number === undefined : number === Number(value);
    }
  }
}

export function samplePasses(sample: PlainSample, row: number, asked: Query): boolean {
  const query = withoutNeedlessAll(asked);
  const within = query.clauses.some(isWithin);
  if (within && brightOf(sample, query).length === 0) return false;
  return query.clauses.every((clause) => isHiding(clause) || isWithin(clause) || sampleHolds(sample, row, clause, query));
}

/** Rows that pass, and m of the status line. */
export function answer(samples: readonly PlainSample[], query: Query): { readonly rows: number[]; readonly annotations: number } {
  const rows = samples.flatMap((sample, row) => (samplePasses(sample, row, query) ? [row] : []));
  const annotations = rows.reduce((sum, row) => sum + (samples[row] === undefined ? 0 : brightOf(samples[row], query).length), 0);
  return { rows, annotations };
}
