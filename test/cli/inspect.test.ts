import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspect } from '../../src/cli/inspect.ts';
import { png } from '../engine/drop.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inspect-'));
  const files: Record<string, string | Uint8Array> = {
    'good/data.yaml': 'names: [cat, dog]\ntrain: images\n',
    'good/images/a.png': png(10, 10),
    'good/labels/a.txt': '0 0.5 0.5 0.2 0.4\n',
    'good/notes.md': 'x',
    'bad/data.yaml': 'names: [cat, dog]\ntrain: images\n',
    'bad/images/a.png': png(10, 10),
    'bad/labels/a.txt': '0 0.5 0.5 0.2 0.4\n0 zero\n',
    'nothing/a.xyz': 'x',
    'text/dataset_info.json': JSON.stringify({
      pets: { file_name: 'train.jsonl', formatting: 'sharegpt', columns: { messages: 'talk', images: 'pictures' } },
    }),
    'text/train.jsonl': ['a.png', 'b.png', 'https://example.org/c.png']
      .map(
        (picture) =>
          `${JSON.stringify({
            talk: [
              { from: 'human', value: '<image>?' },
              { from: 'gpt', value: 'yes' },
            ],
            pictures: [picture],
          })}\n`,
      )
      .join(''),
    'text/a.png': png(10, 10),
    'text/numbers.csv': 'n,m\n1,2\n',
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('inspect', () => {
  it('prints one object with --json', async () => {
    const { exitCode, stdout, stderr } = await inspect([join(folder, 'good'), '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      datasets: [
        {
          format: 'yolo',
          name: 'good',
          samples: 1,
          images: { present: 1, missing: 0, unreferenced: 0 },
          annotations: 1,
          byKind: { box: 1 },
          splits: { train: 1 },
          categories: [
            { name: 'cat', annotations: 1, samples: 1 },
            { name: 'dog', annotations: 0, samples: 0 },
          ],
          labelSets: [{ role: 'truth', annotations: 1 }],
          record: null,
          files: [{ path: 'labels/a.txt', unit: 'lines', read: 1, shown: 1, rejected: 0 }],
          read: 1,
          rejected: 0,
          problems: [],
        },
      ],
      unclaimed: ['notes.md'],
      problems: [],
    });
  });

  it('prints records, columns, the schema with its share, and missing media of text', async () => {
    const { stdout } = await inspect([join(folder, 'text'), '--json']);
    const { datasets } = JSON.parse(stdout) as { datasets: { name: string }[] };
    expect(datasets.find(({ name }) => name === 'pets')).toMatchObject({
      visual: false,
      samples: 3,
      columns: [
        { name: 'talk', kind: 'list' },
        { name: 'pictures', kind: 'list' },
      ],
      record: { schema: 'sharegpt', fits: 1 },
      media: { files: 1, missing: 1, remote: 1, inside: 0 },
      problems: [{ code: 'media-missing', count: 1, first: { message: '“b.png” is not in the drop; 1 record names it' } }],
    });
    const { stdout: text } = await inspect([join(folder, 'text')]);
    expect(text).toMatch(/^pets {2}\(jsonl\)$/m);
    expect(text).toMatch(/^ {2}records +3$/m);
    expect(text).toMatch(/^ {2}columns +talk \(list\), pictures \(list\)$/m);
    expect(text).toMatch(/^ {2}record +sharegpt, 100% of \d+ rows$/m);
    expect(text).toMatch(/^ {2}media +1 in the drop, 1 missing, 1 remote$/m);
    expect(text).toMatch(/^ {2}record +of no schema that is known$/m);
  });

  it('names the first problem of each kind with file, place and a sentence', async () => {
    const { exitCode, stdout } = await inspect([join(folder, 'bad'), '--json']);
    expect(exitCode).toBe(0);
    const [problem] = (JSON.parse(stdout) as { datasets: { problems: { first: { message: string } }[] }[] }).datasets[0]?.problems ?? [];
    expect(problem).toMatchObject({ severity: 'error', count: 1, first: { file: 'labels/a.txt', at: 'line 2' } });
    expect(problem?.first.message).toMatch(/^[A-Z].* .*/);
  });

  it('compares labels with each other, as the page does', async () => {
    const path = join(folder, 'twice');
    for (const part of ['images', 'labels']) mkdirSync(join(path, part), { recursive: true });
    writeFileSync(join(path, 'data.yaml'), 'names: [car, "Car "]\ntrain: images\n');
    writeFileSync(join(path, 'images/a.png'), png(100, 100));
    writeFileSync(join(path, 'labels/a.txt'), '0 0.5 0.5 0.2 0.4\n0 0.5 0.5 0.2 0.401\n1 0.2 0.2 0.2 0.2\n');
    const { stdout } = await inspect([path, '--json']);
    const { datasets } = JSON.parse(stdout) as { datasets: { problems: { code: string; count: number; first: { at?: string } }[] }[] };
    expect(datasets[0]?.problems.map(({ code, count, first }) => [code, count, first.at])).toEqual([
      ['box-doubled', 1, 'byte 18'],
      ['class-names-alike', 1, undefined],
    ]);
  });

  it('names files with their folders where several paths are given', async () => {
    const { stdout } = await inspect([join(folder, 'good'), join(folder, 'bad'), '--json']);
    const { datasets } = JSON.parse(stdout) as { datasets: { files: { path: string }[] }[] };
    expect(datasets.flatMap(({ files }) => files.map(({ path }) => path)).toSorted()).toEqual(['bad/labels/a.txt', 'good/labels/a.txt']);
  });

  it('fails with --strict where there are errors, and only there', async () => {
    expect((await inspect([join(folder, 'bad'), '--strict'])).exitCode).toBe(1);
    expect((await inspect([join(folder, 'good'), '--strict'])).exitCode).toBe(0);
  });

  it('exits with 2 where nothing is recognised, with the object all the same', async () => {
    const { exitCode, stdout } = await inspect([join(folder, 'nothing'), '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [], unclaimed: ['a.xyz'], problems: [{ code: 'nothing-recognised' }] });
  });

  it('lists every file that nothing claims', async () => {
    mkdirSync(join(folder, 'many'));
    for (let at = 0; at < 1_100; at += 1) writeFileSync(join(folder, 'many', `${at}.xyz`), '');
    const { stdout } = await inspect([join(folder, 'many'), '--json']);
    expect((JSON.parse(stdout) as { unclaimed: string[] }).unclaimed).toHaveLength(1_100);
    expect((await inspect([join(folder, 'many')])).stdout).toMatch(/\(1,100\)[^]*… 1,080 more/);
  });

  it('exits with 2 for a path that is not there', async () => {
    const { exitCode, stdout, stderr } = await inspect([join(folder, 'no such folder'), '--json']);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [] });
    expect(stderr).toContain('no such folder');
  });

  it('tells what texts are like where it is asked to', async () => {
    const path = join(folder, 'texts.jsonl');
    writeFileSync(path, ['a short text', 'a short text', ''].map((text) => JSON.stringify({ text })).join('\n'));
    const { stdout } = await inspect([path, '--profile', '--json']);
    const [dataset] = (JSON.parse(stdout) as { datasets: { profile: unknown }[] }).datasets;
    expect(dataset?.profile).toMatchObject({
      numbers: { characters: { sum: 24, max: 12 }, words: { sum: 6 } },
      values: { script: { Latin: 2 } },
      empty: 1,
      duplicates: 2,
      terms: [
        { term: 'short', records: 2 },
        { term: 'text', records: 2 },
      ],
    });
    const people = (await inspect([path, '--profile'])).stdout;
    expect(people).toMatch(/characters +24 in all · median 12/);
    expect((await inspect([path])).stdout).not.toMatch(/characters/);
  });

  it('explains itself where it is called without a path or with an unknown option', async () => {
    expect(await inspect([])).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('Usage') as string });
    expect((await inspect(['x', '--yaml'])).stderr).toContain('--yaml');
  });

  it('takes several paths as one drop and reports for people', async () => {
    const { stdout } = await inspect([join(folder, 'good'), join(folder, 'bad')]);
    expect(stdout).toContain('good  (yolo)');
    expect(stdout).toContain('bad  (yolo)');
    expect(stdout).toMatch(/1 rejected/);
    expect(stdout).toContain('notes.md');
  });

  it('runs as a command', { timeout: 60_000 }, () => {
    const stdout = execFileSync('npm', ['run', '--silent', 'inspect', '--', join(folder, 'good'), '--json'], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(JSON.parse(stdout)).toMatchObject({ datasets: [{ name: 'good' }] });
  });
});
