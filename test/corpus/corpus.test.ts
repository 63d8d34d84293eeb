/**
 * Every dataset of the shared folder that the viewer must open, compared with what its manifest counted and with an independent
 * count of the records of each file. Where the manifest and a careful reading disagree, the reading wins, with a comment.
 */
import { describe, expect, it } from 'vitest';
import { inspect } from '../../src/cli/inspect.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import {
  absent,
  cocoFacts,
  yoloFacts,
  countRecords,
  facetCount,
  factsOf,
  open,
  perClass,
  SHARED,
  withFile,
  type CocoFacts,
  type Opened,
  type YoloFacts,
} from './corpus.ts';
import { join } from 'node:path';

/** Each test carries its dataset's name, so that the run can say how many of them opened. */
const of = (dataset: string): { readonly meta: { readonly dataset: string } } => ({ meta: { dataset } });

/** `shown + rejected = read`, with `read` as counted here; every summary adds up. */
function expectAccounted(opened: Opened): void {
  for (const { files, read, rejected } of opened.result.datasets) {
    for (const { path, unit, read: counted, shown, rejected: refused } of files) {
      expect({ path, read: counted }).toEqual({ path, read: countRecords(opened, path, unit) });
      expect({ path, sum: shown + refused }).toEqual({ path, sum: counted });
    }
    expect(files.reduce((sum, file) => sum + file.read, 0)).toBe(read);
    expect(files.reduce((sum, file) => sum + file.rejected, 0)).toBe(rejected);
  }
}

