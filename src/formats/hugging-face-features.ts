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
      for (const [column, classes] of names) if (Object.hasOwn(row, column)) row[column] = namedClass(row[column], classes);
    }
    return { rows, broken };
  };
}

/** -1 stands for no label and stays, as does every other number without a name. */
export function namedClass(value: FieldValue, classes: readonly string[]): FieldValue {
  if (Array.isArray(value)) return value.map((inner: FieldValue) => namedClass(inner, classes));
  // Cells of a table of text.
  if (typeof value === 'string' && /^\d{1,9}$/.test(value)) return classes[Number(value)] ?? value;
  return typeof value === 'number' ? (classes[value] ?? value) : value;
}

/** Names of the classes by column, from the note `{"info": {"features": {…}}}`. */
export function classNames(note: string | undefined): ReadonlyMap<string, readonly string[]> {
  const parsed = note === undefined ? undefined : parseJson(note);
  return classesOfFeatures(parsed?.ok === true ? member(member(parsed.value, 'info'), 'features') : undefined);
}

/** Names of the classes by column, from features as JSON (an object of columns) or as YAML (a list of columns) has them. */
export function classesOfFeatures(features: JsonValue): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const columns = Array.isArray(features)
    ? features.flatMap((feature: JsonValue) => {
        const name = member(feature, 'name');
        return typeof name === 'string' ? [[name, feature] as const] : [];
      })
    : isObject(features)
      ? Object.entries(features)
      : [];
  for (const [column, feature] of columns) {
    const classes = namesOf(feature);
    if (classes) names.set(column, classes);
  }
  return names;
}

function namesOf(feature: JsonValue): readonly string[] | undefined {
  // A list of a feature is written as the list, or under `feature`; in YAML under `sequence` or `list`.
  const inner = Array.isArray(feature)
    ? feature[0]
    : (member(feature, 'feature') ?? member(feature, 'sequence') ?? member(feature, 'list'));
  if (inner !== undefined) return namesOf(inner);
  const written = member(member(feature, 'class_label') ?? member(member(feature, 'dtype'), 'class_label'), 'names');
  if (written !== undefined) return inOrder(written);
  const names = member(feature, 'names');
  return member(feature, '_type') === 'ClassLabel' ? inOrder(names) : undefined;
}

/** A list of names, or a mapping of their numbers. */
function inOrder(names: JsonValue): readonly string[] | undefined {
  const list = isObject(names) ? Object.keys(names).map((_, at) => names[String(at)]) : names;
  if (!Array.isArray(list)) return undefined;
  return list.every((name) => typeof name === 'string') ? list : undefined;
}

function member(value: JsonValue, key: string): JsonValue {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && !Array.isArray(value);
}
