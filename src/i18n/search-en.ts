/** English words about searches in texts: what they found, what they left out. */
import type { Message } from './message.ts';

export const searchEn = {
  'search.matches': { one: '{n} match', other: '{n} matches' },
  'search.slow': {
    one: 'The expression took too long in {n} record, which is left out',
    other: 'The expression took too long in {n} records, which are left out',
  },
  'search.tooLong': {
    one: '{n} record is too long to be searched and is left out',
    other: '{n} records are too long to be searched and are left out',
  },
  'search.gaveUp': 'The expression takes too long and was given up: more records may match',
  'query.speaker.system': 'said by the system',
  'query.speaker.user': 'said by the user',
  'query.speaker.assistant': 'said by the assistant',
  'query.speaker.tool': 'said by a tool',
  'query.speaker.own': 'said by whom the records call so',
  'query.speaker.reasoning': 'thought by the assistant',
} as const satisfies Record<string, Message>;
