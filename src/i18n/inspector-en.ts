/** English words of the text inspector: matches, steps of a transcript, what is cut. */
import type { Message } from './message.ts';

export const inspectorEn = {
  'match.name': 'Matches',
  'match.place': { one: '{at} of {n} match', other: '{at} of {n} matches' },
  'match.count': { one: '{n} match', other: '{n} matches' },
  'match.none': 'no match as shown',
  'match.noneHint': 'The record matches, but not in what is shown here: it may in its plain text, raw source or another field.',
  'match.next': 'Next match',
  'match.previous': 'Previous match',
  'match.inside': { one: '{n} match inside', other: '{n} matches inside' },
  'text.earlier': { one: 'Show earlier, {n} character', other: 'Show earlier, {n} characters' },
  'text.depth': 'Level {level}',
  'text.foldTurn': 'Fold turn {at}',
  'text.outline': 'Outline',
  'text.showTurn': 'Show all of this turn',
  'text.seconds': '{seconds} s',
  'text.tokensIn': '{tokens} in',
  'text.tokens': 'Tokens read and written, as the record says',
  'text.tokensOut': '{tokens} out',
  'command.textOutline': 'One line a turn, or all of each',
  'command.nextTurn': 'Next turn',
  'command.previousTurn': 'Previous turn',
  'command.nextMatch': 'Next match, in this record or the next one',
  'command.previousMatch': 'Previous match, in this record or the one before',
} as const satisfies Record<string, Message>;
