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
});
