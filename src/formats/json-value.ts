/** JSON files that nothing else knows, each as one record: shown where a drop holds nothing else. https://www.rfc-editor.org/rfc/rfc8259 */
import { slices } from '../base/pause.ts';
import { baseName, extensionOf, folderOf, isIgnoredPath } from '../files/file-set.ts';
import { lfsPointerOf } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { fileRecordFormat, type FilePart, type FileRecord } from './file-records.ts';
import type { Format, Match } from './format.ts';
import { parseJsonRecord } from './jsonl.ts';
import { headOf } from './record-files.ts';

const LF = 0x0a;

export const jsonValue: Format = {
  id: 'json-value',
  name: 'JSON files',
  docs: 'https://www.rfc-editor.org/rfc/rfc8259',
  leftovers: true,

  async match(files, signal, _project, others): Promise<readonly Match[]> {
    // Beside data they are settings and notes.
    if ((others?.count ?? 0) > 0) return [];
    const found: FileIndex[] = [];
    await slices(signal)(files.under(''), (file) => {
      const path = files.paths[file] ?? '';
      if (extensionOf(path) === 'json' && !isIgnoredPath(path)) found.push(file);
    });
    const plan: FilePart[] = [];
    for (const file of found) {
      const head = await headOf(files, file);
      signal.throwIfAborted();
      if (!head || head.length === 0 || lfsPointerOf(head)) continue;
      const encoding = lineEncoding(head);
      const name = files.paths[file] ?? '';
      // What looks like no text is told to be no JSON, with the place.
      plan.push({ file, name, split: undefined, beside: [], encoding: encoding === 'binary' ? 'utf-8' : encoding });
    }
    const [first] = plan;
    if (!first) return [];
    return [
      {
        confidence: 0.2,
        why: { code: 'json-value', values: { count: plan.length } },
        claims: plan.map(({ file }) => file),
        name: plan.length === 1 ? baseName(first.name) : (first.name.split('/')[0] ?? ''),
        plan: plan.map((part) => ({ ...part, name: folderOf(part.name) === '' ? part.name : part.name.slice(part.name.indexOf('/') + 1) })),
      },
    ];
  },

  ...fileRecordFormat(parseFile),
};

/** Any value is as good as another, since no list of records is meant. */
function parseFile([bytes = new Uint8Array(0)]: readonly Uint8Array[], part: FilePart): FileRecord {
  const { problems, ...record } = parseJsonRecord(bytes, part, true);
  const told = problems.filter(({ code }) => code !== 'record-not-object');
  return { ...record, problems: told.map((problem) => ({ ...problem, line: lineOf(bytes, problem.at ?? 0) })) };
}

function lineOf(bytes: Uint8Array, place: number): number {
  let line = 1;
  for (let at = bytes.indexOf(LF); at >= 0 && at < place; at = bytes.indexOf(LF, at + 1)) line += 1;
  return line;
}
