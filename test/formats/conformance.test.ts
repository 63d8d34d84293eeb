/** What every format promises, tried on every sample of the repository. A new format gets these tests with its first sample. */
import { describe, expect, it } from 'vitest';
import { isImagePath } from '../../src/files/file-set.ts';
import { kindBit } from '../../src/model/annotation.ts';
import type { ByteRange } from '../../src/model/dataset.ts';
import { allSamples, filesOf, marginOf, match, read, readSample, renamed, seeded, SIGNAL } from './conformance.ts';
import { cutFile, cutsOf } from './cuts.ts';

/** 1 - 0.8 is a little less. */
const MARGIN = 0.2 - 1e-9;
/** Drops tried whole with one file cut; which ones, follows from a seed. */
const WHOLE_DROPS = 24;

const SAMPLES = allSamples();

it('has a sample of every format', () => {
  expect([...new Set(SAMPLES.map(({ format }) => format))].toSorted()).toEqual([
    'arrow',
    'brat',
    'coco',
    'conll',
    'csv',
    'fasttext',
    'image-metadata',
    'imagefolder',
    'images',
    'json',
    'json-seq',
    'json-value',
    'jsonl',
    'parallel',
    'parquet',
    'sessions',
    'text',
    'webdataset',
    'webdataset-records',
    'yolo',
  ]);
});

