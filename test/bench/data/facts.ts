/** What is in a file, counted by plain code that shares nothing with the app: what every contender must find, too. */
import { closeSync, createReadStream, existsSync, openSync, readdirSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Findings } from '../measure.ts';
import { NEEDLE } from './text.ts';

type Count = (path: string) => Promise<Findings>;

/** Counted once and kept beside the file, for as long as its size is the same. */
export async function factsOf(path: string, count: Count): Promise<Findings> {
  const { size } = statSync(path);
  const cache = `${path}.facts.json`;
  if (existsSync(cache)) {
    const kept = JSON.parse(readFileSync(cache, 'utf8')) as { size: number; facts: Findings };
    if (kept.size === size) return kept.facts;
  }
  const facts = await count(path);
  writeFileSync(cache, JSON.stringify({ size, facts }));
  return facts;
}

/** By the keys that each image and each annotation has once. No text of the made files holds them. */
export async function countCoco(path: string): Promise<Findings> {
  return { images: await countText(path, '"file_name"'), annotations: await countText(path, '"image_id"') };
}

/** Images and annotations that end within the first bytes of a file, and where the last of them ends. */
export interface CocoStart {
  readonly bytes: number;
  readonly records: number;
}

/** For those who read no further. Only between two of them do the made files have `},{`. */
export function countCocoStart(path: string, most: number): CocoStart {
  const head = Buffer.alloc(most);
  const file = openSync(path, 'r');
  const read = readSync(file, head, 0, most, 0);
  closeSync(file);
  const bytes = head.subarray(0, read).lastIndexOf('},{') + 1;
  const text = head.toString('latin1', 0, bytes);
  return { bytes, records: [...text.matchAll(/"(?:file_name|image_id)"/g)].length };
}

/** A line a box. */
export function countYolo(folder: string): Promise<Findings> {
  const labels = join(folder, 'labels/train');
  const names = readdirSync(labels);
  let annotations = 0;
  for (const name of names) annotations += readFileSync(join(labels, name), 'latin1').split('\n').length - 1;
  return Promise.resolve({ images: names.length, annotations });
}

async function countText(path: string, text: string): Promise<number> {
  const wanted = Buffer.from(text);
  let count = 0;
  let rest = Buffer.alloc(0);
  for await (const piece of pieces(path)) {
    const bytes = Buffer.concat([rest, piece]);
    let at = bytes.indexOf(wanted);
    let end = 0;
    for (; at >= 0; at = bytes.indexOf(wanted, end)) {
      count += 1;
      end = at + wanted.length;
    }
    rest = bytes.subarray(Math.max(end, bytes.length - wanted.length + 1));
  }
  return count;
}

/** What is asked about the boxes: a class, and a range of the side (of the square with the box's area). */
export const ASKED = { class: 'class 5', least: 32, most: 96 } as const;

/** Images with a box of that class, and images with a box in that range. */
export async function countBoxes(path: string): Promise<Findings> {
  const pattern = /"image_id":(\d+),"category_id":(\d+),"bbox":\[\d+,\d+,(\d+),(\d+)\]/g;
  const withClass = new Set<number>();
  const inRange = new Set<number>();
  let annotations = 0;
  let rest = '';
  for await (const piece of pieces(path)) {
    const text = rest + piece.toString('latin1');
    let end = 0;
    for (const match of text.matchAll(pattern)) {
      const [image = 0, category = 0, width = 0, height = 0] = match.slice(1).map(Number);
      annotations += 1;
      if (`class ${category}` === ASKED.class) withClass.add(image);
      const side = Math.sqrt(width * height);
      if (side >= ASKED.least && side < ASKED.most) inRange.add(image);
      end = match.index + match[0].length;
    }
    rest = text.slice(Math.max(end, text.length - 200));
  }
  return { images: await countText(path, '"file_name"'), annotations, withClass: withClass.size, inRange: inRange.size };
}

/** Every line parsed. */
export async function countChats(path: string): Promise<Findings> {
  const decoder = new TextDecoder();
  let rest = '';
  let lines = 0;
  let found = 0;
  let tokens = 0;
  let least = Infinity;
  let most = -Infinity;
  for await (const piece of pieces(path)) {
    const parts = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const value = (JSON.parse(part) as { tokens: number }).tokens;
      lines += 1;
      tokens += value;
      if (part.includes(NEEDLE)) found += 1;
      if (value < least) least = value;
      if (value > most) most = value;
    }
  }
  return { lines, found, counted: lines, tokens, least, most };
}

/** Ends of line outside of quotes, without the header. */
export const countCsv =
  (name: string) =>
  async (path: string): Promise<Findings> => {
    let records = -1;
    let quoted = false;
    for await (const piece of pieces(path)) {
      for (const byte of piece) {
        if (byte === 0x22) quoted = !quoted;
        else if (byte === 0x0a && !quoted) records += 1;
      }
    }
    return { [name]: records };
  };

function pieces(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: 1 << 20 });
}
