/**
 * Reads made-up datasets by the way of real ones before one of these comes: the first file that a page reads would else be the one during
 * which everything is compiled ([decision 21](../decisions/0021-warmed-up-while-nobody-waits.md)).
 */
import { pause } from '../base/pause.ts';
import { blobSource } from '../files/blob-source.ts';
import { EMPTY_QUERY } from '../table/query.ts';
import type { LocalEngine } from './engine.ts';

/** As many as are worth compiling for: a block of them is 8,192. */
const IMAGES = 20_000;
const CLASSES = 20;
/** More than 8 MB of both: large files are read by a thread of their own. */
const ANNOTATIONS = 12_000;
/** Has no divisor in common with `IMAGES`: images come in any order. */
const STRIDE = 7_919;
/** After one only half of what matters is compiled for speed; a larger file would do as well, and fill memory. */
const COCO_TIMES = 4;
const RECORDS = 4_000;
const AT_ONCE = 1_000;
/** As many as a screen shows. */
const ROWS = 30;

/**
 * @param engine one that nothing else is opened in; its datasets go with it
 * @param signal somebody comes with a real one
 */
export async function warmUp(engine: LocalEngine, signal: AbortSignal): Promise<void> {
  for (const [name, text] of [
    ...Array.from({ length: COCO_TIMES }, () => ['made-up.json', madeUpCoco] as const),
    ['made-up.jsonl', madeUpLines],
    ['made-up.csv', madeUpTable],
  ] as const) {
    engine.addEntries([{ path: name, source: blobSource(new Blob(await whole(text(), signal))) }]);
    const opened = await engine.open({}, { signal, onProgress: () => undefined });
    for (const { id, columns } of opened.datasets) {
      const question = { dataset: id, query: EMPTY_QUERY };
      const { rows } = await engine.select({ ...question, sort: undefined }, { signal });
      const names = columns.map((column) => column.name);
      await engine.rows({ ...question, rows: rows.slice(0, ROWS), columns: names }, { signal });
      await engine.detail({ ...question, row: 0 }, { signal });
      await engine.facets(question, { signal });
    }
    await engine.check(undefined, { signal });
    await engine.close({});
    signal.throwIfAborted();
  }
}

/** The parts of a file, made with pauses. */
async function whole(parts: Iterable<string>, signal: AbortSignal): Promise<string[]> {
  const made: string[] = [];
  for (const part of parts) {
    made.push(part);
    await pause();
    signal.throwIfAborted();
  }
  return made;
}

/** So many of them, a thousand at a time. */
function* many(count: number, one: (i: number) => string, between: string): Generator<string> {
  for (let from = 0; from < count; from += AT_ONCE) {
    const length = Math.min(AT_ONCE, count - from);
    yield Array.from({ length }, (_, i) => one(from + i)).join(between) + (from + length < count ? between : '');
  }
}

/** As `instances_train2017.json` has them: polygons, a few masks of crowds, classes last. */
function* madeUpCoco(): Generator<string> {
  yield '{"info":{"description":"made up"},"licenses":[{"id":1,"name":"none"}],"images":[';
  yield* many(IMAGES, image, ',');
  yield '],"annotations":[';
  yield* many(ANNOTATIONS, annotation, ',');
  yield `],"categories":[${Array.from({ length: CLASSES }, (_, i) => `{"supercategory":"thing","id":${i + 1},"name":"class ${i}"}`).join(',')}]}`;
}

/** Its fields differ as those of real ones do: a date from image to image, too many to be a list of categories. */
function image(i: number): string {
  const id = idOf(i);
  const name = `${String(id).padStart(12, '0')}.jpg`;
  const date = `2013-11-${two(10 + (i % 19))} ${two(i % 23)}:${two(i % 59)}:${two(i % 53)}`;
  return `{"license":${1 + (i % 8)},"file_name":"${name}","coco_url":"images/${name}","height":480,"width":640,"date_captured":"${date}","flickr_url":"images/${name}","id":${id}}`;
}

const idOf = (i: number): number => 9 + ((i * STRIDE) % IMAGES) * 29;
const two = (number: number): string => String(number).padStart(2, '0');

function annotation(i: number): string {
  const [x, y] = [(i * 37) % 500, (i * 53) % 400];
  const box = `"area":${1000 + (i % 997)}.5,"iscrowd":${i % 100 === 0 ? 1 : 0},"image_id":${idOf(i * 3)},"bbox":[${x}.25,${y}.5,${20 + (i % 60)}.75,${30 + (i % 50)}],"category_id":${1 + (i % CLASSES)},"id":${900 + i}}`;
  if (i % 100 === 0)
    return `{"segmentation":{"counts":[${Array.from({ length: 60 }, (_, k) => k * 85 + 2).join(',')},156630],"size":[480,640]},${box}`;
  const points = Array.from({ length: 20 }, (_, k) => `${x + ((k * 13) % 60)}.${k % 90},${y + ((k * 17) % 50)}.${(k * 7) % 90}`);
  return `{"segmentation":[[${points.join(',')}]],${box}`;
}

const WORDS = ['What', 'is', 'to be', 'seen', 'here', 'and', 'where', 'does it', 'stand', 'if', 'not', 'beside', 'the', 'other', 'one'];
const sentence = (i: number, words: number): string =>
  Array.from({ length: words }, (_, k) => WORDS[(i * (k + 3) + k) % WORDS.length]).join(' ');

function* madeUpLines(): Generator<string> {
  const turn = (role: string, i: number): string => `{"role":"${role}","content":"${sentence(i, 30)}"}`;
  yield* many(RECORDS, (i) => `{"id":${i},"messages":[${turn('user', i)},${turn('assistant', i + 1)}],"score":${i / 8}}`, '\n');
}

function* madeUpTable(): Generator<string> {
  yield 'id,text,label,score,length\n';
  yield* many(RECORDS, (i) => `${i},"${sentence(i, 12)}, ""so""",label ${i % 5},${i / 16},${i * 3}`, '\n');
}
