/** `npm run bench`: the app beside the alternatives, interleaved in one browser. How to read it: README.md in this folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { dataIn } from './data/files.ts';
import { openLab } from './lab.ts';
import { duration } from './numbers.ts';
import { optionsOf, USAGE } from './options.ts';
import { installPeers } from './peers.ts';
import { failuresOf, figureOf, overall, reportText, type Report } from './report.ts';
import { firstLine, runRounds } from './rounds.ts';
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

const print = (text: string): boolean => process.stdout.write(`${text}\n`);
/** Progress is not part of what `--json` prints. */
const say = (line: string): boolean => process.stderr.write(`${line}\n`);

const options = readOptions();
const isChosen = ({ id, slow }: Subject): boolean => (options.only.length > 0 ? options.only.includes(id) : !(options.quick && slow));
const begun = performance.now();
installPeers(say);
const building = performance.now();
const lab = await openLab();
const built = performance.now();

const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${process.platform}, Chromium ${lab.version}`;
const fewer = Number.isFinite(options.budget)
  ? `; a contender has as many rounds as fit into ${options.budget / 1000} s by what its first cost, at least one`
  : '';
const rule = `${options.rounds} rounds, every contender once in each, files warm${fewer}`;
say(`${machine}\n${rule}`);

const files = dataIn(options.data, say);
const reports: Report[] = [];
try {
  for (const subject of SUBJECTS.filter(isChosen)) {
    const report = await measured(subject);
    if (options.into === undefined) reports.push(report);
    else keep(options.into, report);
  }
} finally {
  await lab.close();
}
if (options.into !== undefined) reports.push(...kept(options.into));

const failures = failuresOf(reports);
const ended = performance.now();
const took = `Took ${duration(ended - begun)}: ${duration(ended - built - files.spent())} of measuring, ${duration(built - building)} of building; once only ${duration(files.spent())} of making data and counting what is in it, ${duration(building - begun)} of installing.`;
if (options.json) {
  const overallFigures = overall(reports.flatMap(({ courses }) => courses));
  print(JSON.stringify({ machine, rule, subjects: reports, overall: overallFigures, failures }, undefined, 2));
} else {
  print(`\n${machine}. ${rule}.\n\n${reportText(reports)}`);
  const left = SUBJECTS.filter((subject) => options.only.length === 0 && !isChosen(subject)).map(({ id, title }) => `${title} (${id})`);
  if (left.length > 0) print(`Left out, since small data tell nothing of them: ${left.join(' · ')}.`);
}
say(took);
for (const failure of failures) say(`FAILED: ${failure}`);
if (failures.length > 0) process.exitCode = 1;

function readOptions(): ReturnType<typeof optionsOf> {
  try {
    const given = optionsOf(process.argv.slice(2));
    const unknown = given.only.filter((id) => !SUBJECTS.some((subject) => subject.id === id));
    if (unknown.length > 0) throw new TypeError(`There is no subject ${unknown.join(', ')}`);
    if (!given.help) return given;
    print(`${USAGE}\n\nSubjects:\n${SUBJECTS.map(({ id, title }) => `  ${id.padEnd(11)} ${title}`).join('\n')}`);
    process.exit(0);
  } catch (error) {
    say(`${firstLine(error)}; there are ${SUBJECTS.map(({ id }) => id).join(', ')}.\n\n${USAGE}`);
    process.exit(2);
  }
}

/** A subject that cannot even be prepared says why, and the next one begins. */
async function measured({ id, title, prepare }: Subject): Promise<Report> {
  say(`\n${title}`);
  const started = performance.now();
  try {
    const contest = await prepare({ lab, data: files, quick: options.quick });
    const courses = await runRounds(
      contest.contenders,
      contest.facts,
      { rounds: options.rounds, budget: contest.budget ?? options.budget },
      say,
    );
    say(`  ${duration(performance.now() - started)}`);
    return { id, title, courses, figures: contest.rows.map((row) => figureOf(row, courses)) };
  } catch (error) {
    const failed = firstLine(error);
    say(`  ${failed}`);
    return { id, title, courses: [], figures: [], failed };
  }
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
