/** Words for things that the engine names by code. */
import type { MessageKey } from '../../i18n/en.ts';
import { en } from '../../i18n/en.ts';
import type { Why } from '../../model/dataset.ts';
import type { T } from './use-t.ts';
import { visibleName } from './visible-text.ts';

/** A message whose key is put together at run time; the code itself where there is none. */
function orCode(t: T, key: string, code: string, values?: Readonly<Record<string, string | number>>): string {
  return Object.hasOwn(en, key) ? t(key as MessageKey, values) : code;
}

export function formatName(t: T, format: string): string {
  return orCode(t, `format.${format}`, format);
}

export function whyText(t: T, why: Why): string {
  return orCode(t, `why.${why.code}`, why.code, why.values);
}

/** A value of a facet that is ours (kinds, states, flags); the data's own words stay as they are. */
export function facetValueName(t: T, facet: string, value: string): string {
  return orCode(t, `${facet}.${value}`, value);
}

export function columnName(t: T, column: string): string {
  return orCode(t, `column.${column}`, column);
}

/** A name that the data gives (of a class, a field), as plain words: what nobody would see of it is named, and that it is empty. */
export function nameInWords(t: T, name: string): string {
  return name === '' ? t('column.noName') : visibleName(name);
}
