/** data.yaml of Ultralytics in all its forms: https://docs.ultralytics.com/datasets/detect/#ultralytics-yolo-format */
import { asList, asMapping, asText, type YamlMapping, type YamlValue } from '../../syntax/yaml.ts';
import { splitOfName } from '../splits.ts';
import type { Task } from './rules.ts';

export interface YoloClass {
  /** The number that rows say, as text. */
  readonly key: string;
  readonly name: string;
}

export interface DataYaml {
  readonly path?: string;
  /** In the order of the file; one split may have several folders or lists. */
  readonly splits: readonly { readonly name: string; readonly references: readonly string[] }[];
  /** By number. Where only `nc` is given: class_0, class_1, … */
  readonly classes: readonly YoloClass[];
  /** `names` may be the path of a file of names. */
  readonly namesFile?: string;
  readonly nc?: number;
  readonly kptShape?: { readonly count: number; readonly dims: 2 | 3 };
  /** Names of the keypoints by class number; `*` for all classes. */
  readonly kptNames?: Readonly<Record<string, readonly string[]>>;
  readonly task?: Task;
  /** Values that cannot be what they should. */
  readonly wrong: readonly {
    readonly code: 'class-count-differs' | 'value-invalid';
    readonly values: Readonly<Record<string, string | number>>;
  }[];
}

/** A number of classes beyond this is a slip: those of the rows are shown. */
export const MAX_CLASSES = 100_000;
const TASKS: Readonly<Record<string, Task>> = { detect: 'detect', segment: 'segment', seg: 'segment', pose: 'pose', obb: 'obb' };

/**
 * What a YAML document says as a data.yaml; undefined where it is none (a model's yaml, a workflow, hyperparameters). Without any class
 * it is one only if what it says of splits comes true: that is for the caller to see.
 */
export function readDataYaml(value: YamlValue): DataYaml | undefined {
  const yaml = asMapping(value);
  if (yaml === undefined || yaml['backbone'] !== undefined || yaml['head'] !== undefined) return undefined;
  const splits = splitsOf(yaml);
  const nc = countOf(yaml['nc']);
  const names = classesOf(yaml['names']);
  const namesFile = fileOfNames(yaml['names']);
  if (names === undefined && namesFile === undefined && splits.length === 0) return undefined;

  const wrong: DataYaml['wrong'][number][] = [];
  const isWrongCount = nc === undefined ? yaml['nc'] !== undefined && yaml['nc'] !== '' : nc > MAX_CLASSES && names === undefined;
  if (isWrongCount) wrong.push({ code: 'value-invalid', values: { field: 'nc', value: asText(yaml['nc']) ?? written(yaml['nc']) } });
  if (names !== undefined && nc !== undefined && names.length !== nc) {
    wrong.push({ code: 'class-count-differs', values: { names: names.length, nc } });
  }
  const kptShape = kptShapeOf(yaml['kpt_shape']);
  if (kptShape === undefined && yaml['kpt_shape'] !== undefined && yaml['kpt_shape'] !== '') {
    wrong.push({ code: 'value-invalid', values: { field: 'kpt_shape', value: written(yaml['kpt_shape']) } });
  }
  const path = asText(yaml['path']);
  const task = TASKS[(asText(yaml['task']) ?? '').toLowerCase()];
  const kptNames = kptNamesOf(yaml['kpt_names'] ?? yaml['keypoint_names']);
  return {
    ...(path === undefined ? {} : { path }),
    splits,
    classes: names ?? numberedClasses(nc),
    ...(namesFile === undefined ? {} : { namesFile }),
    ...(nc === undefined ? {} : { nc }),
    ...(kptShape === undefined ? {} : { kptShape }),
    ...(kptNames === undefined ? {} : { kptNames }),
    ...(task === undefined ? {} : { task }),
    wrong,
  };
}

/** Classes of which only the count is known; none where it cannot be right. */
export function numberedClasses(count: number | undefined): YoloClass[] {
  const length = count === undefined || count > MAX_CLASSES ? 0 : count;
  return Array.from({ length }, (_, i) => ({ key: String(i), name: `class_${i}` }));
}

function splitsOf(yaml: YamlMapping): DataYaml['splits'] {
  const splits: { name: string; references: string[] }[] = [];
  for (const key of ['train', 'val', 'valid', 'validation', 'test', 'minival']) {
    const value = yaml[key];
    const references = (asList(value) ?? [value ?? '']).map((item) => asText(item)).filter((item) => item !== undefined);
    if (references.length > 0) splits.push({ name: splitOfName(key) ?? key, references });
  }
  return splits;
}

/** `names` as a list, or as a mapping by number in any order with gaps, or turned round (`person: 0`). */
function classesOf(value: YamlValue | undefined): YoloClass[] | undefined {
  const list = asList(value);
  if (list !== undefined) return list.map((item, i) => ({ key: String(i), name: nameOf(item) ?? String(i) }));
  const mapping = asMapping(value);
  if (mapping === undefined) return undefined;
  const entries = Object.entries(mapping);
  const numbered = entries.every(([key]) => /^\d+$/.test(key));
  const turned = !numbered && entries.length > 0 && entries.every(([, name]) => typeof name === 'string' && /^\d+$/.test(name));
  const classes = entries.map(([key, name]) =>
    turned ? { key: String(Number(name)), name: key } : { key: /^\d+$/.test(key) ? String(Number(key)) : key, name: nameOf(name) ?? key },
  );
  return classes.sort((a, b) => Number(a.key) - Number(b.key));
}

function nameOf(value: YamlValue): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  const inner = asMapping(value);
  return inner === undefined ? undefined : asText(inner['name']);
}

function fileOfNames(value: YamlValue | undefined): string | undefined {
  const text = asText(value);
  return text !== undefined && /\.(names|txt)$/i.test(text) ? text : undefined;
}

function countOf(value: YamlValue | undefined): number | undefined {
  const text = asText(value);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function kptShapeOf(value: YamlValue | undefined): DataYaml['kptShape'] {
  const [count, dims] = (asList(value) ?? []).map(Number);
  if (count === undefined || !Number.isInteger(count) || count < 1 || count > 10_000) return undefined;
  return dims === 2 || dims === 3 ? { count, dims } : undefined;
}

/** A list for all classes, or lists by class number. */
function kptNamesOf(value: YamlValue | undefined): DataYaml['kptNames'] {
  const texts = (items: readonly YamlValue[]): string[] => items.map((item) => asText(item) ?? '');
  const list = asList(value);
  if (list !== undefined) return { '*': texts(asList(list[0]) ?? list) };
  const mapping = asMapping(value);
  if (mapping === undefined) return undefined;
  const byClass: Record<string, string[]> = {};
  for (const [key, item] of Object.entries(mapping)) {
    const names = asList(item);
    if (names !== undefined) byClass[key] = texts(names);
  }
  return byClass;
}

function written(value: YamlValue | undefined): string {
  return (JSON.stringify(value) ?? '').slice(0, 80);
}
