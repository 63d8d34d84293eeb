/** Real files of records in every container that is not a line a record, compared with what their manifest counted by other tools. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { memorySource } from '../../src/files/memory-source.ts';
import { readRecord } from '../../src/formats/records/index.ts';
import type { DatasetSummary } from '../../src/model/dataset.ts';
import type { FieldValue } from '../../src/model/annotation.ts';
import { EMPTY_QUERY } from '../../src/table/query.ts';
import { absent, factsOf, open, SHARED, type Opened } from './corpus.ts';

const of = (dataset: string): { readonly meta: { readonly dataset: string } } => ({ meta: { dataset } });

/** Counts of one dataset by its name. */
function named({ result }: Opened, name: string): DatasetSummary {
  const found = result.datasets.find((dataset) => dataset.name === name);
  if (!found) throw new Error(`No dataset ${name} among ${result.datasets.map((dataset) => dataset.name).join(', ')}`);
  return found;
}

function expectEven({ result }: Opened): void {
  for (const { files } of result.datasets) for (const { read, shown, rejected } of files) expect(shown + rejected).toBe(read);
}

interface BratFacts {
  readonly ann_files: number;
  readonly line_kinds: Readonly<Record<string, number>>;
  readonly textbound_per_type: Readonly<Record<string, number>>;
}

/** Cells of CSV are text, those of other tables are what they are. */
function textOf(cell: unknown): string {
  if (typeof cell === 'bigint') return String(cell);
  return typeof cell === 'string'
    ? cell
    : (JSON.stringify(cell, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)) ?? '');
}

async function fieldsOf({ engine }: Opened, { id }: DatasetSummary, row: number): Promise<Readonly<Record<string, FieldValue>>> {
  return (await engine.detail({ dataset: id, query: EMPTY_QUERY, row })).fields;
}

