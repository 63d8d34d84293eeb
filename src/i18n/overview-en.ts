/** English words of what is seen at a glance: how many datasets, how long the tail, what was not read. */
import type { Message } from './message.ts';

export const overviewEn = {
  'top.ofDatasets': '{at} of {of} datasets',
  'status.unclaimed': { one: '{n} file not read', other: '{n} files not read' },
  'status.unclaimedHint': 'No reader claimed them: their names are listed under the problems.',
  'facet.tail': '{rare} classes have fewer than {few} labels, {unused} have none',
  'profile.classes': 'Classes',
  'profile.slope': 'labels of each class, most first · the first has {most}, the middle one {middle}',
  'profile.mostFrequent': 'Most labels',
  'profile.rarest': 'Fewest labels',
  'profile.images': 'Images',
  'profile.labels': 'Labels',
  'profile.each': '{mean} an image',
  'profile.declared': 'of {of} named',
  'profile.rare': 'Rare classes',
  'profile.rareNote': 'below {few}',
  'profile.tiny': 'Tiny boxes',
  'profile.tinyNote': 'below {side} px',
  'profile.bare': 'Without labels',
  'profile.binImages': { one: '{measure} {range}: {n} image', other: '{measure} {range}: {n} images' },
  'profile.binLabels': { one: '{measure} {range}: {n} label', other: '{measure} {range}: {n} labels' },
  'profile.valueImages': { one: '{value}: {n} image', other: '{value}: {n} images' },
  'profile.valueLabels': { one: '{value}: {n} label', other: '{value}: {n} labels' },
} as const satisfies Record<string, Message>;
