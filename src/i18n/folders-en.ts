/** Words about folders, reading, and what is kept from the last time. */
import type { Message } from './message.ts';

export const foldersEn = {
  'status.kept': 'shown from the last time; checking…',
  'status.keptUnchecked': 'shown from the last time; not checked to the end',
  'top.errorsElsewhere': { one: '{n} error in other datasets', other: '{n} errors in other datasets' },
  'problems.elsewhere': 'Other datasets with errors',
  'open.changed': '{name} is not what it was the last time. It is shown as it is now.',
  'settings.keep': 'Opened datasets',
  'settings.keepOn': 'Remember',
  'settings.keepOff': 'Do not',
  'settings.keepHint':
    'Remembers names, sizes, labels and values of columns in this browser, so that large datasets are there at once when they are opened again. No files and no pictures, and nothing leaves this machine.',
  'settings.forget': 'Forget what is remembered',
  'settings.forgotten': 'What was remembered of opened datasets is forgotten.',
  'command.forgetKept': 'Forget what is remembered of opened datasets',
} as const satisfies Record<string, Message>;
