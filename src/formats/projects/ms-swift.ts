/**
 * ms-swift's list of datasets: `dataset_info.json` as a list, an object a dataset.
 * https://swift.readthedocs.io/en/latest/Customization/Custom-dataset.html
 */
import type { FieldValue } from '../../model/annotation.ts';
import { baseName } from '../../files/file-set.ts';
import type { MessageKeys, RecordGuide } from '../records/guide.ts';
import type { Fields } from '../records/schema.ts';
import { isList, isObject, textOf } from '../records/values.ts';
import type { Described } from './described.ts';

const ELSEWHERE = ['ms_dataset_id', 'hf_dataset_id'] as const;

/** What the entries of a list name; undefined where it is none of ms-swift's. */
export function msSwiftEntries(value: FieldValue, by: string): readonly Described[] | undefined {
  if (!isList(value) || value.length === 0 || !value.every(isObject)) return undefined;
  const places = value.map((entry) => textOf(entry['dataset_path']) ?? ELSEWHERE.map((key) => textOf(entry[key])).find(Boolean));
  if (places.every((place) => place === undefined)) return undefined;
  return value.flatMap((entry, at): Described[] => {
    const [place, path] = [places[at], textOf(entry['dataset_path'])];
    if (place === undefined) return [];
    const name = textOf(entry['dataset_name']) ?? (path === undefined ? place : baseName(path));
    return [path === undefined ? { name, elsewhere: place } : { name, paths: [{ path }], guide: guideOf(entry, by) }];
  });
}

/** `columns` names the new key of each column; `messages`, what messages call things. */
function guideOf(entry: Fields, by: string): RecordGuide {
  const columns = isObject(entry['columns']) ? Object.entries(entry['columns']) : [];
  const renamed = Object.fromEntries(columns.flatMap(([column, key]) => (typeof key === 'string' ? [[key, column]] : [])));
  const messages = isObject(entry['messages']) ? keysOf(entry['messages']) : undefined;
  return { by, ...(columns.length === 0 ? {} : { columns: renamed }), ...(messages ? { messages } : {}) };
}

function keysOf(messages: Fields): MessageKeys | undefined {
  const [role, content] = [textOf(messages['role_key']), textOf(messages['content_key'])];
  const words = Object.fromEntries(
    ['user', 'assistant', 'system'].flatMap((word) => {
      const as = textOf(messages[`${word}_role`]);
      return as === undefined ? [] : [[word, as]];
    }),
  );
  if (role === undefined && content === undefined && Object.keys(words).length === 0) return undefined;
  return { role: role ?? 'role', content: content ?? 'content', words };
}
