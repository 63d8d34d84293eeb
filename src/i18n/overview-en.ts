/** English words of what is seen at a glance: how many datasets, how long the tail, what was not read. */
import type { Message } from './message.ts';

export const overviewEn = {
  'top.ofDatasets': '{at} of {of} datasets',
  'status.unclaimed': { one: '{n} file not read', other: '{n} files not read' },
  'status.unclaimedHint': 'No reader claimed them: their names are listed under the problems.',
  'facet.tail': '{rare} classes have fewer than {few} labels, {unused} have none',
} as const satisfies Record<string, Message>;
