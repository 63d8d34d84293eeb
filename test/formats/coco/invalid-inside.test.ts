import { expect, it } from 'vitest';
import { filesOf, match, read, SIGNAL } from '../conformance.ts';

const TRUTH = `{"images":[{"id":1,"file_name":"a.jpg","width":100,"height":80}],
"annotations":[
{"id":1,"image_id":1,"category_id":1,"bbox":[1,2,3,4],"area":12,"iscrowd":0},
{"id":2,"image_id":1,"category_id":1,"bbox":[5,6,7,8],"area":56,"iscrowd":0,"note":nope},
{"id":3,"image_id":1,"category_id":1,"bbox":[9,9,9,9],"area":81,"iscrowd":0}],
"categories":[{"id":1,"name":"thing"}]}`;

it('shows the other annotations of a sample where one turns out to be no JSON inside, and says so', async () => {
  const { files } = filesOf(new Map([['set/labels.json', new TextEncoder().encode(TRUTH)]]));
  const [reading] = (await match(files)).readings;
  if (!reading) throw new Error('not recognised');
  const dataset = await read(files, reading);
  const { shown, rejected, read: counted } = dataset.summary().files[0] ?? {};
  expect((shown ?? 0) + (rejected ?? 0)).toBe(counted);
  const { annotations, problems = [] } = await dataset.detail(dataset.ref(0), SIGNAL);
  const kinds = annotations.map(({ shapes }) => shapes.map(({ kind }) => kind).join());
  // Where the index rejected it already, it is told there; else here.
  const told = [...problems.map(({ code }) => code), ...dataset.summary().problems.map(({ code }) => code)];
  expect(told).toContain('json-syntax');
  expect(kinds.filter((kind) => kind === 'box')).toHaveLength(2);
});
