/** The annotations beside a text, a line each. https://brat.nlplab.org/standoff.html Offsets are of code points, ends exclusive. */

/** A stretch of the text, or several where it has gaps. */
export interface BratEntity {
  readonly id: string;
  readonly type: string;
  readonly spans: readonly (readonly [start: number, end: number])[];
  /** What stands there, as the file quotes it: line ends as blanks, a blank at each gap. */
  readonly text: string;
}

export interface BratArgument {
  readonly role: string;
  /** Id of an entity or event. */
  readonly target: string;
}

export interface BratRelation {
  readonly id: string;
  readonly type: string;
  readonly arguments: readonly BratArgument[];
}

export interface BratEvent extends BratRelation {
  /** The entity that says that it happens. */
  readonly trigger: string;
}

/** Entities that mean the same. */
export interface BratEquivalence {
  readonly type: string;
  readonly members: readonly string[];
}

export interface BratAttribute {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  /** Absent: it is there or not. */
  readonly value?: string;
}

/** A link to an entry of a database. */
export interface BratNormalization {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly reference: string;
  readonly text: string;
}

export interface BratNote {
  readonly id: string;
  readonly type: string;
  readonly target: string;
  readonly text: string;
}

interface Kinds {
  readonly entities: readonly BratEntity[];
  readonly relations: readonly BratRelation[];
  readonly events: readonly BratEvent[];
  readonly equivalences: readonly BratEquivalence[];
  readonly attributes: readonly BratAttribute[];
  readonly normalizations: readonly BratNormalization[];
  readonly notes: readonly BratNote[];
}

export interface Standoff extends Kinds {
  /** Numbers of the lines that are none of these, from 1. */
  readonly invalid: readonly number[];
  /** Line of each id; of ids that occur twice the last. */
  readonly lines: ReadonlyMap<string, number>;
}

const ENTITY = /^(T\S*)\t(\S+) (\d+ \d+(?:;\d+ \d+)*)(?:\t(.*))?$/;
const RELATION = /^(R\S*)\t(\S+)((?: \S+?:\S+)+)\s*$/;
const EVENT = /^(E\S*)\t([^\s:]+):(\S+)((?: \S+?:\S+)*)\s*$/;
const EQUIVALENCE = /^\*\t(\S+)((?: \S+)+)\s*$/;
const ATTRIBUTE = /^([AM]\S*)\t(\S+) (\S+)(?: (.*?))?\s*$/;
const NORMALIZATION = /^(N\S*)\t(\S+) (\S+) (\S+)(?:\t(.*))?$/;
const NOTE = /^(#\S*)\t(\S+) (\S+)(?:\t(.*))?$/;

/** Reads the text of an `.ann` file. A line that cannot be read is one of `invalid`. */
export function parseStandoff(text: string): Standoff {
  const kinds = { entities: [], relations: [], events: [], equivalences: [], attributes: [], normalizations: [], notes: [] };
  const invalid: number[] = [];
  const lines = new Map<string, number>();
  for (const [at, whole] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const line = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    if (line.trim() === '') continue;
    const id = readLine(line, kinds);
    if (id === undefined) invalid.push(at + 1);
    else if (id !== '*') lines.set(id, at + 1);
  }
  return { ...kinds, invalid, lines };
}

type Growing = { readonly [Kind in keyof Kinds]: Kinds[Kind][number][] };

/** Adds what a line says to its kind; its id, or undefined where it cannot be read. */
function readLine(line: string, kinds: Growing): string | undefined {
  const read = (pattern: RegExp): readonly string[] => pattern.exec(line)?.map((part) => part ?? '') ?? [];
  const add = <T>(list: T[], id: string, value: T): string | undefined => {
    if (id === '') return undefined;
    list.push(value);
    return id;
  };
  switch (line[0]) {
    case 'T': {
      const [, id = '', type = '', places = '', text = ''] = read(ENTITY);
      return add(kinds.entities, id, { id, type, spans: placesOf(places), text });
    }
    case 'R': {
      const [, id = '', type = '', roles = ''] = read(RELATION);
      return add(kinds.relations, id, { id, type, arguments: argumentsOf(roles) });
    }
    case 'E': {
      const [, id = '', type = '', trigger = '', roles = ''] = read(EVENT);
      return add(kinds.events, id, { id, type, trigger, arguments: argumentsOf(roles) });
    }
    case '*': {
      const [, type = '', members = ''] = read(EQUIVALENCE);
      return type === '' ? undefined : add(kinds.equivalences, '*', { type, members: members.trim().split(/ +/) });
    }
    case 'A':
    case 'M': {
      const [, id = '', type = '', target = '', value = ''] = read(ATTRIBUTE);
      return add(kinds.attributes, id, { id, type, target, ...(value === '' ? {} : { value }) });
    }
    case 'N': {
      const [, id = '', type = '', target = '', reference = '', text = ''] = read(NORMALIZATION);
      return add(kinds.normalizations, id, { id, type, target, reference, text });
    }
    case '#': {
      const [, id = '', type = '', target = '', text = ''] = read(NOTE);
      return add(kinds.notes, id, { id, type, target, text });
    }
    default:
      return undefined;
  }
}

function placesOf(written: string): (readonly [number, number])[] {
  return written.split(';').map((place) => {
    const [start = 0, end = 0] = place.split(' ').map(Number);
    return [start, end] as const;
  });
}

function argumentsOf(written: string): BratArgument[] {
  return [...written.matchAll(/ (\S+?):(\S+)/g)].map(([, role = '', target = '']) => ({ role, target }));
}

/** Ids that something refers to, with the id of what does. */
export function referencesOf({ relations, events, attributes, normalizations, notes, equivalences }: Standoff): {
  readonly from: string;
  readonly to: string;
}[] {
  return [
    ...relations.flatMap(({ id, arguments: all }) => all.map(({ target }) => ({ from: id, to: target }))),
    ...events.flatMap(({ id, trigger, arguments: all }) => [
      { from: id, to: trigger },
      ...all.map(({ target }) => ({ from: id, to: target })),
    ]),
    ...[...attributes, ...normalizations, ...notes].map(({ id, target }) => ({ from: id, to: target })),
    ...equivalences.flatMap(({ members }) => members.map((to) => ({ from: '*', to }))),
  ];
}
