/** English words about kinds of columns, what their cells show, and how far they are known. */
import type { Message } from './message.ts';

export const columnsEn = {
  'kind.text': 'Text',
  'kind.number': 'Number',
  'kind.boolean': 'True or false',
  'kind.category': 'Few values',
  'kind.date': 'Date',
  'kind.list': 'List',
  'kind.json': 'JSON',
  'kind.image': 'Image',
  'kind.audio': 'Audio',
  'kind.embedding': 'Embedding',
  'table.headOfKind': '{name} · {kind}',
  'table.onlyWith': 'Only with a value',
  'table.onlyWithout': 'Only without a value',
  'facet.norm': '{name}: norm',
  'status.unreviewed': 'Not every record has been checked',
  'status.review': 'Go on checking',
} as const satisfies Record<string, Message>;
