/** COCO by other means: the whole file as one text, and a parser that streams. */
import type { Measure, TaskOptions } from '../../measure.ts';
import { eachPiece } from './read.ts';

interface Coco {
  readonly images: readonly { readonly id: number; readonly width: number; readonly height: number }[];
  readonly annotations: readonly CocoAnnotation[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
}
interface CocoAnnotation {
  readonly image_id: number;
  readonly category_id: number;
  readonly bbox: readonly number[];
}

export async function parseCoco(file: File): Promise<Measure> {
  const started = performance.now();
  const text = await file.text();
  // Beyond the longest string a browser answers with an empty one, without an error.
  if (text === '' && file.size > 0) throw new Error('file.text() gave an empty text');
  const { images, annotations, categories } = JSON.parse(text) as Coco;
  const ms = performance.now() - started;
  const names = new Map(categories.map(({ id, name }) => [id, name]));
  const perClass = new Map<string, number>();
  let boxes = 0;
  for (const { category_id: category, bbox } of annotations) {
    const name = names.get(category) ?? '';
    perClass.set(name, (perClass.get(name) ?? 0) + 1);
    for (const value of bbox) boxes += Math.fround(value);
  }
  return {
    ms,
    findings: { images: images.length, annotations: annotations.length, classes: classSum([...perClass]), boxes: rounded(boxes) },
  };
}

/** Of so many bytes from the start: the whole file would take minutes. The time is that of the bytes read. */
export async function streamParseCoco(file: File, { bytes }: TaskOptions): Promise<Measure> {
  const { JSONParser } = await import('@streamparser/json');
  const parser = new JSONParser({ paths: ['$.images.*', '$.annotations.*'], keepStack: false });
  let records = 0;
  parser.onValue = () => {
    records += 1;
  };
  const part = file.slice(0, Number(bytes));
  const started = performance.now();
  await eachPiece(part, (piece) => parser.write(piece));
  return { ms: performance.now() - started, findings: { records } };
}

/** One number for how many annotations each class has. */
export function classSum(counts: readonly (readonly [name: string, annotations: number])[]): number {
  return counts
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .reduce((sum, [name, annotations], at) => (sum * 31 + annotations * (at + 1) + name.length) % 2_147_483_647, 7);
}

/** The order of additions shows in the last digits only. */
export const rounded = (sum: number): number => Number(sum.toPrecision(9));
