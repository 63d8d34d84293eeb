/** `npm run bench`: the app beside the alternatives, interleaved in one browser. How to read it: README.md in this folder. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { dataIn } from './data/files.ts';
import { openLab } from './lab.ts';
import { optionsOf, USAGE } from './options.ts';
import { contenderTable, figureOf, figureTable, longestOf, type Figure } from './report.ts';
import { runRounds, type Course } from './rounds.ts';
import { boxes } from './subjects/boxes.ts';
import { canvas } from './subjects/canvas.ts';
import { coco } from './subjects/coco.ts';
import { csv } from './subjects/csv.ts';
import { folder } from './subjects/folder.ts';
import { growth } from './subjects/growth.ts';
import { jsonl, jsonl5 } from './subjects/jsonl.ts';
import { parquet } from './subjects/parquet.ts';
import { query } from './subjects/query.ts';
import { read } from './subjects/read.ts';
import { soak } from './subjects/soak.ts';
import { table } from './subjects/table.ts';
import { thumbnails } from './subjects/thumbnails.ts';
import type { Subject } from './subject.ts';

/** One subject, measured. */
interface Report {
  readonly id: string;
  readonly title: string;
  readonly courses: readonly Course[];
  readonly figures: readonly Figure[];
}

const SUBJECTS: readonly Subject[] = [
  read,
  coco,
  boxes,
  jsonl,
  jsonl5,
  csv,
  parquet,
  folder,
  query,
  table,
  canvas,
  thumbnails,
  growth,
  soak,
];

const options = optionsOf(process.argv.slice(2));
const print = (text: string): boolean => process.stdout.write(`${text}\n`);
/** Progress is not part of what `--json` prints. */
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const unknown = options.only.filter((id) => !SUBJECTS.some((subject) => subject.id === id));
if (unknown.length > 0) {
  say(`There is no subject ${unknown.join(', ')}; there are ${SUBJECTS.map(({ id }) => id).join(', ')}.\n\n${USAGE}`);
  process.exit(2);
}
const subjects = SUBJECTS.filter(({ id, slow }) => (options.only.length > 0 ? options.only.includes(id) : !(options.quick && slow)));

installPeers();
const data = dataIn(options.data, say);
const lab = await openLab();
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}, Chromium ${lab.version}`;
const rule = `${options.rounds} rounds, every contender once in each, files warm; a contender has as many rounds as fit into ${options.budget / 1000} s by its first, at least one`;
say(`${machine}\n${rule}`);
const reports: Report[] = [];
try {
  for (const subject of subjects) {
    say(`\n${subject.title}`);
    const started = performance.now();
    const contest = await subject.prepare({ lab, data, quick: options.quick });
    const rounds = { rounds: options.rounds, budget: contest.budget ?? options.budget };
    const courses = await runRounds(contest.contenders, contest.facts, rounds, say);
    say(`  ${Math.round((performance.now() - started) / 1000)} s`);
    const report: Report = { id: subject.id, title: subject.title, courses, figures: contest.rows.map((row) => figureOf(row, courses)) };
    if (options.into === undefined) reports.push(report);
    else keep(options.into, report);
  }
} finally {
  await lab.close();
}

if (options.into !== undefined) reports.push(...kept(options.into));
const longest = longestOf(reports.flatMap(({ courses }) => courses.filter(({ contender }) => contender.isApp)));

if (options.json) print(JSON.stringify({ machine, rule, subjects: reports, longest }, undefined, 2));
else {
  print(`\n${machine}. ${rule}.\n\n${figureTable([...reports.flatMap(({ figures }) => figures), ...longest])}`);
  for (const { title, courses } of reports) print(`\n### ${title}\n\n${contenderTable(courses)}`);
}

function keep(home: string, report: Report): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, `${report.id}.json`), JSON.stringify(report, undefined, 2));
}

/** What was kept there by this and earlier runs, in the order of the subjects. */
function kept(home: string): Report[] {
  return SUBJECTS.map(({ id }) => join(home, `${id}.json`))
    .filter((path) => existsSync(path))
    .map((path) => JSON.parse(readFileSync(path, 'utf8')) as Report);
}

/** Once, on demand. Without them the rows of these peers say that they are missing. */
function installPeers(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules'))) return;
  say('installing the alternatives');
  try {
    execFileSync('npm', ['ci', '--prefix', import.meta.dirname], { stdio: ['ignore', 'ignore', 'inherit'] });
  } catch {
    say('the alternatives could not be installed: their rows will say so');
  }
}
