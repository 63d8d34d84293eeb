/** English: the source of the keys. Whole sentences, sentence case. `{n}` chooses the plural form. */
import { containersEn } from './containers-en.ts';
import { startEn } from './start-en.ts';
import { filtersEn } from './filters-en.ts';
import { tableEn } from './table-en.ts';
import { viewerEn } from './viewer-en.ts';
import { textEn } from './text-en.ts';
import { openingEn } from './opening-en.ts';
import { overviewEn } from './overview-en.ts';
import { commandsEn } from './commands-en.ts';
import { foldersEn } from './folders-en.ts';
import { inspectorEn } from './inspector-en.ts';
import { columnsEn } from './columns-en.ts';
import { searchEn } from './search-en.ts';
import type { Message } from './message.ts';
import { profileEn } from './profile-en.ts';
import { readingEn } from './reading-en.ts';
import { projectsEn } from './projects-en.ts';

export const en = {
  ...containersEn,
  ...startEn,
  ...filtersEn,
  ...tableEn,
  ...viewerEn,
  ...textEn,
  ...openingEn,
  ...overviewEn,
  ...commandsEn,
  ...foldersEn,
  ...inspectorEn,
  ...columnsEn,
  ...searchEn,
  ...projectsEn,
  ...profileEn,
  ...readingEn,
  'app.name': 'datasets.viewer',
  'app.promise': 'Nothing leaves this machine. No upload, no account, no analytics; your files are read, never changed.',

  // top bar
  'top.datasets': 'Datasets',
  'top.switch': 'Switch dataset: {name}',
  'top.close': 'Close {name}',
  'top.closeAll': 'Close all',
  'top.add': 'Add a folder…',
  'top.addFiles': 'Add files…',
  'top.openAs': 'Open {name} as {format}',
  'top.view': 'View',
  'top.table': 'Table',
  'top.gallery': 'Gallery',
  'top.problems': 'Problems ({n})',
  'top.problemsWord': 'Problems',
  'top.settings': 'Settings',
  'top.shortcuts': 'Shortcuts',

  // problems
  'problems.name': 'Problems',
  'problems.byCode': 'by code',
  'problems.byFile': 'by file',
  'problems.copy': 'Copy report',
  'problems.copied': 'Report copied',
  'problems.close': 'Close problems',
  'problems.accounted': 'Every record is accounted for',
  'problems.notAccounted': 'Records are missing',
  'problems.counting': 'Still counting',
  'problems.sum': '{read} read = {shown} shown + {rejected} rejected',
  'problems.code': 'code',
  'problems.times': 'times',
  'problems.images': 'samples',
  'problems.showImages': 'Show samples',
  'problems.filtered': 'Filtered',
  'problems.more': '{n} more',
  'problems.none': 'Nothing is wrong with this dataset, as far as we can tell.',
  'problems.file': 'File',
  'problems.unit': 'Records',
  'problems.read': 'Read',
  'problems.shown': 'Shown',
  'problems.rejected': 'Rejected',
  'problems.unclaimed': { one: '{n} file that no reader claimed', other: '{n} files that no reader claimed' },
  'problems.drop': 'About the drop as a whole',
  'unit.items': 'items',
  'unit.rows': 'rows',
  'unit.lines': 'lines',
  'unit.images': 'images',
  'unit.records': 'records',
  'severity.error': { one: '{n} error', other: '{n} errors' },
  'severity.warning': { one: '{n} warning', other: '{n} warnings' },
  'severity.note': { one: '{n} note', other: '{n} notes' },
  'severityWord.error': 'error',
  'severityWord.warning': 'warning',
  'severityWord.note': 'note',

  // status
  'status.images': '{n} of {total} images · {m} of {all} annotations',
  'status.records': '{n} of {total} records',
  'status.growing': 'still reading',
  'status.listing': { one: 'Listing files · {n} found', other: 'Listing files · {n} found' },
  'status.amount': '{what} · {done} of {total}',
  'status.amountOfRecords': '{what} · {done} of {total} records',
  'status.matching': 'Recognising the layout',
  'status.indexing': 'Reading files',
  'status.headers': 'Reading image sizes',
  'status.checking': 'Checking every record',
  'status.counting': 'Reading the values of a column',
  'status.searching': 'Searching the text',
  'status.cancel': 'Cancel',
  'status.cancelled': 'Cancelled. What was read so far is shown.',
  'status.ready': 'All files read in {time} s',
  'status.progress': 'Progress',

  // settings
  'settings.theme': 'Theme',
  'settings.themeSystem': 'System',
  'settings.themeLight': 'Light',
  'settings.themeDark': 'Dark',
  'settings.language': 'Language',
  'settings.memory': 'Index: {size} MB',

  // broken
  'broken.title': 'Something broke',
  'broken.text': 'This is our mistake, not your data’s. The rest of the page still works.',
  'broken.worker': 'The reader stopped. What was open is being read again.',
  'broken.copy': 'Copy report',
  'broken.retry': 'Try again',
  'toast.close': 'Close message',
} as const satisfies Record<string, Message>;

export type MessageKey = keyof typeof en;
