/** Which schema the real text records follow: every row of each file, and what its normal form holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readRecord, recognise } from '../../src/formats/records/index.ts';
import type { Fields } from '../../src/formats/records/schema.ts';
import { isList, isObject } from '../../src/formats/records/values.ts';
import type { FieldValue } from '../../src/model/annotation.ts';
import type { RecordForm } from '../../src/model/record-form.ts';
import { parseJson } from '../../src/syntax/json-value.ts';
import { SHARED } from './corpus.ts';

/** Schema and share of rows by file. */
const EXPECTED: Readonly<Record<string, readonly [schema: string | undefined, fits: number, rows: number]>> = {
  'llama-factory/alpaca_en_demo.json': ['alpaca', 1, 999],
  'llama-factory/identity.json': ['alpaca', 1, 91],
  'llama-factory/dpo_en_demo.json': ['preference', 1, 300],
  'llama-factory/v1_dpo_demo.jsonl': ['preference', 1, 10],
  'llama-factory/kto_en_demo.json': ['kto', 1, 300],
  'llama-factory/glaive_toolcall_en_demo.json': ['sharegpt', 1, 300],
  'llama-factory/mllm_demo.json': ['chat-messages', 1, 6],
  'llama-factory/mllm_audio_demo.json': ['chat-messages', 1, 3],
  'llama-factory/mllm_video_demo.json': ['chat-messages', 1, 3],
  'llama-factory/mllm_video_audio_demo.json': ['chat-messages', 1, 3],
  'llama-factory/reason_tool_use_demo_50.jsonl': ['chat-messages', 1, 50],
  'llama-factory/v1_multimodal_demo.jsonl': ['chat-messages', 1, 24],
  'llama-factory/v1_sft_demo.jsonl': ['chat-messages', 1, 500],
  'hh-rlhf/harmless-base/test.jsonl.gz': ['hh-rlhf', 1, 2312],
  'humaneval/HumanEval.jsonl.gz': ['code-problem', 1, 164],
  'humaneval/example_samples.jsonl': ['code-problem', 1, 6],
  'gsm8k/test.jsonl': ['gsm8k', 1, 1319],
  'gsm8k/train.jsonl': ['gsm8k', 1, 7473],
  'alpaca-seed/seed_tasks.jsonl': ['self-instruct', 1, 175],
  'self-instruct-eval/user_oriented_instructions.jsonl': ['self-instruct', 1, 252],
  'axolotl-fixtures/conversation.json': ['sharegpt', 1, 1],
  'axolotl-fixtures/alpaca/alpaca.json': ['alpaca', 1, 2],
  'bfcl/BFCL_v4_simple_python.json': ['bfcl', 1, 400],
  'bfcl/BFCL_v4_parallel.json': ['bfcl', 1, 200],
  'bfcl/BFCL_v4_multi_turn_base.json': ['bfcl', 1, 200],
  'bfcl/possible_answer/BFCL_v4_simple_python.json': ['call-answers', 1, 400],
  'bbh/boolean_expressions.json': ['instruction', 1, 250],
  'bbh/date_understanding.json': ['multiple-choice', 1, 250],
  'xquad/xquad.en.json': ['squad', 1, 48],
  'xquad/xquad.ar.json': ['squad', 1, 48],
  'xquad/xquad.zh.json': ['squad', 1, 48],
  'prodigy-ner/fashion_brands_eval.jsonl': ['prodigy', 1, 500],
  'prodigy-ner/rel_annotations.jsonl': ['prodigy', 1, 149],
  'prodigy-ner/ner_demo_train.json': ['spacy', 1, 2],
  // Patterns are no records of text.
  'prodigy-ner/fashion_brands_patterns.jsonl': [undefined, 0, 100],
  'label-studio/test_export_csv/csv_test.json': ['label-studio', 1, 2],
  'doccano/export_examples/sequence_labeling/example.jsonl': ['doccano', 1, 3],
  'doccano/export_examples/intent_detection/example.jsonl': ['doccano', 1, 2],
  'doccano/tests/relation_extraction/example.jsonl': ['ner-spans', 1, 1],
  'doccano/export_examples/text_classification/example.json': ['classification', 1, 3],
  'doccano/export_examples/sequence_to_sequence/example.json': ['text-to-text', 1, 3],
  'doccano/import_examples/sequence_to_sequence/example.csv': ['text-to-text', 1, 3],
  'doccano/export_examples/image_captioning/example.jsonl': ['media-text', 1, 3],
  'doccano/tests/intent/example.jsonl': ['doccano', 0.6, 5],
  'allennlp-fixtures/text_classification_json/imdb_corpus.jsonl': ['classification', 1, 3],
  'allennlp-fixtures/sequence_tagging.tsv': ['word-tags', 1, 5],
  'allennlp-fixtures/shards/sequence_tagging_00.tsv': ['word-tags', 1, 4],
  'banking77/test.csv': ['classification', 1, 3080],
  'crows-pairs/crows_pairs_anonymized.csv': ['text-pair', 1, 1508],
};

