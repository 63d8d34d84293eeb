/** `npm run inspect -- <path>… [--json] [--profile] [--strict]`: opens what the page would open, and prints what it would show. */
import { realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createEngine } from '../engine/engine.ts';
import { listNodeFiles } from '../files/node-source.ts';
import type { TextProfile } from '../engine/protocol.ts';
import { en } from '../i18n/en.ts';
import { problemSentence } from '../i18n/problems.ts';
import { createTranslator } from '../i18n/translate.ts';
import type { DatasetSummary } from '../model/dataset.ts';
import type { Problem } from '../model/problem.ts';
import { severityOf } from '../model/problem.ts';
import { EMPTY_QUERY } from '../table/query.ts';
import { EMPTY_RESULT } from './empty-result.ts';
import { reportJson, type Sentences } from './json-report.ts';
import { withoutRoot } from './relative.ts';
import { textReport } from './text-report.ts';

const FLAGS: ReadonlySet<string> = new Set(['--json', '--profile', '--strict']);
const USAGE = 'Usage: npm run inspect -- <path>… [--json] [--profile] [--strict]\n';

/** What a run came to. Exit codes: 0 opened; 1 with `--strict` when there are errors; 2 nothing recognised or unreadable. */
export interface Inspection {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

export async function inspect(args: readonly string[]): Promise<Inspection> {
  const flags = new Set(args.filter((arg) => arg.startsWith('--')));
  const paths = args.filter((arg) => !arg.startsWith('--'));
  const unknown = [...flags].filter((flag) => !FLAGS.has(flag));
  if (paths.length === 0 || unknown.length > 0) {
    const reason = unknown.length > 0 ? `Unknown option ${unknown.join(' ')}\n` : '';
    return { exitCode: 2, stdout: '', stderr: reason + USAGE };
  }
  const engine = createEngine();
  let unreadable: string | undefined;
  try {
    engine.addEntries(await listNodeFiles(paths));
  } catch (error) {
    unreadable = error instanceof Error ? error.message : String(error);
  }
  const opened = unreadable === undefined ? await engine.open({}) : EMPTY_RESULT;
  // What the page finds while nobody waits: here somebody waits for all of it.
  const checked = await engine.check(undefined);
  const datasets = opened.datasets.map((dataset) => checked.datasets.find(({ id }) => id === dataset.id) ?? dataset);
  const result = { ...opened, datasets, unclaimed: { ...checked.unclaimed, paths: engine.unclaimedPaths() } };
  const firsts = new Map<string, Problem>();
  for (const { id, problems } of result.datasets) {
    for (const { code } of await engine.problemGroups({ dataset: id })) {
      const { problems: page } = await engine.problems({ dataset: id, code, from: 0, to: 1 });
      if (page[0] && problems.length > 0) firsts.set(`${id} ${code}`, page[0]);
    }
  }
  const profiles = new Map<number, TextProfile>();
  for (const { id, measures } of flags.has('--profile') ? result.datasets : []) {
    if (measures.length > 0) profiles.set(id, await engine.profile({ dataset: id, query: EMPTY_QUERY }));
  }
  const root = await rootOf(paths);
  const report = reportJson(
    withoutRoot(result, root),
    (dataset, code) => withoutRoot(firsts.get(`${dataset} ${code}`), root),
    SENTENCES,
    profiles,
  );
  const stdout = flags.has('--json') ? `${JSON.stringify(report, undefined, 2)}\n` : textReport(report);
  return {
    exitCode: exitCode(unreadable === undefined && result.recognised, flags.has('--strict') && hasErrors(result.datasets, result.problems)),
    stdout: unreadable === undefined || flags.has('--json') ? stdout : '',
    stderr: unreadable === undefined ? '' : `${unreadable}\n`,
  };
}

/** Name of the folder, where exactly one is given: paths are then told from inside it. */
async function rootOf(paths: readonly string[]): Promise<string> {
  const [only, ...others] = paths;
  if (only === undefined || others.length > 0) return '';
  const is = await stat(only).catch(() => undefined);
  return is?.isDirectory() ? basename(resolve(only)).normalize('NFC') : '';
}

function exitCode(recognised: boolean, failed: boolean): 0 | 1 | 2 {
  if (!recognised) return 2;
  return failed ? 1 : 0;
}

function hasErrors(datasets: readonly DatasetSummary[], problems: readonly Problem[]): boolean {
  return (
    problems.some(({ code }) => severityOf(code) === 'error') ||
    datasets.some((dataset) => dataset.problems.some(({ severity }) => severity === 'error'))
  );
}

const translate = createTranslator('en', en);

const SENTENCES: Sentences = {
  problem: (problem) => problemSentence(translate, problem),
  why: ({ why }) => translate(`why.${why.code}`, why.values),
};

function isMain(): boolean {
  const [, script] = process.argv;
  return script !== undefined && realpathSync(script) === fileURLToPath(import.meta.url);
}

if (isMain()) {
  const { exitCode: code, stdout, stderr } = await inspect(process.argv.slice(2));
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}
