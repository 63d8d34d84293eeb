/** English words for containers of records: why a file was taken for one, and how else it may be read. */
import type { Message } from './message.ts';

export const containersEn = {
  'why.json-nested': 'a record for each of {path}',
  'why.json-items': 'Read a record for each of {path}',
} as const satisfies Record<string, Message>;
