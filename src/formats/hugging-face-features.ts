/**
 * What `datasets` of Hugging Face notes in Parquet and Arrow files of their columns: names of classes, above all.
 * https://huggingface.co/docs/datasets/about_dataset_features
 */
import type { FieldValue } from '../model/annotation.ts';
import { parseJson, type JsonValue } from '../syntax/json-value.ts';
import type { TableFile } from '../syntax/table-file.ts';

/** Reads rows as `file` does, with names in place of the numbers of classes, in lists too. */
export function namedClasses(file: TableFile): TableFile['read'] {
  const names = classNames(file.notes['huggingface']);
  if (names.size === 0) return file.read;
  return async (start, end, columns) => {
    const { rows, broken } = await file.read(start, end, columns);
    for (const row of rows) {
      for (const [column, classes] of names) if (Object.hasOwn(row, column)) row[column] = named(row[column], classes);
    }
    return { rows, broken };
  };
}

/** -1 stands for no label and stays, as does every other number without a name. */
function named(value: FieldValue, classes: readonly string[]): FieldValue {
  if (Array.isArray(value)) return value.map((inner: FieldValue) => named(inner, classes));
  return typeof value === 'number' ? (classes[value] ?? value) : value;
}

/** Names of the classes by column, from the note `{"info": {"features": {…}}}`. */
export function classNames(note: string | undefined): ReadonlyMap<string, readonly string[]> {
  const parsed = note === undefined ? undefined : parseJson(note);
  const features = parsed?.ok === true ? member(member(parsed.value, 'info'), 'features') : undefined;
  const names = new Map<string, readonly string[]>();
  if (!isObject(features)) return names;
  for (const [column, feature] of Object.entries(features)) {
    const classes = namesOf(feature);
    if (classes) names.set(column, classes);
  }
  return names;
}

function namesOf(feature: JsonValue): readonly string[] | undefined {
  // A list of a feature is written as the list, or under `feature`.
  const inner = Array.isArray(feature) ? feature[0] : member(feature, 'feature');
  if (inner !== undefined) return namesOf(inner);
  const names = member(feature, 'names');
  if (member(feature, '_type') !== 'ClassLabel' || !Array.isArray(names)) return undefined;
  return names.every((name) => typeof name === 'string') ? names : undefined;
}

function member(value: JsonValue, key: string): JsonValue {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && !Array.isArray(value);
}
