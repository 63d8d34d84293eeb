/** Files that tests make for themselves: folders on this disk, plain pictures, COCO and zip files. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { configure, Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { PNG } from 'pngjs';
import { afterAll } from 'vitest';

configure({ useWebWorkers: false });

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder with this name, gone after the last test of the file. */
export function emptyFolder(name = 'made'): string {
  const home = mkdtempSync(join(tmpdir(), 'datasets-viewer-made-'));
  folders.push(home);
  const folder = join(home, name);
  mkdirSync(folder);
  return folder;
}

export type Contents = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, by their paths in it. */
export function folderOf(files: Contents, name?: string): string {
  const folder = emptyFolder(name);
  addFiles(folder, files);
  return folder;
}

export function addFiles(folder: string, files: Contents): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** A file of this name alone in its folder. */
export function fileOf(name: string, content: string | Uint8Array): string {
  return join(folderOf({ [name]: content }), name);
}

/** All files of a folder, by their paths in it. */
export function contentsOf(folder: string): Record<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), readFileSync(path)];
    }),
  );
}

export const GREY = 128;

/** A picture of one grey; `paint` gives other colours to some pixels. */
export function greyPng(
  width: number,
  height: number,
  paint?: (x: number, y: number) => readonly [number, number, number] | undefined,
): Buffer {
  const png = new PNG({ width, height, colorType: 2 });
  png.data.fill(255);
  for (let at = 0; at < width * height; at += 1) {
    const [r, g, b] = paint?.(at % width, Math.floor(at / width)) ?? [GREY, GREY, GREY];
    png.data.set([r, g, b], at * 4);
  }
  return PNG.sync.write(png);
}

/** A zip file; entries are deflated unless `stored`. */
export async function zipOf(files: Contents, options: { readonly stored?: boolean } = {}): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter());
  for (const [path, content] of Object.entries(files)) {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content);
    await writer.add(path, new Uint8ArrayReader(bytes), { level: options.stored ? 0 : 6, keepOrder: true });
  }
  return writer.close();
}

export interface MadeAnnotation {
  readonly image?: number;
  readonly category?: number;
  readonly [field: string]: unknown;
}

/** COCO text: images by name and size with ids from 1, categories by name with ids from 1; annotations get ids from 1. */
export function cocoText(
  images: readonly (readonly [name: string, width: number, height: number])[],
  categories: readonly (string | Readonly<Record<string, unknown>>)[],
  annotations: readonly MadeAnnotation[],
): string {
  return JSON.stringify({
    images: images.map(([file_name, width, height], at) => ({ id: at + 1, file_name, width, height })),
    categories: categories.map((category, at) => ({ id: at + 1, ...(typeof category === 'string' ? { name: category } : category) })),
    annotations: annotations.map(({ image = 1, category = 1, ...fields }, at) => ({
      id: at + 1,
      image_id: image,
      category_id: category,
      iscrowd: 0,
      ...(Array.isArray(fields['bbox']) ? { area: Number(fields['bbox'][2]) * Number(fields['bbox'][3]) } : {}),
      ...fields,
    })),
  });
}

/** A small YOLO folder: `count` grey pictures with one box each, class 0, in `images/train` and `labels/train`. */
export function yoloFiles(count: number, names: readonly string[] = ['thing'], picture: Uint8Array = greyPng(40, 30)): Contents {
  const files: Record<string, string | Uint8Array> = {
    'data.yaml': `path: .\ntrain: images/train\nnames:\n${names.map((name, at) => `  ${at}: ${JSON.stringify(name)}`).join('\n')}\n`,
  };
  for (let at = 1; at <= count; at += 1) {
    files[`images/train/p${at}.png`] = picture;
    files[`labels/train/p${at}.txt`] = '0 0.5 0.5 0.5 0.5\n';
  }
  return files;
}
