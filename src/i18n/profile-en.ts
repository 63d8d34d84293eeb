/** What is worked out of the texts of records, and their profile: spread into `en.ts`. */
import type { Message } from './message.ts';

export const profileEn = {
  'measure.characters': 'Characters',
  'measure.words': 'Words',
  'measure.turns': 'Turns',
  'measure.roles': 'Roles',
  'measure.script': 'Script',
  'measure.has-tool': 'Has tool calls',
  'measure.has-reasoning': 'Has reasoning',
  'measure.copies': 'Copies',
  'measure.tokens': 'Tokens',
  'measureHint.characters': 'Unicode code points of all texts of the record. In the query: {name}',
  'measureHint.words': 'Words of all texts of the record; a dictionary finds them in Chinese, Japanese and Thai. In the query: {name}',
  'measureHint.turns': 'Messages of the conversation. In the query: {name}',
  'measureHint.roles': 'Who speaks after whom: s system, u user, a assistant, t tool. In the query: {name}',
  'measureHint.script': 'The script that most letters are of. In the query: {name}',
  'measureHint.has-tool': 'Whether a tool is called. In the query: {name}',
  'measureHint.has-reasoning': 'Whether reasoning is part of the record. In the query: {name}',
  'measureHint.copies': 'Records with exactly this text, this one included. In the query: {name}',
  'measureHint.tokens': 'Tokens of all texts of the record. In the query: {name}',
  'measures.name': 'Text',
  'measures.count': 'Measure the texts of all records',
  'table.columnsMeasured': 'Worked out from the text',
} as const satisfies Record<string, Message>;