const disk = (path: string): string => join(SHARED ?? '', 'datasets', path);

/** Records of a file: lines, a list, or the list inside an object. */
function recordsOf(path: string): Fields[] {
  const bytes = readFileSync(disk(path));
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const whole = parseJson(text);
  const values = whole.ok ? listIn(whole.value) : text.split('\n').flatMap((line) => (line.trim() === '' ? [] : lineOf(line)));
  return values.map((value) => (isObject(value) ? value : { value }));
}

function listIn(value: FieldValue): readonly FieldValue[] {
  if (isList(value)) return value;
  const inner = isObject(value) ? (value['examples'] ?? value['data']) : undefined;
  return isList(inner) ? inner : [value];
}

function lineOf(line: string): FieldValue[] {
  const result = parseJson(line);
  return result.ok ? [result.value] : [];
}

/** Tables whose cells hold no line ends outside of quotes that matter here. */
async function tableOf(path: string): Promise<Fields[]> {
  const { default: papa } = await import('papaparse');
  const text = readFileSync(disk(path), 'utf8');
  if (path.endsWith('.csv')) return papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true }).data;
  return papa.parse<string[]>(text, { delimiter: '\t', skipEmptyLines: true }).data.map((row) => Object.fromEntries(row.entries()));
}

const isTable = (path: string): boolean => /\.[ct]sv$/.test(path);

async function formsOf(path: string): Promise<readonly RecordForm[]> {
  const records = isTable(path) ? await tableOf(path) : recordsOf(path);
  const { schema } = recognise(records);
  return records.flatMap((record) => readRecord(record, schema)?.form ?? []);
}

/** Where the data is not there, a test without a dataset's name says so. */
function absent(): void {
  it('is not on this machine', () => expect(SHARED).toBeUndefined());
}

describe('the schema of', () => {
  if (SHARED === undefined) return absent();
  for (const [path, expected] of Object.entries(EXPECTED)) {
    it(`rows of ${path}`, { meta: { dataset: path.split('/')[0] ?? '' } }, async () => {
      const records = isTable(path) ? await tableOf(path) : recordsOf(path);
      const { schema, fits } = recognise(records);
      expect([schema, fits, records.length]).toEqual(expected);
      for (const record of records)
        expect(readRecord(record, schema)?.form === undefined && schema !== undefined && fits === 1).toBe(false);
    });
  }
});

describe('what forms hold', () => {
  if (SHARED === undefined) return absent();
  it('3,570 answers of xquad, each where it says', { meta: { dataset: 'xquad' } }, async () => {
    for (const language of ['en', 'ar', 'zh']) {
      const forms = await formsOf(`xquad/xquad.${language}.json`);
      const answers = forms.flatMap((form) =>
        form.kind === 'qa'
          ? form.passages.flatMap(({ context = '', questions }) =>
              questions.flatMap((q) => q.answers.map((answer) => ({ ...answer, context }))),
            )
          : [],
      );
      expect(answers).toHaveLength(1190);
      for (const { text, start, misplaced, context } of answers) {
        expect(misplaced).toBeUndefined();
        expect(context.startsWith(text, start)).toBe(true);
      }
    }
  });

  it('every result of a tool below its call, in LLaMA-Factory', { meta: { dataset: 'llama-factory' } }, async () => {
    const forms = [
      ...(await formsOf('llama-factory/glaive_toolcall_en_demo.json')),
      ...(await formsOf('llama-factory/reason_tool_use_demo_50.jsonl')),
    ];
    const parts = forms.flatMap((form) => (form.kind === 'chat' ? form.turns.flatMap((turn) => turn.parts) : []));
    expect(parts.filter(({ kind }) => kind === 'result')).toEqual([]);
    expect(parts.filter((part) => part.kind === 'call' && part.result !== undefined).length).toBeGreaterThan(100);
  });

  it('spans of Prodigy that quote what stands there', { meta: { dataset: 'prodigy-ner' } }, async () => {
    for (const file of readdirSync(disk('prodigy-ner')).filter((name) => /eval|rel_/.test(name))) {
      const forms = await formsOf(`prodigy-ner/${file}`);
      const spans = forms.flatMap((form) => (form.kind === 'spans' ? form.spans : []));
      expect(spans.length).toBeGreaterThan(100);
      expect(spans.filter(({ misplaced }) => misplaced)).toEqual([]);
    }
  });

  it('a prompt in common and two answers that differ, in HH-RLHF', { meta: { dataset: 'hh-rlhf' } }, async () => {
    const forms = await formsOf('hh-rlhf/harmless-base/test.jsonl.gz');
    expect(
      forms.every((form) => form.kind === 'preference' && form.prompt.length > 0 && form.answers.every(({ turns }) => turns.length > 0)),
    ).toBe(true);
  });
});
