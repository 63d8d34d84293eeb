/** Whole real folders of text data, every file of them: names, counts and schemas as the manifest has them, and what they lack. */
import { describe, expect, it } from 'vitest';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import { absent, factsOf, open, SHARED, type Opened } from './corpus.ts';

const of = (dataset: string): { readonly meta: { readonly dataset: string } } => ({ meta: { dataset } });

/** Name, records, schema and share of every dataset. */
function told({ result }: Opened): Record<string, readonly [number, string | undefined, number | undefined]> {
  return Object.fromEntries(result.datasets.map(({ name, samples, record }) => [name, [samples, record?.schema, record?.fits]]));
}

function expectEven({ result }: Opened): void {
  for (const { files } of result.datasets) for (const { read, shown, rejected } of files) expect(shown + rejected).toBe(read);
}

/** Records of a file of JSON or JSONL, as the manifest counted them. */
function recordsIn(folder: string, file: string): number {
  return (factsOf(folder, file) as { readonly records: number }).records;
}

interface Counted {
  readonly records?: number;
  readonly rows?: number;
  readonly parse_errors?: number;
}

/** Every file that the manifest counts has as many records. */
function expectCounted({ result }: Opened, folder: string): void {
  const accounts = new Map(result.datasets.flatMap(({ files }) => files.map(({ path, read }) => [path.slice(folder.length + 1), read])));
  const facts = factsOf(folder) as Record<string, Counted>;
  const all = 'records' in facts ? [...accounts].map(([path]) => [path, facts] as const) : Object.entries(facts);
  const counted = all.flatMap(([path, { records, rows }]) => {
    const count = records ?? rows;
    return count === undefined || !accounts.has(path) ? [] : [[path, count] as const];
  });
  expect(counted.length).toBeGreaterThan(0);
  expect(counted.map(([path]) => [path, accounts.get(path)])).toEqual(counted);
}

function ofFile({ result }: Opened, path: string): DatasetSummary {
  const found = result.datasets.find(({ files }) => files.some((file) => file.path.endsWith(path)));
  if (!found) throw new Error(`No dataset has ${path}`);
  return found;
}

/** Paths that records name and the folder lacks, one for each problem. */
async function missingMedia({ engine, result }: Opened): Promise<unknown[]> {
  const pages = result.datasets.map(({ id }) => engine.problems({ dataset: id, code: 'media-missing', from: 0, to: 100 }));
  return (await Promise.all(pages)).flatMap(({ problems }) => problems.map(({ values }) => values?.['name']));
}

/** doccano's files of one object, printed over lines. */
const PRETTY = /^export_examples\/(?:segmentation|bounding_box|relation_extraction)\//;

