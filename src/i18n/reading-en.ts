/** English words about a reading that was stopped, and about what is still to be read. */
import type { Message } from './message.ts';

export const readingEn = {
  'status.unread': 'not read to the end',
  'status.readAgain': 'Read again',
  'problems.unread': 'Not read to the end',
  'inspector.labelsUnread': 'No label of this sample has been read so far.',
} as const satisfies Record<string, Message>;
