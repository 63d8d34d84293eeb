import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { pause } from '../../src/base/pause.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import type { Format, Sink } from '../../src/formats/format.ts';
import { FORMATS } from '../../src/formats/index.ts';

const ANNOTATIONS = 30_000;
/** Of the problems of a kind, those whose values are kept. */
const WITH_VALUES = 10_000;

/** A COCO file in which no annotation is JSON, which only a close look can tell. */
function broken(): string {
  const annotations = Array.from(
    { length: ANNOTATIONS },
    (_, i) => `{"id":${i + 1},"image_id":1,"category_id":1,"bbox":[1,2,3,4],"x":nan}`,
  );
  return `{"images":[{"id":1,"file_name":"a.jpg","width":9,"height":9}],"annotations":[${annotations.join(',')}],"categories":[{"id":1,"name":"t"}]}`;
}

it('keeps few bytes of each of very many annotations that it rejects, and counts and places all of them', async () => {
  v8.setFlagsFromString('--expose-gc');
  const collect = vm.runInNewContext('gc') as () => void;
  const given: WeakRef<object>[] = [];
  let kept = -1;
  const formats = FORMATS.map((format): Format => {
    const { check } = format;
    if (!check) return format;
    return {
      ...format,
      async check(files, match, rows, sink, ...rest) {
        const watched: Sink = {
          ...sink,
          reject(file, at, problem) {
            given.push(new WeakRef(problem));
            if (problem.values) given.push(new WeakRef(problem.values));
            sink.reject(file, at, problem);
          },
        };
        await check(files, match, rows, watched, ...rest);
        // All is known, nothing told yet. What a reference was made of stays until the turn is over.
        await pause();
        collect();
        kept = given.filter((reference) => reference.deref() !== undefined).length;
      },
    };
  });
  const engine = createEngine(formats);
  const text = broken();
  engine.addEntries([{ path: 'labels.json', source: memorySource(text) }]);
  const { datasets } = await engine.open({});
  expect(datasets).toMatchObject([{ rejected: 0, annotations: ANNOTATIONS }]);
  const [checked] = (await engine.check(undefined)).datasets;
  expect(given).toHaveLength(2 * ANNOTATIONS);
  expect(kept).toBe(WITH_VALUES);
  expect(checked).toMatchObject({ rejected: ANNOTATIONS, annotations: ANNOTATIONS, files: [{ shown: 1, rejected: ANNOTATIONS }] });
  const page = await engine.problems({ dataset: datasets[0]?.id ?? 0, code: 'json-syntax', from: WITH_VALUES - 1, to: ANNOTATIONS });
  expect(page.total).toBe(ANNOTATIONS);
  const starts = page.problems.map(({ at }) => at?.byte ?? -1);
  expect(starts.every((start, i) => text.startsWith(`{"id":${WITH_VALUES + i},`, start))).toBe(true);
  expect(page.problems.map(({ values }) => values !== undefined).indexOf(false)).toBe(1);
  expect(page.problems[0]?.values).toMatchObject({ offset: text.indexOf('nan', starts[0]) });
});
