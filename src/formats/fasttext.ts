/** A text with its labels a line: `__label__positive I liked it`. https://fasttext.cc/docs/en/supervised-tutorial.html */
import type { FileSet } from '../files/file-set.ts';
import { lfsPointerOf, type TextEncodingName } from '../files/text.ts';
import type { FileIndex } from '../model/dataset.ts';
import { lineRanges } from '../syntax/line-ranges.ts';
import { lineEncoding } from '../syntax/text-lines.ts';
import { byteRecordFormat } from './byte-records.ts';
import type { Format, Match } from './format.ts';
import type { ParsedRecord, RecordContainer, RecordPart } from './record-container.ts';
import { decoderOf, encodingProblems, headOf, lookAtSome, utf8Check, type RecordFile } from './record-files.ts';
import { recordMatches } from './record-matches.ts';

const OWN = new Set(['ft', 'fasttext']);
const ANY = new Set(['txt', 'train', 'valid', 'test', 'csv', 'tsv']);
const NAMES = ['label', 'text'] as const;
/** Lines of the head that are looked at, the share of them that must have a label, and how many at least (or all, where there are fewer). */
const LOOKED = { lines: 32, share: 0.5, least: 2 };
const PREFIX = '__label__';

interface Candidate extends RecordFile {
  readonly encoding: TextEncodingName;
}

const LINES: RecordContainer<RecordPart> = {
  unit: 'lines',
  names: () => NAMES,
  ranges: (source, { encoding }) => lineRanges(source, encoding),
  parse: parseLine,
  check: utf8Check,
};

export const fasttext: Format = {
  id: 'fasttext',
  name: 'fastText',
  docs: 'https://fasttext.cc/docs/en/supervised-tutorial.html',

  async match(files, signal, project): Promise<readonly Match[]> {
    const found = await lookAtSome(files, { own: OWN, any: ANY }, (file, path) => look(files, file, path), signal);
    return recordMatches(
      found,
      {
        confidence: () => 0.85,
        why: () => ({ code: 'fasttext' }),
        part: ({ file, split, encoding }) => ({ file, split, encoding }),
      },
      project,
    );
  },

  ...byteRecordFormat(LINES),
};

async function look(files: FileSet, file: FileIndex, path: string): Promise<Candidate | undefined> {
  const head = await headOf(files, file);
  if (!head || head.length === 0 || lfsPointerOf(head)) return undefined;
  const encoding = lineEncoding(head);
  if (encoding === 'binary') return undefined;
  const lines = new TextDecoder(encoding)
    .decode(head)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, LOOKED.lines);
  const labelled = lines.filter((line) => line.trimStart().startsWith(PREFIX)).length;
  return labelled > 0 && labelled >= Math.max(lines.length * LOOKED.share, Math.min(lines.length, LOOKED.least))
    ? { file, path, encoding, keys: NAMES }
    : undefined;
}

/** Labels stand before the text, or behind it; what is left is the text as it is written. */
function parseLine(bytes: Uint8Array, { encoding }: RecordPart): ParsedRecord {
  const line = decoderOf(encoding).decode(bytes);
  const [before = ''] = /^\uFEFF?\s*(?:__label__\S*\s*)*/.exec(line) ?? [];
  const [after = ''] = /(?:\s+__label__\S*)*\s*$/.exec(line.slice(before.length)) ?? [];
  const labels = [...`${before} ${after}`.matchAll(/__label__(\S*)/g)].map(([, label = '']) => label);
  const text = line.slice(before.length, line.length - after.length);
  return {
    fields: { ...(labels.length === 0 ? {} : { label: labels.length === 1 ? labels[0] : labels }), text },
    problems: encodingProblems(line, bytes, encoding),
    rejected: false,
  };
}