describe('whole folders', () => {
  if (SHARED === undefined) return absent();

  it('LLaMA-Factory: each dataset under its name, the absent and the remote ones told', of('llama-factory'), async () => {
    const opened = await open('llama-factory');
    expectEven(opened);
    // Its pictures are shown with the records that name them.
    expect(told(opened)).toEqual({
      identity: [91, 'alpaca', 1],
      alpaca_en_demo: [999, 'alpaca', 1],
      glaive_toolcall_en_demo: [300, 'sharegpt', 1],
      mllm_demo: [6, 'chat-messages', 1],
      mllm_audio_demo: [3, 'chat-messages', 1],
      mllm_video_demo: [3, 'chat-messages', 1],
      mllm_video_audio_demo: [3, 'chat-messages', 1],
      dpo_en_demo: [300, 'preference', 1],
      kto_en_demo: [300, 'kto', 1],
      multimodal_demo: [24, 'chat-messages', 1],
      'reason_tool_use_demo_50.jsonl': [50, 'chat-messages', 1],
      'v1_dpo_demo.jsonl': [10, 'preference', 1],
      'v1_sft_demo.jsonl': [500, 'chat-messages', 1],
    });
    for (const { path, read } of opened.result.datasets.flatMap(({ files, visual }) => (visual ? [] : files)))
      expect([path, read]).toEqual([path, recordsIn('llama-factory', path.slice('llama-factory/'.length))]);
    const names = (code: string): unknown[] =>
      opened.result.problems.filter((problem) => problem.code === code).map(({ values }) => values?.['name'] ?? values?.['entry']);
    expect(names('dataset-file-missing')).toEqual([
      'alpaca_zh_demo.json',
      'glaive_toolcall_zh_demo.json',
      'dpo_zh_demo.json',
      'wiki_demo.txt',
      'c4_demo.jsonl',
    ]);
    // 104 entries, of which 14 name a file; and one of the YAML files.
    expect(names('dataset-remote')).toHaveLength(104 - 14 + 1);
    expect(ofFile(opened, 'v1_multimodal_demo.jsonl').name).toBe('multimodal_demo');
    // Three pictures, a film and two sounds are there; the manifest says that others were left out for size.
    const media = opened.result.datasets.map(({ name, media: found }) => [name, found?.files, found?.missing]);
    expect(media.filter(([, files]) => files !== undefined)).toEqual([
      ['multimodal_demo', 3, 0],
      ['mllm_demo', 3, 0],
      ['mllm_audio_demo', 1, 2],
      ['mllm_video_demo', 1, 2],
      ['mllm_video_audio_demo', 1, 1],
    ]);
    expect(await missingMedia(opened)).toEqual(['1.mp3', '3.flac', '1.mp4', '2.avi', '4.mp4'].map((name) => `mllm_demo_data/${name}`));
    expect(opened.result.unclaimed.paths).toEqual([]);
  });

  it('Hugging Face ImageFolder: pictures by their table, sounds as records', of('hf-imagefolder'), async () => {
    const opened = await open('hf-imagefolder');
    expectEven(opened);
    const facts = factsOf('hf-imagefolder') as Record<string, { rows: number; columns: string[] }>;
    const [images, audios] = [ofFile(opened, 'images/metadata.csv'), ofFile(opened, 'audios/metadata.csv')];
    expect(images).toMatchObject({ format: 'image-metadata', name: 'images', samples: facts['images']?.rows, byKind: { caption: 2 } });
    expect(images.images).toEqual({ present: 2, missing: 0, unreferenced: 0 });
    expect(['file_name', ...images.columns.map(({ name }) => name)]).toEqual(facts['images']?.columns);
    expect(audios).toMatchObject({ format: 'csv', samples: facts['audios']?.rows, record: { schema: 'media-text', fits: 1 } });
    expect(audios.media).toEqual({ files: 2, missing: 0, remote: 0, inside: 0 });
    expect(audios.columns.map(({ name }) => name)).toEqual(facts['audios']?.columns);
    expect(opened.result.unclaimed.paths).toEqual([]);
  });

  it('doccano: each of 51 files opens, or says why not', of('doccano'), async () => {
    const opened = await open('doccano');
    expectEven(opened);
    const facts = factsOf('doccano') as Record<string, Counted>;
    expect(Object.keys(facts)).toHaveLength(51);
    const accounts = new Map(
      opened.result.datasets.flatMap(({ files }) => files.map((file) => [file.path.slice('doccano/'.length), file])),
    );
    const refused = new Set(opened.result.problems.map(({ file }) => file?.slice('doccano/'.length)));
    // What is neither shown nor told.
    expect(Object.keys(facts).filter((path) => !accounts.has(path) && !refused.has(path))).toEqual([]);
    expect([...refused].toSorted((a = '', b = '') => (a < b ? -1 : 1))).toEqual([
      'tests/sequence_labeling/labeling.invalid.conll',
      'tests/text_classification/example.invalid.2.xlsx',
      'tests/text_classification/example.xlsx',
      'tests/text_classification/example_one_column_no_header.xlsx',
    ]);
    const counted = Object.entries(facts).flatMap(([path, { records, rows, parse_errors: broken = 0 }]) => {
      const count = records ?? rows;
      // Pretty-printed JSON is no JSON Lines: each of the three such files is read as the object that it is.
      const isOther = !accounts.has(path) || PRETTY.test(path);
      return count === undefined || isOther ? [] : [[path, count + broken, broken] as const];
    });
    expect(counted.length).toBeGreaterThan(30);
    expect(counted.map(([path]) => [path, accounts.get(path)?.read, accounts.get(path)?.rejected])).toEqual(counted);
    const schemas = Object.values(told(opened)).map(([, schema]) => schema);
    expect(schemas.every((schema) => schema !== undefined)).toBe(true);
    // Two of them have a comma too many: no JSON, and plainly what they are.
    const pretty = Object.entries(facts).flatMap(([path]) => (PRETTY.test(path) ? [path] : []));
    expect(pretty.map((path) => [path.split('/')[1], accounts.get(path)?.read, accounts.get(path)?.rejected])).toEqual([
      ['segmentation', 1, 1],
      ['bounding_box', 1, 1],
      ['relation_extraction', 1, 0],
    ]);
    const schemaOf = (file: string): string | undefined => ofFile(opened, file).record?.schema;
    for (const task of ['segmentation', 'bounding_box']) expect(schemaOf(`${task}/example.jsonl`)).toBe('picture-labels');
    for (const folder of ['export_examples', 'import_examples'])
      for (const extension of ['csv', 'json', 'jsonl'])
        expect(schemaOf(`${folder}/sequence_to_sequence/example.${extension}`)).toBe('text-to-text');
  });

  const FOLDERS: Readonly<Record<string, Readonly<Record<string, readonly [number, string | undefined, number | undefined]>>>> = {
    'prodigy-ner': {
      'fashion_brands_eval.jsonl': [500, 'prodigy', 1],
      'fashion_brands_patterns.jsonl': [100, undefined, 0],
      'rel_annotations.jsonl': [149, 'prodigy', 1],
      ner_demo: [4, 'spacy', 1],
    },
    'axolotl-fixtures': {
      'alpaca.json': [2, 'alpaca', 1],
      'conversation.json': [1, 'sharegpt', 1],
      'conversation.missingturns.json': [1, 'sharegpt', 1],
    },
    'hh-rlhf': { 'test.jsonl.gz': [2312, 'hh-rlhf', 1] },
    humaneval: {
      'HumanEval.jsonl.gz': [164, 'code-problem', 1],
      'example_samples.jsonl': [6, 'code-problem', 1],
      'example_problem.jsonl': [1, 'code-problem', 1],
    },
    'alpaca-seed': { 'seed_tasks.jsonl': [175, 'self-instruct', 1] },
    'self-instruct-eval': { 'user_oriented_instructions.jsonl': [252, 'self-instruct', 1] },
    gsm8k: { gsm8k: [7473 + 1319, 'gsm8k', 1] },
  };
  for (const [folder, expected] of Object.entries(FOLDERS)) {
    it(`${folder}: every file with its records and their schema`, of(folder), async () => {
      const opened = await open(folder);
      expectEven(opened);
      expect(told(opened)).toEqual(expected);
      expect(opened.result.unclaimed.paths).toEqual([]);
      expectCounted(opened, folder);
    });
  }

  it('BFCL: questions and answers, by their files', of('bfcl'), async () => {
    const opened = await open('bfcl');
    expectEven(opened);
    expectCounted(opened, 'bfcl');
    const schemas = opened.result.datasets.map(({ files, record }) => [
      files[0]?.path.includes('possible_answer'),
      record?.schema,
      record?.fits,
    ]);
    expect(schemas.filter(([isAnswer]) => isAnswer === false)).toEqual(Array.from({ length: 3 }, () => [false, 'bfcl', 1]));
    expect(schemas.filter(([isAnswer]) => isAnswer === true)).toEqual(Array.from({ length: 3 }, () => [true, 'call-answers', 1]));
  });

  it('Label Studio: exports of tasks, those of text by their schema', of('label-studio'), async () => {
    const opened = await open('label-studio');
    expectEven(opened);
    expectCounted(opened, 'label-studio');
    for (const name of ['csv_test.json', 'csv_test_history.json'])
      expect(ofFile(opened, name).record).toMatchObject({ schema: 'label-studio', fits: 1 });
  });

  it('AllenNLP: texts for classes, tags a line, and one text in many archives', of('allennlp-fixtures'), async () => {
    const opened = await open('allennlp-fixtures');
    expectEven(opened);
    expectCounted(opened, 'allennlp-fixtures');
    for (const { record } of opened.result.datasets.filter(({ files }) => files[0]?.path.includes('text_classification_json')))
      expect(record).toMatchObject({ schema: 'classification', fits: 1 });
    expect(ofFile(opened, 'conll2003.txt')).toMatchObject({ format: 'conll', record: { schema: 'ner-tokens', fits: 1 } });
    const tagged = opened.result.datasets.filter(({ files }) => files[0]?.path.endsWith('.tsv'));
    expect(tagged.flatMap(({ files }) => files)).toHaveLength(4);
    for (const { record } of tagged) expect(record).toMatchObject({ schema: 'word-tags', fits: 1 });
    // As it is, in a zip, in a tar and packed alone: the same number of lines that say something.
    const texts = opened.result.datasets.filter(({ files }) => /utf-?8_sample/.test(files[0]?.path.split('/').at(-1) ?? ''));
    expect(new Set(texts.map(({ samples }) => samples)).size).toBe(1);
    expect(texts).toHaveLength(5);
    const refused = opened.result.problems.map(({ code, file }) => [code, file?.split('/').at(-1)]);
    expect(refused).toEqual([
      ['file-unsupported', 'utf-8.tar.bz2'],
      ['file-unsupported', 'utf-8.tar.xz'],
    ]);
  });
});