describe('containers of records', () => {
  if (SHARED === undefined) return absent();
  it('reads Parquet as DuckDB does', of('parquet-testing'), async () => {
    const opened = await open('parquet-testing');
    expectEven(opened);
    const facts = factsOf('parquet-testing', 'parquet(duckdb)') as Record<string, { rows?: number; columns?: Record<string, string> }>;
    const counted = Object.entries(facts).filter(([, { rows }]) => rows !== undefined);
    expect(counted.length).toBeGreaterThan(50);
    for (const [path, { rows, columns }] of counted) {
      const dataset = named(opened, path.slice(path.lastIndexOf('/') + 1));
      // Its footer says that it has no rows; its one group has six.
      expect([path, dataset.samples]).toEqual([path, path.endsWith('repeated_no_annotation.parquet') ? 6 : rows]);
      expect([path, dataset.columns.map(({ name }) => name)]).toEqual([path, Object.keys(columns ?? {})]);
    }
    // Each of the four is beside a CSV of what must come out.
    for (const name of ['delta_binary_packed', 'delta_byte_array', 'delta_encoding_optional_column', 'delta_encoding_required_column']) {
      const [ours, theirs] = [named(opened, `${name}.parquet`), named(opened, `${name}_expect.csv`)];
      expect(ours.samples).toBe(theirs.samples);
      for (const row of [0, ours.samples >> 1, ours.samples - 1]) {
        const [values, expected] = await Promise.all([fieldsOf(opened, ours, row), fieldsOf(opened, theirs, row)]);
        // One writer has blanks and colons around the names.
        expect(Object.values(values).map(textOf)).toEqual(
          Object.values(expected).flatMap((cell) => (cell === '' || cell === undefined ? [] : [textOf(cell).trim()])),
        );
      }
    }
    const broken = opened.result.datasets.filter(({ problems }) => problems.some(({ severity }) => severity === 'error'));
    const names = broken.map(({ name }) => name);
    expect(names).toContain('PARQUET-1481.parquet');
    // The end of its columns is missing in their lengths (PARQUET-816).
    expect(names).not.toContain('nation.dict-malformed.parquet');
    // A page without values has no compressed bytes.
    expect(names).not.toContain('datapage_v2_empty_datapage.snappy.parquet');
  });

  it('reads Arrow files and streams as the JSON beside them says', of('arrow-testing'), async () => {
    const opened = await open('arrow-testing');
    expectEven(opened);
    for (const name of ['datetime', 'dictionary', 'nested', 'null_trivial', 'primitive', 'primitive_zerolength']) {
      const path = join(SHARED ?? '', 'datasets/arrow-testing/ipc', `generated_${name}.json.gz`);
      const json = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
        schema: { fields: { name: string }[] };
        batches: { count: number; columns: { name: string; VALIDITY?: number[]; DATA?: unknown[] }[] }[];
      };
      for (const kind of ['arrow_file', 'stream']) {
        const dataset = named(opened, `generated_${name}.${kind}`);
        expect(dataset.columns.map((column) => column.name)).toEqual(json.schema.fields.map((field) => field.name));
        expect(dataset.samples).toBe(json.batches.reduce((sum, { count }) => sum + count, 0));
        let row = 0;
        for (const { count, columns } of json.batches) {
          const fields = count > 0 ? await fieldsOf(opened, dataset, row) : {};
          for (const { name: column, VALIDITY: valid, DATA: data } of columns) {
            if (count === 0 || valid === undefined) continue;
            // What a dictionary holds may be null itself.
            const isThere = valid[0] === 1 && (column !== 'dict2' || Object.hasOwn(fields, column));
            expect([name, kind, column, Object.hasOwn(fields, column)]).toEqual([name, kind, column, isThere]);
            // Integers of 64 bits are written as text there.
            const isInteger = valid[0] === 1 && /^u?int/.test(column);
            expect(isInteger ? textOf(fields[column]) : '').toBe(isInteger ? textOf(data?.[0]) : '');
          }
          row += count;
        }
      }
    }
  });

  it('ends with a problem for every fuzzed file, quickly', of('nasty/arrow-fuzz'), async () => {
    const opened = await open('nasty/arrow-fuzz');
    expectEven(opened);
    for (const dataset of opened.result.datasets.filter(({ format }) => format === 'parquet'))
      expect(dataset.problems.map(({ severity }) => severity)).toContain('error');
  });

  it('reads the same table from CSV, JSON and Parquet', of('mosaic-tables'), async () => {
    const opened = await open('mosaic-tables');
    expectEven(opened);
    const facts = factsOf('mosaic-tables', 'parquet') as Record<string, { rows: number }>;
    for (const [name, { rows }] of Object.entries(facts)) expect([name, named(opened, name).samples]).toEqual([name, rows]);
    expect(named(opened, 'usgs-feed.geojson')).toMatchObject({ format: 'json', samples: 352, rejected: 0 });
    const [csv, parquet, json] = ['penguins.csv', 'penguins.parquet', 'penguins.json'].map((name) => named(opened, name));
    if (!csv || !parquet || !json) throw new Error('three tables');
    for (const row of [0, 100, 341]) {
      const fields = await fieldsOf(opened, csv, row);
      const text = (record: Readonly<Record<string, unknown>>): Record<string, string> =>
        Object.fromEntries(Object.keys(fields).map((key) => [key, textOf(record[key] ?? '')]));
      expect(text(await fieldsOf(opened, parquet, row))).toEqual(text(fields));
      expect(text(await fieldsOf(opened, json, row))).toEqual(text(fields));
    }
  });

  it('reads lists under a key', of('bbh'), async () => {
    const opened = await open('bbh');
    expectEven(opened);
    const facts = factsOf('bbh') as Record<string, { examples: number }>;
    expect(opened.result.datasets.map(({ name, samples }) => [name, samples])).toEqual(
      Object.entries(facts).map(([name, { examples }]) => [name, examples]),
    );
  });

  it('reads a question of XQuAD a record, with its paragraph, every answer where it says', of('xquad'), async () => {
    const opened = await open('xquad');
    expectEven(opened);
    const facts = factsOf('xquad') as Record<string, { questions: number; answers: number }>;
    for (const [path, { questions, answers }] of Object.entries(facts)) {
      const dataset = named(opened, path);
      expect([path, dataset.samples, dataset.problems]).toEqual([path, questions, []]);
      expect(dataset.record).toMatchObject({ schema: 'qa-spans', fits: 1 });
      let placed = 0;
      for (let row = 0; row < dataset.samples; row += 1) {
        const { record, fields } = await opened.engine.detail({ dataset: dataset.id, query: EMPTY_QUERY, row });
        const form = record?.form.kind === 'qa' ? record.form : undefined;
        for (const { context = '', questions: asked } of form?.passages ?? []) {
          expect(context).toBe(fields['context']);
          for (const { text, start, misplaced } of asked.flatMap((question) => question.answers))
            if (misplaced === undefined && start !== undefined && context.startsWith(text, start)) placed += 1;
        }
      }
      expect([path, placed]).toEqual([path, answers]);
    }
  });

  it('reads brat’s texts with their annotations, every span where it says', of('brat'), async () => {
    const opened = await open('brat');
    expectEven(opened);
    const facts = factsOf('brat') as Record<string, BratFacts>;
    expect(opened.result.unclaimed.count).toBe(0);
    for (const [name, { ann_files: texts, line_kinds: kinds, textbound_per_type: types }] of Object.entries(facts)) {
      const dataset = named(opened, name);
      expect([name, dataset.format, dataset.samples, dataset.record?.schema]).toEqual([name, 'brat', texts, 'brat']);
      expect([name, dataset.problems.filter(({ code }) => code !== 'type-undeclared')]).toEqual([name, []]);
      const counted: Record<string, number> = {};
      let lines = 0;
      let relations = 0;
      for (let row = 0; row < dataset.samples; row += 1) {
        const { record, fields } = await opened.engine.detail({ dataset: dataset.id, query: EMPTY_QUERY, row });
        for (const value of Object.values(fields)) if (Array.isArray(value)) lines += value.length;
        if (record?.form.kind !== 'spans') throw new Error('no spans');
        relations += record.form.relations.length;
        for (const { label, misplaced } of record.form.spans) {
          expect(misplaced).toBeUndefined();
          counted[label] = (counted[label] ?? 0) + 1;
        }
      }
      expect([name, counted]).toEqual([name, types]);
      expect([name, lines]).toEqual([name, Object.values(kinds).reduce((sum, count) => sum + count, 0)]);
      expect(relations).toBeGreaterThanOrEqual((kinds['R'] ?? 0) + (kinds['*'] ?? 0));
    }
  });

  it('reads the sentences of CoNLL and CoNLL-U', of('wnut17'), async () => {
    const opened = await open('wnut17');
    expectEven(opened);
    const facts = factsOf('wnut17') as Record<string, { sentences: number }>;
    const counted = opened.result.datasets.flatMap(({ files }) => files.map(({ path, read }) => [path.slice(path.indexOf('/') + 1), read]));
    expect(Object.fromEntries(counted)).toEqual(
      Object.fromEntries(Object.entries(facts).map(([path, { sentences }]) => [path, sentences])),
    );
  });

  it('reads CoNLL-U with its ranges and empty nodes', of('ud-english-ewt'), async () => {
    const opened = await open('ud-english-ewt');
    expectEven(opened);
    const dataset = named(opened, 'en_ewt-ud-test.conllu');
    const facts = factsOf('ud-english-ewt') as { sentences: number; tokens: number; multiword_ranges: number; empty_nodes: number };
    expect(dataset.samples).toBe(facts.sentences);
    expect(dataset.record).toMatchObject({ schema: 'conll-u', fits: 1 });
    const counted = { tokens: 0, multiword_ranges: 0, empty_nodes: 0 };
    const [texts, unlike]: [string[], unknown[]] = [[], []];
    for (let row = 0; row < dataset.samples; row += 1) {
      const fields = await fieldsOf(opened, dataset, row);
      counted.tokens += (fields['id'] as unknown[]).length;
      counted.multiword_ranges += (fields['ranges'] as unknown[] | undefined)?.length ?? 0;
      counted.empty_nodes += (fields['empty_nodes'] as unknown[] | undefined)?.length ?? 0;
      const form = readRecord(fields, 'conll-u')?.form;
      if (form?.kind !== 'spans') throw new Error('no spans');
      texts.push(form.text);
      // Every word is where the one before ends, and all but the root have a head.
      const between = form.spans.map(({ fragments: [place] }, at) =>
        form.text.slice(form.spans[at - 1]?.fragments[0]?.[1] ?? 0, place?.[0]),
      );
      const isWhole = between.every((gap) => gap.trim() === '') && !form.spans.some(({ misplaced }) => misplaced);
      if (!isWhole || form.relations.length !== form.spans.length - 1) unlike.push([row, form.text]);
    }
    expect(counted).toEqual({ tokens: facts.tokens, multiword_ranges: facts.multiword_ranges, empty_nodes: facts.empty_nodes });
    expect(unlike).toEqual([]);
    expect(texts[9]).toBe("I'm staying away from the stock.");
  });

  it('reads plain text a line a record, blank ones left out', of('wiki-text'), async () => {
    const opened = await open('wiki-text');
    expectEven(opened);
    // The manifest counts what stands behind the last end of line as well.
    expect(named(opened, 'wiki_demo.txt')).toMatchObject({
      format: 'text',
      samples: (factsOf('wiki-text') as { lines: number }).lines - 1,
      record: { schema: 'text', fits: 1 },
    });
  });

  it('reads lines of four languages as one record, and lists of pictures that are not there', of('multi30k'), async () => {
    const opened = await open('multi30k');
    expectEven(opened);
    const facts = factsOf('multi30k') as Record<string, number>;
    for (const name of ['val', 'test_2016_flickr']) {
      const dataset = named(opened, name);
      expect(dataset).toMatchObject({ format: 'parallel', record: { schema: 'translation', fits: 1 }, problems: [] });
      expect(named(opened, `${name}.txt`).samples).toBe(facts[`${name}.txt`]);
      const texts = ['en', 'cs', 'de', 'fr'].map((language) => {
        const path = join(SHARED ?? '', 'datasets/multi30k/raw', `${name}.${language}.gz`);
        const lines = gunzipSync(readFileSync(path)).toString().trimEnd().split('\n');
        expect([language, lines.length, dataset.samples]).toEqual([language, facts[`${name}.${language}.gz`], lines.length]);
        return { language, lines };
      });
      for (const row of [0, 63, 64, 500, dataset.samples - 1]) {
        const { record } = await opened.engine.detail({ dataset: dataset.id, query: EMPTY_QUERY, row });
        const form = record?.form.kind === 'translation' ? record.form.texts : [];
        expect(form).toEqual(texts.map(({ language, lines }) => ({ language, text: lines[row] })));
      }
    }
  });

  it('reads small files of text in each packing, and leaves none but what cannot be unpacked', of('allennlp-fixtures'), async () => {
    const opened = await open('allennlp-fixtures');
    expectEven(opened);
    const facts = factsOf('allennlp-fixtures') as Record<string, { records?: number } | number>;
    const counted = Object.entries(facts).flatMap(([path, fact]) => (typeof fact === 'object' ? [[path, fact.records] as const] : []));
    for (const [path, count] of counted) expect([path, named(opened, path.replace(/^.*\//, '')).samples]).toEqual([path, count]);
    expect(counted.length).toBeGreaterThan(4);
    const blank = readFileSync(join(SHARED ?? '', 'datasets/allennlp-fixtures/utf-8_sample/utf-8_sample.txt'), 'utf8')
      .split('\n')
      .filter((line) => line.trim() === '').length;
    const samples = opened.result.datasets.filter(({ name }) => /^utf-?8_sample/.test(name));
    expect(samples).toHaveLength(5);
    for (const { samples: lines } of samples) expect(lines + blank).toBe(facts['utf-8_sample.txt_lines']);
    expect(named(opened, 'conll2003.txt')).toMatchObject({ format: 'conll', samples: 2 });
    expect(opened.result.unclaimed.paths.map((path) => path.replace(/^.*\./, '')).toSorted()).toEqual(['bz2', 'xz']);
  });

  it('reads gzipped lines', of('hh-rlhf'), async () => {
    const opened = await open('hh-rlhf', 'humaneval');
    expectEven(opened);
    expect(named(opened, 'test.jsonl.gz').samples).toBe((factsOf('hh-rlhf') as { records: number }).records);
    expect(named(opened, 'HumanEval.jsonl.gz').samples).toBe(164);
  });

  it('reads damaged gzipped lines as far as they can be inflated', of('hh-rlhf'), async () => {
    const whole = readFileSync(join(SHARED ?? '', 'datasets/hh-rlhf/harmless-base/test.jsonl.gz'));
    const cut = whole.subarray(0, Math.floor(whole.length * 0.9));
    const inflated = gunzipSync(cut, { finishFlush: constants.Z_SYNC_FLUSH });
    const wrong = Buffer.from(whole.map((byte, at) => (at === whole.length - 8 ? byte ^ 1 : byte)));
    const { records } = factsOf('hh-rlhf') as { records: number };
    const lines = inflated.toString().split('\n').length;
    expect(lines).toBeGreaterThan(2000);
    for (const [bytes, read, rejected] of [
      [wrong, records, 0],
      [cut, lines, 1],
    ] as const) {
      const engine = createEngine();
      engine.addEntries([{ path: 'a.jsonl.gz', source: memorySource(bytes) }]);
      const { datasets } = await engine.open({});
      expect(datasets.map(({ files }) => files)).toMatchObject([[{ read, shown: read - rejected, rejected }]]);
      expect(datasets[0]?.problems.find(({ code }) => code === 'packed-broken')).toMatchObject({ count: 1 });
    }
  });
});
