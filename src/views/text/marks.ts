/** A text cut where marks begin and end, so that marks may lie in one another. */

export interface Marked {
  /** `[start, end)` in UTF-16 units. */
  readonly fragments: readonly (readonly [number, number])[];
}

export interface Segment {
  readonly start: number;
  readonly end: number;
  /** Marks over it by their index, longest first. */
  readonly marks: readonly number[];
  /** Marks that begin, and that end, with this segment. */
  readonly begins: readonly number[];
  readonly ends: readonly number[];
}

export function segmentsOf(length: number, marks: readonly Marked[]): Segment[] {
  const inside = marks.map(({ fragments }) =>
    fragments.map(([start, end]): readonly [number, number] => [Math.max(0, Math.min(start, length)), Math.max(0, Math.min(end, length))]),
  );
  const cuts = [...new Set([0, length, ...inside.flat(2)])].toSorted((a, b) => a - b);
  const starts = cuts.slice(0, -1);
  const places = new Map(cuts.map((cut, at) => [cut, at]));
  const over: number[][] = starts.map(() => []);
  const begins: number[][] = starts.map(() => []);
  const ends: number[][] = starts.map(() => []);
  for (const [mark, fragments] of inside.entries()) {
    for (const [start, end] of fragments) {
      const [from, to] = [places.get(start) ?? 0, places.get(end) ?? 0];
      for (let at = from; at < to; at++) over[at]?.push(mark);
    }
    const first = fragments[0];
    const last = fragments.at(-1);
    if (!first || !last) continue;
    const from = places.get(first[0]) ?? 0;
    begins[Math.min(from, starts.length - 1)]?.push(mark);
    // What has no length stands where it begins.
    ends[Math.max(0, Math.min(last[1] > last[0] ? (places.get(last[1]) ?? 1) - 1 : from, starts.length - 1))]?.push(mark);
  }
  const lengths = inside.map((fragments) => fragments.reduce((sum, [start, end]) => sum + end - start, 0));
  return starts.map((start, at) => ({
    start,
    end: cuts[at + 1] ?? length,
    marks: (over[at] ?? []).toSorted((a, b) => (lengths[b] ?? 0) - (lengths[a] ?? 0) || a - b),
    begins: begins[at] ?? [],
    ends: ends[at] ?? [],
  }));
}

/** A line below the text for each mark, so that those that overlap do not share one. The longest lie lowest. */
export function lanesOf(marks: readonly Marked[]): number[] {
  const order = [...marks.keys()].toSorted((a, b) => lengthOf(marks[a]) - lengthOf(marks[b]) || a - b);
  const taken: (readonly [number, number])[][] = [];
  const lanes = marks.map(() => 0);
  for (const mark of order) {
    const reach = reachOf(marks[mark]);
    let lane = 0;
    while (taken[lane]?.some(([start, end]) => start < reach[1] && reach[0] < end)) lane += 1;
    (taken[lane] ??= []).push(reach);
    lanes[mark] = lane;
  }
  return lanes;
}

function reachOf(mark: Marked | undefined): readonly [number, number] {
  const fragments = mark?.fragments ?? [];
  return [Math.min(...fragments.map(([start]) => start)), Math.max(...fragments.map(([, end]) => end))];
}

function lengthOf(mark: Marked | undefined): number {
  const [start, end] = reachOf(mark);
  return end - start;
}

/** Labels that stand together in most records of their kind: two of them must not look the same. */
const USUAL: ReadonlyMap<string, number> = new Map(
  [
    'NOUN VERB PUNCT PRON ADP DET PROPN ADJ AUX ADV CCONJ PART NUM SCONJ INTJ SYM X',
    'PER LOC ORG MISC',
    'PERSON GPE ORGANIZATION DATE NORP FAC PRODUCT EVENT WORK_OF_ART LAW LANGUAGE TIME PERCENT MONEY QUANTITY ORDINAL CARDINAL',
  ].flatMap((labels) => labels.split(' ').map((label, at) => [label, at + 1] as const)),
);

/** Which of the 24 colours a label has: by its letters alone, so that it keeps it in every record. From 1. */
export function colourOfLabel(label: string): number {
  const usual = USUAL.get(label);
  if (usual !== undefined) return usual;
  let hash = 0;
  for (let at = 0; at < label.length; at++) hash = (hash * 31 + label.charCodeAt(at)) >>> 0;
  return (hash % 24) + 1;
}
