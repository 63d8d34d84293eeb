/** English words for containers of records: why a file was taken for one, and how else it may be read. */
import type { Message } from './message.ts';
import type { ProblemDictionary } from './problems.ts';

export const containersEn = {
  'why.json-nested': 'a record for each of {path}',
  'why.json-items': 'Read a record for each of {path}',
  'looked.brat': 'texts (.txt) with annotations of brat (.ann) beside them',
  'format.brat': 'brat',
  'why.brat': {
    by: 'pairs',
    one: '{pairs} text with its annotations beside it',
    other: '{pairs} texts, each with its annotations beside it',
  },
  'looked.json-seq': 'JSON values one after another, over any number of lines',
  'looked.json-value': 'JSON files of any other kind, each as one record',
  'format.json-seq': 'JSON sequence',
  'format.json-value': 'JSON files',
  'why.json-seq': 'JSON values one after another, over any number of lines',
  'why.json-value': {
    by: 'count',
    one: 'no list of records: the file is one record',
    other: 'no lists of records: each of {count} files is a record',
  },
  'looked.fasttext': 'lines that begin with __label__',
  'format.fasttext': 'fastText',
  'why.fasttext': 'lines begin with __label__',
  'looked.webdataset-records': 'tar archives of conversations (.json) with pictures, sounds or films of the same key',
  'format.webdataset-records': 'WebDataset records',
  'why.webdataset-records': {
    by: 'count',
    one: '{count} conversation in an archive, with the media of its key',
    other: '{count} conversations in archives, with the media of their keys',
  },
  'looked.sessions': 'logs of sessions with agents (.jsonl of events, .traj)',
  'format.sessions': 'Sessions',
  'why.sessions': { by: 'count', one: 'the file is one session', other: '{count} files, each a session' },
  'looked.parallel': 'the same text in several languages, a file each (train.en, train.de)',
  'format.parallel': 'Parallel texts',
  'why.parallel': '{count} languages, line by line: {languages}',
  'looked.text': 'plain text (.txt, .md, .log) that nothing else wants',
  'format.text': 'Text',
  'why.text-lines': 'plain text, a record a line',
  'why.text-files': { by: 'count', one: 'plain text, the file is a record', other: '{count} files of plain text, each a record' },
  'why.text-by-line': 'Read a record a line',
  'why.text-by-file': 'Read a record a file',
  'text.spanDetails': 'What else is said of the spans',
} as const satisfies Record<string, Message>;

export const containerProblemsEn = {
  'json-control': {
    title: 'A control character stands bare in a string, which JSON does not allow',
    says: [
      {
        by: 'count',
        one: '{count} control character stands bare in a string, which JSON does not allow',
        other: '{count} control characters stand bare in strings, which JSON does not allow',
      },
    ],
  },
  'standoff-invalid': { title: 'A line of the annotations cannot be read' },
  'span-misplaced': {
    title: 'A span does not stand where its offsets say',
    says: ['{id}: “{quoted}” does not stand at characters {start} to {end}', '{id}: characters {start} to {end} are outside of the text'],
  },
  'reference-unknown': {
    title: 'An annotation refers to one that is not there',
    says: ['{id} refers to {reference}, which is not in the file'],
  },
  'type-undeclared': {
    title: 'A type that annotation.conf does not declare',
    says: ['{id}: annotation.conf does not declare the type {type}'],
  },
} as const satisfies Partial<ProblemDictionary>;
