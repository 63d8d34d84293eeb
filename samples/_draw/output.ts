import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What `npm run inspect -- --json` must say about a sample: counted from the scene, not by a reader. */
export interface Expected {
  readonly format: string;
  readonly samples: number;
  readonly images: { readonly present: number; readonly missing: number; readonly unreferenced: number };
  readonly annotations: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly splits: Readonly<Record<string, number>>;
  readonly categories: readonly { readonly name: string; readonly annotations: number; readonly samples: number }[];
  readonly labelSets: readonly {
    readonly name?: string;
    readonly role: string;
    readonly file?: string;
    readonly annotations: number;
    readonly byKind: Readonly<Record<string, number>>;
  }[];
  /** Paths below the sample's folder. */
  readonly files: readonly {
    readonly path: string;
    readonly unit: string;
    readonly read: number;
    readonly shown: number;
    readonly rejected: number;
  }[];
  readonly read: number;
  readonly rejected: number;
  readonly problems: readonly { readonly code: string; readonly count: number }[];
}

/** One sample dataset: its files by path, and what is in them. */
export interface Dataset {
  /** `<format>/<name>` */
  readonly path: string;
  readonly files: ReadonlyMap<string, Buffer | string>;
  readonly expected: Expected;
}

/** Replaces the sample's folder. Returns the number of bytes written. */
export function writeDataset(root: string, dataset: Dataset): number {
  const folder = join(root, dataset.path);
  rmSync(folder, { recursive: true, force: true });
  let bytes = 0;
  for (const [path, content] of [...dataset.files, ['expected.json', `${JSON.stringify(dataset.expected, undefined, 2)}\n`] as const]) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
    bytes += Buffer.byteLength(content);
  }
  return bytes;
}

/** Counts of classes, in the order they are declared. */
export class ClassCounts {
  private readonly names: readonly string[];
  private readonly annotations = new Map<string, number>();
  private readonly samples = new Map<string, Set<string>>();
  total = 0;

  constructor(names: readonly string[]) {
    this.names = names;
  }

  add(name: string, sample: string): void {
    this.total++;
    this.annotations.set(name, (this.annotations.get(name) ?? 0) + 1);
    const samples = this.samples.get(name) ?? new Set();
    this.samples.set(name, samples.add(sample));
  }

  list(): Expected['categories'] {
    return this.names.map((name) => ({ name, annotations: this.annotations.get(name) ?? 0, samples: this.samples.get(name)?.size ?? 0 }));
  }
}

export const account = (path: string, unit: string, read: number): Expected['files'][number] => ({
  path,
  unit,
  read,
  shown: read,
  rejected: 0,
});
export const NO_IMAGES = { present: 0, missing: 0, unreferenced: 0 };