async function expectCoco(opened: Opened, dataset: DatasetSummary, facts: CocoFacts): Promise<void> {
  expect(dataset.format).toBe('coco');
  expect(dataset.samples).toBe(facts.images);
  expect(dataset.truthAnnotations).toBe(facts.annotations);
  expect(dataset.categories).toHaveLength(facts.categories);
  expect(perClass(dataset)).toMatchObject(facts.annotations_per_class);
  // The manifest lists a hundred classes at most.
  const listed = Object.values(facts.annotations_per_class).reduce((sum, count) => sum + count, 0);
  expect(Object.values(perClass(dataset)).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(listed);
  const masks = (facts.segmentation_kinds['rle_uncompressed'] ?? 0) + (facts.segmentation_kinds['rle_compressed'] ?? 0);
  const expected = {
    polygon: facts.segmentation_kinds['polygon'] ?? 0,
    mask: masks,
    crowd: facts.iscrowd,
    keypoints: facts.annotations_with_keypoints,
    present: facts.images_present_on_disk,
    missing: facts.images_missing_on_disk,
  };
  const found = {
    polygon: dataset.byKind.polygon ?? 0,
    mask: dataset.byKind.mask ?? 0,
    crowd: await facetCount(opened, dataset, 'flag', 'crowd'),
    keypoints: dataset.byKind.keypoints ?? 0,
    present: dataset.images.present,
    missing: dataset.images.missing,
  };
  // Of some files the manifest does not say everything.
  const known = Object.fromEntries(Object.entries(expected).filter(([, value]) => value !== undefined));
  expect(found).toMatchObject(known);
}

async function expectYolo(opened: Opened, dataset: DatasetSummary, facts: YoloFacts): Promise<void> {
  expect(dataset.format).toBe('yolo');
  expect(dataset.truthAnnotations).toBe(facts.objects);
  expect(dataset.samples).toBe(facts.images + facts.label_files_without_image);
  expect(dataset.images).toMatchObject({ present: facts.images, missing: facts.label_files_without_image });
  const keys = Object.fromEntries(
    dataset.categories.filter(({ annotations }) => annotations > 0).map(({ key, annotations }) => [key, annotations]),
  );
  expect(keys).toEqual(facts.objects_per_class);
  expect(await facetCount(opened, dataset, 'labels', 'empty')).toBe(facts.empty_label_files);
  expect(await facetCount(opened, dataset, 'labels', 'missing')).toBe(facts.images_without_label_file);
  expect(dataset.rejected).toBe(0);
}

function problemCount(dataset: DatasetSummary, code: string): number {
  return dataset.problems.find((problem) => problem.code === code)?.count ?? 0;
}

describe('COCO of the shared data', () => {
  if (SHARED === undefined) return absent();

  it('coco-tiny2017: opens as the manifest counted it', of('coco-tiny2017'), async () => {
    const opened = await open('coco-tiny2017');
    expect(opened.result.datasets).toHaveLength(1);
    await expectCoco(opened, withFile(opened, 'instances_val2017.json'), cocoFacts('coco-tiny2017', 'val'));
    expect(opened.result.datasets[0]?.splits).toEqual({ val: 6 });
    expectAccounted(opened);
  });

  it('coco-val2014-100: joins its results to their truth as prediction sets', of('coco-val2014-100'), async () => {
    const opened = await open('coco-val2014-100');
    const dataset = withFile(opened, 'instances_val2014_100.json');
    await expectCoco(opened, dataset, cocoFacts('coco-val2014-100', 'gt'));
    expect(dataset.images).toMatchObject({ present: 0, missing: 100 });
    const sets = Object.fromEntries(
      dataset.labelSets.map(({ file, role, annotations }) => [file?.replace(/^.*\//, ''), { role, annotations }]),
    );
    expect(sets).toMatchObject({
      'instances_val2014_100.json': { role: 'truth', annotations: 839 },
      'instances_val2014_fakebbox100_results.json': { role: 'prediction', annotations: 734 },
      'instances_val2014_fakesegm100_results.json': { role: 'prediction', annotations: 734 },
      'person_keypoints_val2014_fakekeypoints100_results.json': { role: 'prediction', annotations: 125 },
    });
    // 998 of the 1,000 captions are of images that this truth does not have.
    const captions = dataset.files.find(({ path }) => path.endsWith('captions_val2014_fakecap_results.json'));
    expect(captions).toMatchObject({ read: 1000, shown: 2, rejected: 998 });
    expect(problemCount(dataset, 'image-unknown')).toBeGreaterThanOrEqual(998);
    expectAccounted(opened);
  });

  it('lvis-val-100: opens with 1,230 classes', of('lvis-val-100'), async () => {
    const opened = await open('lvis-val-100');
    const dataset = withFile(opened, 'lvis_val_100.json');
    await expectCoco(opened, dataset, cocoFacts('lvis-val-100', 'gt'));
    expect(dataset.images).toMatchObject({ present: 0, missing: 100 });
    expect(await facetCount(opened, dataset, 'labels', 'none')).toBe(7);
    expectAccounted(opened);
  });

  it('coco-eval-small: opens four truths with their results', of('coco-eval-small'), async () => {
    const opened = await open('coco-eval-small');
    const pairs = [
      ['coco-eval-small/gt_dataset.json', 'coco-eval-small/dt_dataset.json', 'gt_dataset', 'dt_dataset'],
      // Image ids are strings in the list of images and numbers in annotations: one annotation of 14 was counted as known. They are
      // the same ids, so nothing is an orphan.
      ['gt_ignore_test.json', 'dt_ignore_test.json', 'gt_ignore_test', 'dt_ignore_test'],
      ['example_crowdpose_val.json', 'example_crowdpose_preds.json', 'crowdpose_val', 'crowdpose_preds'],
      ['keypoints_dataset/gt_dataset.json', 'keypoints_dataset/dt_dataset.json', 'keypoints_gt', 'keypoints_dt'],
    ] as const;
    expect(opened.result.datasets).toHaveLength(4);
    for (const [truth, results, gt, dt] of pairs) {
      const dataset = withFile(opened, truth);
      const { detections } = factsOf('coco-eval-small', dt) as { readonly detections: number };
      await expectCoco(opened, dataset, cocoFacts('coco-eval-small', gt));
      expect(withFile(opened, results).id).toBe(dataset.id);
      expect(dataset.labelSets.filter(({ role }) => role === 'prediction')).toMatchObject([{ annotations: detections }]);
    }
    expectAccounted(opened);
  });

  it('sahi-coco: opens every COCO file of it', of('sahi-coco'), async () => {
    const opened = await open('sahi-coco');
    for (const [name, file] of [
      ['terrain1_coco.json', 'coco_utils/terrain1_coco.json'],
      ['terrain2_coco.json', 'coco_utils/terrain2_coco.json'],
      ['terrain_all_coco.json', 'coco_utils/terrain_all_coco.json'],
      ['combined_coco.json', 'coco_utils/combined_coco.json'],
      ['visdrone2019-det-train-first50image.json', 'coco_utils/visdrone2019-det-train-first50image.json'],
      ['evaluate_gt', 'evaluate/dataset.json'],
    ] as const) {
      await expectCocoFile(opened, file, cocoFacts('sahi-coco', name));
    }
    expect(withFile(opened, 'evaluate/result.json')).toMatchObject({ id: withFile(opened, 'evaluate/dataset.json').id });
    expectAccounted(opened);
  });

  it('coco-roboflow-badminton: opens with its images beside the file', of('coco-roboflow-badminton'), async () => {
    const opened = await open('coco-roboflow-badminton');
    await expectCoco(opened, withFile(opened, '_annotations.coco.json'), cocoFacts('coco-roboflow-badminton'));
    expect(opened.result.datasets[0]?.splits).toEqual({ train: 9 });
    expectAccounted(opened);
  });

  it('mmpose-keypoints: opens the COCO-style files', of('mmpose-keypoints'), async () => {
    const opened = await open('mmpose-keypoints');
    for (const [file, facts] of Object.entries(factsOf('mmpose-keypoints') as Record<string, CocoFacts>)) {
      // The others are lists of results.
      if ('categories' in facts) await expectCocoFile(opened, file, facts);
    }
    expectAccounted(opened);
  });

  it('multiformat-2label: opens its COCO part', of('multiformat-2label'), async () => {
    const opened = await open('multiformat-2label/coco1.0');
    await expectCoco(opened, withFile(opened, 'instances_default.json'), cocoFacts('multiformat-2label', 'coco1.0'));
    expectAccounted(opened);
  });
});

/** One truth of several that may share images, and a dataset: its own annotations are those of its label set. */
async function expectCocoFile(opened: Opened, file: string, facts: CocoFacts): Promise<void> {
  const dataset = withFile(opened, file);
  const truths = dataset.labelSets.filter(({ role }) => role === 'truth');
  if (truths.length === 1) return expectCoco(opened, dataset, facts);
  const set = truths.find((truth) => truth.file?.endsWith(file));
  expect(set?.annotations).toBe(facts.annotations);
  expect(set?.byKind.polygon ?? 0).toBe(facts.segmentation_kinds['polygon'] ?? 0);
  expect(dataset.samples).toBe(facts.images);
}

describe('YOLO of the shared data', () => {
  if (SHARED === undefined) return absent();

  for (const name of ['coco8', 'coco8-seg', 'coco8-pose', 'coco8-human', 'dota8'] as const) {
    it(`ultralytics-8: opens ${name}`, of('ultralytics-8'), async () => {
      const opened = await open(`ultralytics-8/${name}`);
      const facts = yoloFacts('ultralytics-8', name);
      expect(opened.result.datasets).toHaveLength(1);
      const [dataset] = opened.result.datasets;
      if (!dataset) return;
      await expectYolo(opened, dataset, facts);
      expect(dataset.splits).toEqual({ train: 4, val: 4 });
      const kinds = {
        coco8: { box: 30 },
        'coco8-seg': { polygon: 30 },
        'coco8-pose': { box: 21, keypoints: 21 },
        // A box and five attributes, which neither data.yaml nor the number of columns announces.
        'coco8-human': { box: 18 },
        dota8: { box: 133 },
      };
      expect(dataset.byKind).toEqual(kinds[name]);
      expectAccounted(opened);
    });
  }

  it('ultralytics-8: opens imagenet10 as folders of classes in two splits', of('ultralytics-8'), async () => {
    const opened = await open('ultralytics-8/imagenet10');
    const facts = factsOf('ultralytics-8', 'imagenet10') as Record<'train' | 'val', Record<string, number>>;
    expect(opened.result.datasets).toMatchObject([
      { format: 'imagefolder', samples: 20, splits: { train: 10, val: 10 }, byKind: { classification: 20 } },
    ]);
    const expected = Object.fromEntries(Object.keys(facts.train).map((name) => [name, (facts.train[name] ?? 0) + (facts.val[name] ?? 0)]));
    expect(opened.result.datasets.map(perClass)).toEqual([expected]);
    expectAccounted(opened);
  });

  it('ultralytics-8: opens all six at once', of('ultralytics-8'), async () => {
    const opened = await open('ultralytics-8');
    expect(
      opened.result.datasets.map(({ name, samples }) => [name, samples]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    ).toEqual([
      ['coco8', 8],
      ['coco8-human', 8],
      ['coco8-pose', 8],
      ['coco8-seg', 8],
      ['dota8', 8],
      ['imagenet10', 20],
    ]);
    expectAccounted(opened);
  });

  it('yolo-darknet-limon: opens with the names beside the labels', of('yolo-darknet-limon'), async () => {
    const opened = await open('yolo-darknet-limon');
    const facts = yoloFacts('yolo-darknet-limon');
    const [dataset] = opened.result.datasets;
    expect(opened.result.datasets).toHaveLength(1);
    if (!dataset) return;
    // The manifest counts by name, in lower case; the file says `Bulto`.
    await expectYolo(opened, dataset, { ...facts, objects_per_class: { 0: 137 } });
    expect(perClass(dataset)).toEqual({ Bulto: 137 });
    expectAccounted(opened);
  });

  it('yolov5-data: lists fourteen class lists and two images', of('yolov5-data'), async () => {
    const opened = await open('yolov5-data');
    const facts = factsOf('yolov5-data', 'class_counts') as Record<string, number>;
    expect(opened.result.datasets).toMatchObject([{ format: 'images', samples: 2 }]);
    const lists = Object.fromEntries(
      opened.result.classLists.map(({ file, classes }) => [file.replace('yolov5-data/', ''), classes.length]),
    );
    expect(lists).toEqual(facts);
    expectAccounted(opened);
  });

  for (const part of ['yolo', 'yolo1.1'] as const) {
    it(`multiformat-2label: opens ${part}`, of('multiformat-2label'), async () => {
      const opened = await open(`multiformat-2label/${part}`);
      const [dataset] = opened.result.datasets;
      expect(opened.result.datasets).toHaveLength(1);
      if (dataset) await expectYolo(opened, dataset, yoloFacts('multiformat-2label', part));
      expectAccounted(opened);
    });
  }

  it('nasty/yolo-mismatched-ships: opens folders that do not agree', of('nasty/yolo-mismatched-ships'), async () => {
    const opened = await open('nasty/yolo-mismatched-ships');
    const facts = yoloFacts('nasty/yolo-mismatched-ships');
    const [dataset] = opened.result.datasets;
    expect(opened.result.datasets).toHaveLength(1);
    if (!dataset) return;
    await expectYolo(opened, dataset, facts);
    // Ids reach 44 (the manifest's note says 40), data.yaml names one class and folders that are not there, and no single file
    // mixes boxes and polygons (the note says so of the dataset).
    expect(Math.max(...dataset.categories.map(({ key }) => Number(key)))).toBe(44);
    expect(dataset.byKind).toEqual({ box: 84, polygon: 70 });
    expect(problemCount(dataset, 'rows-mixed')).toBe(0);
    expect(problemCount(dataset, 'folder-missing')).toBeGreaterThan(0);
    expect(problemCount(dataset, 'class-unknown')).toBe(134);
    expectAccounted(opened);
  });
});

describe('images of the shared data', () => {
  if (SHARED === undefined) return absent();

  it('imagefolder-animals: opens as folders of classes', of('imagefolder-animals'), async () => {
    const opened = await open('imagefolder-animals');
    const facts = factsOf('imagefolder-animals') as {
      readonly classes: Record<string, number>;
      readonly sizes: Record<string, readonly [number, number]>;
    };
    expect(opened.result.datasets).toMatchObject([{ format: 'imagefolder', samples: 8, images: { present: 8, missing: 0 } }]);
    expect(opened.result.datasets.map(perClass)).toEqual([facts.classes]);
    await expectSizes(opened, facts.sizes);
    expectAccounted(opened);
  });

  it('nasty/exif-orientation: shows turned images upright and says so', of('nasty/exif-orientation'), async () => {
    const opened = await open('nasty/exif-orientation');
    const facts = factsOf('nasty/exif-orientation') as Record<string, { stored_size: readonly [number, number]; orientation: number }>;
    expect(opened.result.datasets).toMatchObject([{ format: 'images', samples: 4, frame: 'upright', turned: 3 }]);
    const upright = Object.entries(facts).map(
      ([
        name,
        {
          stored_size: [width, height],
          orientation,
        },
      ]) => [name, orientation >= 5 ? ([height, width] as const) : ([width, height] as const)] as const,
    );
    await expectSizes(opened, Object.fromEntries(upright));
    expect(opened.result.datasets.map((dataset) => problemCount(dataset, 'image-turned'))).toEqual([3]);
    expectAccounted(opened);
  });

  it('nasty/unicode-names: opens the one image; its XML is nobody’s for now', of('nasty/unicode-names'), async () => {
    const opened = await open('nasty/unicode-names');
    expect(opened.result.datasets).toMatchObject([{ format: 'images', samples: 1 }]);
    expect(opened.result.unclaimed.count).toBe(32);
    await expectSizes(opened, { '臉書.jpg': factsOf('nasty/unicode-names', 'size_of_臉書.jpg') as [number, number] });
    expectAccounted(opened);
  });

  it('nasty/broken-image: is one sample with one problem', of('nasty/broken-image'), async () => {
    const opened = await open('nasty/broken-image');
    expect(opened.result.datasets).toMatchObject([{ samples: 1, problems: [{ code: 'image-unreadable', count: 1, samples: 1 }] }]);
    expectAccounted(opened);
  });

  it('nasty/lfs-pointers: is nothing but nine pointers', of('nasty/lfs-pointers'), async () => {
    const { exitCode, stdout } = await inspect([join(SHARED ?? '', 'datasets/nasty/lfs-pointers'), '--json']);
    expect(exitCode).toBe(2);
    const report: { datasets: unknown[]; unclaimed: unknown[]; problems: { code: string; count: number }[] } = JSON.parse(stdout);
    expect(report).toMatchObject({ datasets: [], unclaimed: [] });
    expect(report.problems.find(({ code }) => code === 'lfs-pointer')?.count).toBe(9);
  });
});

async function expectSizes({ engine, result }: Opened, sizes: Readonly<Record<string, readonly [number, number]>>): Promise<void> {
  const [dataset] = result.datasets;
  const id = dataset?.id ?? 0;
  const rows = Uint32Array.from({ length: dataset?.samples ?? 0 }, (_, row) => row);
  const cells = await engine.rows({ dataset: id, query: { clauses: [] }, rows, columns: [] });
  expect(Object.fromEntries(cells.map(({ name, width, height }) => [name.replace(/^.*\//, ''), [width, height]]))).toEqual(sizes);
}
