/** What `inspect` prints for people. */
import type { DatasetJson, ProblemJson, ReportJson } from './json-report.ts';
import { profileFacts } from './profile-report.ts';

const CATEGORIES_SHOWN = 12;
const FILES_SHOWN = 20;
const UNCLAIMED_SHOWN = 20;

const number = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const count = (value: number): string => number.format(value);

export function textReport(report: ReportJson): string {
  const parts = report.datasets.map(datasetText);
  if (report.classLists.length > 0) {
    const lists = report.classLists.map(({ file, classes }) => [file, `${count(classes.length)} classes`]);
    parts.push(`Class lists without data\n${aligned(lists)}`);
  }
  if (report.problems.length > 0) parts.push(`Problems of the drop\n${problemLines(report.problems)}`);
  if (report.unclaimed.length > 0) {
    const shown = report.unclaimed.slice(0, UNCLAIMED_SHOWN).map((path) => `  ${path}`);
    const more = report.unclaimed.length - shown.length;
    parts.push(
      [`Files that no format claimed (${count(report.unclaimed.length)})`, ...shown, ...(more > 0 ? [`  … ${count(more)} more`] : [])].join(
        '\n',
      ),
    );
  }
  return `${parts.join('\n\n')}\n`;
}

function datasetText(dataset: DatasetJson): string {
  const { images } = dataset;
  const facts: [string, string][] = [
    ['why', dataset.why],
    [dataset.visual ? 'samples' : 'records', count(dataset.samples)],
    [
      'images',
      joined([
        images.present > 0 && `${count(images.present)} present`,
        images.missing > 0 && `${count(images.missing)} missing`,
        images.unreferenced > 0 && `${count(images.unreferenced)} without labels`,
      ]),
    ],
    ['annotations', annotationsText(dataset)],
    ['splits', joined(Object.entries(dataset.splits).map(([split, n]) => `${split} ${count(n)}`))],
    ['columns', joined(dataset.columns.map(({ name, kind }) => `${name} (${kind})`))],
    [
      'record',
      dataset.record === null
        ? dataset.visual
          ? ''
          : 'of no schema that is known'
        : `${dataset.record.schema}, ${percent.format(dataset.record.fits)} of ${count(dataset.record.of)} rows${dataset.record.of < dataset.samples ? ' looked at' : ''}`,
    ],
    ['media', mediaText(dataset.media)],
    ...(dataset.profile ? profileFacts(dataset.profile) : []),
    ['read', joined([count(dataset.read), `${count(dataset.rejected)} rejected`])],
  ];
  const lines = [`${dataset.name}  (${dataset.format})`, aligned(facts.filter(([, text]) => text !== ''))];
  if (dataset.labelSets.length > 1)
    lines.push(
      '  label sets',
      aligned(
        dataset.labelSets.map(({ name, role, annotations }) => [name, role, count(annotations)]),
        '    ',
      ),
    );
  const used = dataset.categories.filter(({ annotations }) => annotations > 0).sort((a, b) => b.annotations - a.annotations);
  if (dataset.categories.length > 0) {
    lines.push(`  categories  ${count(dataset.categories.length)}, ${count(used.length)} of them used`);
    lines.push(
      aligned(
        used.slice(0, CATEGORIES_SHOWN).map(({ name, annotations, samples }) => [name, count(annotations), `in ${count(samples)}`]),
        '    ',
      ),
    );
    if (used.length > CATEGORIES_SHOWN) lines.push(`    … ${count(used.length - CATEGORIES_SHOWN)} more`);
  }
  const uneven = dataset.files.filter(({ read, shown, rejected }) => rejected > 0 || shown + rejected !== read);
  if (uneven.length > 0) {
    lines.push('  files with rejected records');
    lines.push(
      aligned(
        uneven
          .slice(0, FILES_SHOWN)
          .map(({ path, read, shown, rejected, unit }) => [
            path,
            `${count(read)} ${unit}`,
            `${count(shown)} shown`,
            `${count(rejected)} rejected`,
          ]),
        '    ',
      ),
    );
    if (uneven.length > FILES_SHOWN) lines.push(`    … ${count(uneven.length - FILES_SHOWN)} more`);
  }
  lines.push(dataset.problems.length > 0 ? `  problems\n${problemLines(dataset.problems, '    ')}` : '  no problems');
  return lines.filter((line) => line !== '').join('\n');
}

/** Records of text have none, as a rule. */
function annotationsText({ visual, annotations, byKind }: DatasetJson): string {
  if (!visual && annotations === 0) return '';
  return joined([count(annotations), ...Object.entries(byKind).map(([kind, n]) => `${count(n)} ${kind}`)]);
}

function mediaText(media: DatasetJson['media']): string {
  if (!media) return '';
  const { files, missing, remote, inside } = media;
  return joined([
    files > 0 && `${count(files)} in the drop`,
    missing > 0 && `${count(missing)} missing`,
    remote > 0 && `${count(remote)} remote`,
    inside > 0 && `${count(inside)} inside records`,
  ]);
}

function problemLines(problems: readonly ProblemJson[], indent = '  '): string {
  return problems
    .map(({ severity, code, count: n, first }) => {
      const place = [first.file, first.at].filter((part) => part !== undefined).join(', ');
      return `${indent}${severity.padEnd(7)}  ${count(n)} × ${code}\n${indent}         ${place === '' ? '' : `${place}: `}${first.message}`;
    })
    .join('\n');
}

function joined(parts: readonly (string | false)[]): string {
  return parts.filter((part) => part !== false && part !== '').join(', ');
}

/** Columns of text, two spaces apart; numbers keep to the left, as the last column is of any length. */
function aligned(rows: readonly (readonly string[])[], indent = '  '): string {
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  return rows
    .map((row) => indent + row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '))
    .join('\n');
}
