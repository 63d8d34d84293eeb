/** Datasets of Hugging Face as they lie on a disk. The folders of `formats/hugging-face` were written by `datasets` itself (`make.py`). */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type LocalEngine } from '../../src/engine/engine.ts';
import type { OpenResult } from '../../src/engine/protocol.ts';
import { listNodeFiles } from '../../src/files/node-source.ts';
import { globOf } from '../../src/formats/projects/glob.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { opened } from './drop.ts';

const FOLDERS = join(import.meta.dirname, '../formats/hugging-face');

async function openedFolder(name: string): Promise<{ engine: LocalEngine; result: OpenResult }> {
  const engine = createEngine();
  engine.addEntries(await listNodeFiles([join(FOLDERS, name)]));
  return { engine, result: await engine.open({}) };
}

const lines = (...records: readonly unknown[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
const rows = (n: number): string => lines(...Array.from({ length: n }, (_, i) => ({ text: `text ${i}`, label: i % 2 })));
const brief = ({ datasets }: OpenResult): unknown[] => datasets.map(({ name, samples, splits }) => [name, samples, splits]);
const problemsOf = ({ problems }: DatasetSummary): unknown[] => problems.map(({ code, count }) => [code, count]);

const fieldsOf = async (engine: LocalEngine, row: number): Promise<unknown> =>
  (await engine.detail({ dataset: 1, query: EMPTY_QUERY, row })).fields;

describe('what datasets writes', () => {
  it('as a dictionary of splits is one dataset, with names of classes', async () => {
    const { engine, result } = await openedFolder('saved');
    expect(brief(result)).toEqual([['saved', 10, { train: 7, val: 3 }]]);
    expect(result.unclaimed.count).toBe(0);
    expect(await fieldsOf(engine, 2)).toEqual({ text: 'text 2', label: 'maybe', tags: ['O', 'B-X', 'I-X'] });
    expect(result.datasets.flatMap(problemsOf)).toEqual([]);
  });

  it('as a single dataset is one under the name of its folder', async () => {
    const { result } = await openedFolder('single');
    expect(brief(result)).toEqual([['single', 4, {}]]);
    expect(result.unclaimed.count).toBe(0);
  });

  it('as a repository has the splits of its card, which are held against what is there', async () => {
    const { engine, result } = await openedFolder('hub');
    expect(brief(result)).toEqual([['hub', 10, { train: 7, val: 3 }]]);
    expect(result.datasets[0]?.columns.find(({ name }) => name === 'label')).toMatchObject({ kind: 'category' });
    // The card says four records of validation: it was made to be wrong.
    const { problems } = await engine.problems({ dataset: 1, code: 'rows-differ', from: 0, to: 10 });
    expect(problems).toEqual([{ code: 'rows-differ', file: 'hub/README.md', values: { split: 'val', declared: 4, found: 3 } }]);
  });

  it('as pictures shows those that are inside and those beside', async () => {
    const { engine, result } = await openedFolder('pictures');
    expect(result.datasets[0]).toMatchObject({
      format: 'parquet',
      record: { schema: 'media-text', fits: 1 },
      media: { files: 1, missing: 0, inside: 1 },
    });
    const media = async (row: number): Promise<unknown> =>
      (await engine.detail({ dataset: 1, query: EMPTY_QUERY, row })).record?.form.media.map(({ name, state, data }) => [
        name,
        state,
        data?.slice(0, 15),
      ]);
    expect(await media(0)).toEqual([['red.png', 'inside', 'data:image/png;']]);
    expect(await media(1)).toEqual([['blue.png', 'file', undefined]]);
  });
});

describe('a repository', () => {
  const card = (yaml: string): string => `---\n${yaml}\n---\n# A set\n`;

  it('has a dataset for each configuration, whose files are named by patterns', async () => {
    const { result } = await opened({
      'set/README.md': card(
        'configs:\n- config_name: en\n  data_files:\n  - split: train\n    path: ["en/train-*.jsonl", "en/more/**"]\n  - split: test\n    path: en/test.jsonl\n- config_name: zh\n  data_files: "zh/*.csv"\n- config_name: fr\n  data_files:\n    train: fr/*.csv\n',
      ),
      'set/en/train-00000-of-00002.jsonl': rows(3),
      'set/en/train-00001-of-00002.jsonl': rows(2),
      'set/en/more/deep/x.jsonl': rows(1),
      'set/en/test.jsonl': rows(4),
      'set/zh/validation.csv': 'text,label\na,0\nb,1\n',
      'set/other.jsonl': rows(1),
    });
    expect(brief(result)).toEqual([
      ['set/en', 10, { train: 6, test: 4 }],
      ['other.jsonl', 1, {}],
      ['set/zh', 2, { val: 2 }],
    ]);
    expect(result.problems).toEqual([
      { code: 'dataset-file-missing', file: 'set/README.md', values: { entry: 'set/fr', name: 'fr/*.csv' } },
    ]);
  });

  it('names classes of files that hold their numbers', async () => {
    const { engine, result } = await opened({
      'set/README.md': card(
        "dataset_info:\n  features:\n  - name: text\n    dtype: string\n  - name: label\n    dtype:\n      class_label:\n        names:\n          '0': bad\n          '1': good\n  splits:\n  - name: train\n    num_examples: 2",
      ),
      'set/data/train.csv': 'text,label\nawful,0\nfine,1\n',
    });
    expect(brief(result)).toEqual([['set', 2, { train: 2 }]]);
    const form = (await engine.detail({ dataset: 1, query: EMPTY_QUERY, row: 1 })).record?.form;
    expect(form).toMatchObject({ kind: 'classification', labels: [{ label: 'good' }] });
    expect(await fieldsOf(engine, 1)).toEqual({ text: 'fine', label: '1' });
    expect(result.datasets.flatMap(problemsOf)).toEqual([]);
  });

  it('may say it in dataset_infos.json', async () => {
    const info = (train: number): unknown => ({
      features: {},
      splits: { train: { name: 'train', num_examples: train }, dev: { name: 'dev', num_examples: 1 } },
    });
    const { result } = await opened({
      'set/dataset_infos.json': JSON.stringify({ one: info(2), two: info(5) }),
      'set/one/train.jsonl': rows(2),
      'set/one/dev.jsonl': rows(1),
      'set/two/train/0000.jsonl': rows(2),
      'set/two/train/0001.jsonl': rows(2),
    });
    // A file of one line is less surely one of lines: it comes last.
    expect(brief(result)).toEqual([
      ['set/two', 4, { train: 4 }],
      ['set/one', 3, { train: 2, val: 1 }],
    ]);
    expect(result.datasets.map(problemsOf)).toEqual([[['rows-differ', 2]], []]);
    expect(result.unclaimed.count).toBe(0);
  });

  it('that says nothing has splits by names and folders; parts that are missing are told', async () => {
    const { engine, result } = await opened({
      'set/README.md': '# Only words\n',
      'set/data/train-00000-of-00003.jsonl': rows(2),
      'set/data/train-00002-of-00003.jsonl': rows(2),
      'set/data/validation-00000-of-00001-0123456789abcdef.jsonl': rows(1),
      'en/train/0000.jsonl': rows(2),
      'en/train/0001.jsonl': rows(2),
      'en/test/0000.jsonl': rows(1),
      'qa/train/questions.jsonl': lines({ question: 'a', answer: 'b' }),
      'qa/dev/questions.jsonl': lines({ question: 'a', answer: 'b' }),
    });
    expect(brief(result)).toEqual([
      ['en', 5, { test: 1, train: 4 }],
      ['questions', 2, { val: 1, train: 1 }],
      ['set', 5, { train: 4, val: 1 }],
    ]);
    const set = result.datasets.find(({ name }) => name === 'set');
    const { problems } = await engine.problems({ dataset: set?.id ?? 0, code: 'shards-missing', from: 0, to: 10 });
    expect(problems).toMatchObject([{ values: { name: 'train-00000-of-00003.jsonl', declared: 3, found: 2 } }]);
  });
});

it.each([
  ['data/train-*', 'data/train-00000-of-00001.parquet', true],
  ['data/train-*', 'data/deep/train-0', false],
  ['**/*.jsonl', 'a.jsonl', true],
  ['**/*.jsonl', 'a/b/c.jsonl', true],
  ['en/**', 'en/a/b.csv', true],
  ['{en,zh}/?.csv', 'zh/a.csv', true],
  ['{en,zh}/?.csv', 'zh/ab.csv', false],
  ['train-[0-9][0-9].csv', 'train-12.csv', true],
  ['train-[!0-9].csv', 'train-1.csv', false],
  ['a+(b).csv', 'a+(b).csv', true],
  ['a{b.csv', 'a{b.csv', true],
])('the pattern %s and the path %s: %s', (pattern, path, matches) => {
  expect(globOf(pattern).test(path)).toBe(matches);
});