describe.each(SAMPLES)('$format/$name', (sample) => {
  it('is recognised by its own format alone, by a clear margin', async () => {
    const { files } = filesOf(sample.contents);
    const { readings } = await match(files);
    expect(readings.map(({ format }) => format.id)).toEqual([sample.format]);
    for (const reading of readings) expect(await marginOf(files, reading)).toBeGreaterThanOrEqual(MARGIN);
  });

  it('is recognised under other names', async () => {
    const { files } = filesOf(renamed(sample));
    const { readings } = await match(files);
    expect(readings.map(({ format }) => format.id)).toEqual([sample.format]);
    for (const reading of readings) expect(await marginOf(files, reading)).toBeGreaterThanOrEqual(MARGIN);
  });

  it('is summed up as its expected.json says', async () => {
    const { dataset } = await readSample(sample);
    const { problems, files, labelSets, categories, truthAnnotations, ...summary } = dataset.summary();
    const {
      problems: expectedProblems,
      files: expectedFiles,
      labelSets: expectedSets,
      categories: expectedCategories,
      ...expected
    } = sample.expected;
    const inSample = (path: string): string => `${sample.name}/${path}`;
    const found = { ...summary, annotations: truthAnnotations };
    // Sections may come in any order, and classes are numbered as they are met.
    const counted = categories.map(({ name, annotations, samples }) => ({ name, annotations, samples }));
    expect(counted.toSorted(byText)).toEqual(expectedCategories.toSorted(byText));
    expect(found).toMatchObject(expected);
    expect(problems.map(({ code, count }) => ({ code, count })).toSorted(byText)).toEqual(expectedProblems.toSorted(byText));
    expect(files.toSorted(byText)).toEqual(expectedFiles.map((file) => ({ ...file, path: inSample(file.path) })).toSorted(byText));
    expect(
      labelSets.map((set) => ({ ...set, ...(set.file === undefined ? {} : { file: set.file.slice(sample.name.length + 1) }) })),
    ).toMatchObject(expectedSets);
  });

  it('has no row, category or range that points nowhere', async () => {
    const { dataset, files } = await readSample(sample);
    const { table } = dataset;
    const sizes = await Promise.all(files.paths.map((_, file) => files.source(file).size()));
    const isInside = ({ file, start, end }: ByteRange): boolean => start >= 0 && start <= end && end <= (sizes[file] ?? -1);
    for (let row = 0; row < table.sampleCount; row++) {
      expect(table.name(row)).not.toBe('');
      const range = table.range(row);
      expect(range === undefined || isInside(range)).toBe(true);
      expect(files.paths[table.samples.image.at(row)] === undefined).toBe(table.samples.image.at(row) < 0);
    }
    const { annotations } = table;
    for (let row = 0; row < table.annotationCount; row++) {
      expect(annotations.sample.at(row)).toBeLessThan(table.sampleCount);
      expect(annotations.category.at(row)).toBeLessThan(table.categories.length);
      expect(annotations.labelSet.at(row)).toBeLessThan(table.labelSets.length);
      expect(isInside(annotations.range(row))).toBe(true);
    }
  });

  it('shows in detail what the index counted', async () => {
    const { dataset } = await readSample(sample);
    const { annotations } = dataset.table;
    for (let row = 0; row < dataset.table.sampleCount; row++) {
      const ref = dataset.ref(row);
      const detail = await dataset.detail(ref, SIGNAL);
      expect(detail.annotations.map((annotation) => annotation.row)).toEqual(ref.annotations.map((annotation) => annotation.row));
      for (const annotation of detail.annotations) {
        const kinds = annotation.shapes.reduce((bits, shape) => bits | kindBit(shape.kind), 0);
        expect({ row: annotation.row, kinds }).toEqual({ row: annotation.row, kinds: annotations.kinds.at(annotation.row) });
        expect(annotation.category).toBe(annotations.category.at(annotation.row));
        expect(annotation.labelSet).toBe(annotations.labelSet.at(annotation.row));
        expect(Math.fround(annotation.score ?? Number.NaN)).toBe(annotations.score.at(annotation.row));
        const box = annotation.shapes.find((shape) => shape.kind === 'box');
        const written = box && box.angle === undefined ? box.box : annotation.bounds;
        // Of a fraction of an image whose size is not known, no pixels are known.
        const known = ref.width > 0 ? (written ?? []) : [];
        for (const [part, value] of known.entries()) expect(annotations.box.at(annotation.row, part)).toBeCloseTo(value, 2);
      }
    }
  });

  it('reads only the ranges of a sample to show it', async () => {
    const { dataset, files, sources } = await readSample(sample);
    const { byRow = false } = dataset.reading.format;
    for (let row = 0; row < dataset.table.sampleCount; row++) {
      const ref = dataset.ref(row);
      for (const source of sources) source.forget();
      await dataset.detail(ref, SIGNAL);
      const own: readonly ByteRange[] = [...(ref.at ? [ref.at] : []), ...ref.annotations];
      for (const [file, source] of sources.entries()) {
        const ranges = own.filter((range) => range.file === file);
        // What stands in a file beside the sample's own.
        if (ref.at && dataset.reading.format.beside?.(dataset.reading.match, ref.at.file).includes(file)) continue;
        // A row of a table has no bytes of its own: at most the group that it was stored with is read, and the samples have three.
        const half = (await files.source(file).size()) / 2;
        // What nested records stand in lies around them (`json-nested.test.ts` counts that).
        if (dataset.reading.match.variant?.why.code === 'json-items') continue;
        const isOwn = (start: number, end: number): boolean => (byRow ? source.bytesRead < half : isOfRanges(ranges, start, end));
        for (const [start, end] of source.ranges) expect(`${start}-${end}: ${isOwn(start, end)}`).toBe(`${start}-${end}: true`);
      }
    }
  });

  it('accounts for every record of a label file that is cut short anywhere', { timeout: 120_000 }, async () => {
    for (const [path, bytes] of sample.contents) {
      if (isImagePath(path)) continue;
      const { cuts, uneven, untold } = await cutFile(sample, path);
      expect([path, uneven, untold]).toEqual([path, [], []]);
      expect(cuts).toBeGreaterThanOrEqual(Math.min(bytes.length, 512));
    }
  });

  it('accounts for every record of a drop in which a label file is cut short', async () => {
    const all = [...sample.contents].flatMap(([path, bytes]) => (isImagePath(path) ? [] : cutsOf(bytes).map((at) => ({ path, at }))));
    const random = seeded(all.length);
    for (let i = 0; i < Math.min(WHOLE_DROPS, all.length); i++) {
      const { path, at } = all[Math.floor(random() * all.length)] ?? { path: '', at: 0 };
      const { files } = filesOf(new Map(sample.contents).set(path, sample.contents.get(path)?.slice(0, at) ?? new Uint8Array(0)));
      const { readings } = await match(files);
      for (const reading of readings) {
        const { files: accounts } = (await read(files, reading)).summary();
        const uneven = accounts.filter((account) => account.shown + account.rejected !== account.read);
        expect(uneven, `${path} cut at byte ${at}`).toEqual([]);
      }
    }
  });
});

/** Ranges this close may be read in one go: one read more costs more than these bytes. */
const GAP_BYTES = 32 * 1024;

/** Whether a read of `start` to `end` begins and ends with ranges of the sample and holds no large gap between them. */
function isOfRanges(ranges: readonly ByteRange[], start: number, end: number): boolean {
  const inside = ranges.filter((range) => range.start < end && range.end > start).toSorted((a, b) => a.start - b.start);
  let at = start;
  for (const range of inside) {
    if (range.start - at > (at === start ? 0 : GAP_BYTES)) return false;
    at = Math.max(at, range.end);
  }
  return end <= at;
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
