/**
 * InternVL's `meta.json`: a name for each dataset, the file of its records and the folder of their media.
 * https://internvl.readthedocs.io/en/latest/get_started/chat_data_format.html
 */
import type { FieldValue } from '../../model/annotation.ts';
import type { Fields } from '../records/schema.ts';
import { isObject, numberOf } from '../records/values.ts';
import type { Described } from './described.ts';

/** What the entries of a description name; undefined where it is none of InternVL's. */
export function internVlEntries(value: FieldValue, by: string): readonly Described[] | undefined {
  if (!isObject(value)) return undefined;
  const entries = Object.entries(value);
  if (entries.length === 0 || !entries.every(([, entry]) => isEntry(entry))) return undefined;
  return entries.flatMap(([name, entry]): Described[] => {
    if (!isEntry(entry)) return [];
    const { root, annotation } = entry;
    const rows = numberOf(entry['length']);
    const guide = { by, ...(typeof root === 'string' && root !== '' ? { media: root } : {}) };
    return [{ name, paths: [{ path: annotation }], guide, ...(rows === undefined ? {} : { rows }) }];
  });
}

function isEntry(entry: FieldValue): entry is Fields & { readonly annotation: string } {
  return isObject(entry) && typeof entry['annotation'] === 'string' && typeof entry['root'] === 'string';
}
