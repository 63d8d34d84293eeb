/** English sentences of problems of described datasets: what a project, a hub's layout or a record names and the drop does not have. */
import type { ProblemDictionary } from './problems.ts';

export const projectProblemsEn = {
  'file-unsupported': {
    title: 'A data file of a kind that is not read',
    says: [
      {
        by: 'kind',
        is: {
          spreadsheet: 'Spreadsheets are not read; save it as CSV',
          packed: 'Files packed in this way are not read; unpack it, or pack it with gzip, Zstandard or zip',
          records: 'Files of Avro, ORC and TFRecord are not read; save the records as Parquet, Arrow or JSONL',
          arrays: 'Arrays and objects that a program saved are not read; save them as Parquet, Arrow or JSONL',
          database: 'Databases are not read; save their tables as Parquet or CSV',
          tokens: 'Not a token a line: the lines do not have the same number of columns',
        },
        other: 'Files of this kind ({kind}) are not read',
      },
    ],
  },
  'dataset-file-missing': {
    title: 'A file of a described dataset is not in the drop',
    says: ['“{entry}” names “{name}”, which is not in the drop'],
  },
  'dataset-remote': {
    title: 'A described dataset is kept elsewhere',
    says: ['“{entry}” is kept elsewhere ({place}); nothing is fetched'],
  },
  'dataset-column-missing': {
    title: 'A column that the description names is in no record',
    says: ['“{entry}” names the column “{column}”, which none of the records looked at has'],
  },
  'media-missing': {
    title: 'A file that records name is not in the drop',
    says: [
      {
        by: 'records',
        one: '“{name}” is not in the drop; {records} record names it',
        other: '“{name}” is not in the drop; {records} records name it',
      },
      {
        by: 'more',
        one: '{more} record names further files that are not in the drop',
        other: '{more} records name further files that are not in the drop',
      },
    ],
  },
  'rows-differ': {
    title: 'There are not as many records as the description says',
    says: [
      'The description says {declared} records in the split “{split}”; there are {found}',
      'The description says {declared} records; there are {found}',
    ],
  },
  'shards-missing': {
    title: 'Not all parts of the dataset are in the drop',
    says: ['{found} of {declared} parts of “{name}” are in the drop'],
  },
  'lines-differ': {
    title: 'The languages do not have the same number of lines',
    says: ['It has {found} lines, and another language {declared}: somewhere before, the lines may no longer say the same'],
  },
} as const satisfies Partial<ProblemDictionary>;
