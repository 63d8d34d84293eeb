/**
 * Datasets of Hugging Face as they lie on a disk: a repository, whose card (the YAML of README.md) or `dataset_infos.json` says which files
 * are which split, and what `save_to_disk` writes. https://huggingface.co/docs/datasets/repository_structure
 */
import { addAll } from '../../base/add-all.ts';
import { slices } from '../../base/pause.ts';
import { baseName, extensionOf, folderOf, stemOf, type FileSet } from '../../files/file-set.ts';
import type { FieldValue } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { classesOfFeatures } from '../hugging-face-features.ts';
import { isList, isObject, numberOf, textOf } from '../records/values.ts';
import { partsOfName, splitNamed } from '../splits.ts';
import { globOf } from './glob.ts';
import { NO_PROJECT, type Project, type ProjectEntry, type ProjectFile } from './project.ts';

/** What a folder says of itself, parsed; nothing else of it has been read. */
export interface HubFolder {
  readonly folder: string;
  readonly card?: { readonly file: FileIndex; readonly value: FieldValue };
  readonly infos?: { readonly file: FileIndex; readonly value: FieldValue };
}

const RECORDS = new Set(['json', 'jsonl', 'ndjson', 'csv', 'tsv', 'parquet', 'arrow', 'txt']);
/** Files of JSON that hold no records. */
const ABOUT = new Set(['dataset_infos.json', 'dataset_info.json', 'dataset_dict.json', 'state.json', 'config.json', 'package.json']);

interface Config {
  readonly name: string;
  readonly patterns?: readonly { readonly path: string; readonly split?: string }[];
  readonly folder?: string;
  /** Records by split. */
  readonly declared?: Readonly<Record<string, number>>;
  readonly classes?: Readonly<Record<string, readonly string[]>>;
}

/** The datasets of a repository; nothing where it says nothing of files, splits or features. */
export async function hubProject(files: FileSet, { folder, card, infos }: HubFolder, signal: AbortSignal): Promise<Project> {
  const configs = configsOf(card?.value, infos?.value);
  if (configs.length === 0) return NO_PROJECT;
  const paths: { readonly file: FileIndex; readonly path: string }[] = [];
  await slices(signal)(files.under(folder), (file) => {
    const path = (files.paths[file] ?? '').slice(folder === '' ? 0 : folder.length + 1);
    if (!ABOUT.has(baseName(path)) && !/(?:^|\/)\.|^README\.md$/i.test(path)) paths.push({ file, path });
  });
  const entries: ProjectEntry[] = [];
  const problems: Problem[] = [];
  const by = files.paths[(card ?? infos)?.file ?? -1] ?? '';
  for (const config of configs) {
    const name = nameOf(folder, config.name, configs.length);
    const found: ProjectFile[] = [];
    for (const { path, split } of config.patterns ?? []) {
      if (/^https?:/i.test(path)) {
        problems.push({ code: 'dataset-remote', file: by, values: { entry: name, place: path } });
        continue;
      }
      const own = matching(paths, path);
      if (own.length === 0) problems.push({ code: 'dataset-file-missing', file: by, values: { entry: name, name: path } });
      addAll(found, withSplits(own, split));
    }
    if (!config.patterns) addAll(found, withSplits(inFolder(paths, config, configs.length), undefined));
    if (found.length === 0) continue;
    const guide = config.classes ? { guide: { by, classes: config.classes } } : {};
    entries.push({ name, files: found, ...guide, ...(config.declared ? { declared: config.declared } : {}) });
  }
  return { entries, explained: [card?.file, infos?.file].filter((file) => file !== undefined), problems };
}

function nameOf(folder: string, config: string, configs: number): string {
  const repository = baseName(folder);
  if (configs === 1) return repository === '' ? config : repository;
  return repository === '' ? config : `${repository}/${config}`;
}

interface Placed {
  readonly file: FileIndex;
  /** Within the repository. */
  readonly path: string;
}

/** Files of a pattern, a path or a folder. What is no records (pictures) counts as there, and is left to others. */
function matching(paths: readonly Placed[], pattern: string): readonly Placed[] {
  const clean = pattern.replace(/^hf:\/\/datasets\/[^/]+\/[^/]+\//, '').replace(/^(?:\.?\/)+|\/+$/g, '');
  const glob = globOf(clean);
  return paths.filter(({ path }) => clean === '' || glob.test(path) || path.startsWith(`${clean}/`));
}

/** Where a configuration names no files: those of its folder, or all of a repository that has but one. */
function inFolder(paths: readonly Placed[], { name, folder }: Config, configs: number): readonly Placed[] {
  const own = paths.filter(({ path }) => path.startsWith(`${folder ?? name}/`));
  return own.length > 0 || folder !== undefined || configs > 1 ? own : paths;
}

function withSplits(paths: readonly Placed[], split: string | undefined): ProjectFile[] {
  return paths
    .filter(({ path }) => RECORDS.has(extensionOf(path)))
    .map(({ file, path }) => {
      const own = split === undefined ? splitOfPath(path) : splitNamed(split);
      return { file, ...(own === undefined ? {} : { split: own }) };
    });
}

/** By the name, else by the nearest folder that is named as a split. */
function splitOfPath(path: string): string | undefined {
  const parts = partsOfName(stemOf(path));
  if (parts.split !== undefined) return parts.split;
  // `data/train_sft-00000-of-00002`: what stands before the number is the split, whatever it is called.
  if (parts.shard && parts.base !== '') return splitNamed(parts.base);
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const { split, base } = partsOfName(baseName(folder));
    if (split !== undefined && base === '') return split;
  }
  return undefined;
}

/** Configurations of a card or of `dataset_infos.json`. */
function configsOf(card: FieldValue, infos: FieldValue): Config[] {
  const about = new Map<string, Pick<Config, 'declared' | 'classes'>>();
  for (const info of listed(isObject(card) ? card['dataset_info'] : undefined)) {
    if (isObject(info)) about.set(textOf(info['config_name']) ?? 'default', aboutOf(info));
  }
  for (const [name, info] of isObject(infos) ? Object.entries(infos) : [])
    if (isObject(info) && !about.has(name)) about.set(name, aboutOf(info));
  const configs: Config[] = [];
  for (const config of listed(isObject(card) ? card['configs'] : undefined)) {
    if (!isObject(config)) continue;
    const name = textOf(config['config_name']) ?? 'default';
    const patterns = patternsOf(config['data_files']);
    const folder = textOf(config['data_dir']);
    configs.push({ name, ...(patterns ? { patterns } : {}), ...(folder === undefined ? {} : { folder }), ...about.get(name) });
    about.delete(name);
  }
  // A card with configurations names all of them.
  return configs.length > 0 ? configs : Array.from(about, ([name, own]) => ({ name, ...own }));
}

function listed(value: FieldValue): readonly FieldValue[] {
  return isList(value) ? value : value === undefined ? [] : [value];
}

/** A pattern, a list of them, a mapping of splits, or a list of `{ split, path }`. */
function patternsOf(value: FieldValue): Config['patterns'] {
  if (typeof value === 'string') return [{ path: value }];
  if (isList(value)) {
    const found = value.flatMap((item) => {
      if (typeof item === 'string') return [{ path: item }];
      if (!isObject(item)) return [];
      const split = textOf(item['split']);
      return listed(item['path']).flatMap((path) =>
        typeof path === 'string' ? [{ path, ...(split === undefined ? {} : { split }) }] : [],
      );
    });
    return found.length > 0 ? found : undefined;
  }
  if (!isObject(value)) return undefined;
  return Object.entries(value).flatMap(([split, paths]) =>
    listed(paths).flatMap((path) => (typeof path === 'string' ? [{ split, path }] : [])),
  );
}

/** What is declared of a configuration: in the card's words, or in those of `dataset_infos.json`. */
function aboutOf(info: FieldValue): Pick<Config, 'declared' | 'classes'> {
  if (!isObject(info)) return {};
  const classes = classesOfFeatures(info['features']);
  const declared = declaredSplits(info['splits']);
  return { ...(declared ? { declared } : {}), ...(classes.size > 0 ? { classes: Object.fromEntries(classes) } : {}) };
}

/** Records by split, under the names that splits have here; those of two names for one are added up. */
export function declaredSplits(value: FieldValue): Record<string, number> | undefined {
  const list = isList(value) ? value : isObject(value) ? Object.entries(value).map(([name, split]) => named(name, split)) : [];
  const declared: Record<string, number> = {};
  for (const split of list) {
    if (!isObject(split)) continue;
    const [name, rows] = [textOf(split['name']), numberOf(split['num_examples'])];
    if (name === undefined || rows === undefined) continue;
    declared[splitNamed(name)] = (declared[splitNamed(name)] ?? 0) + rows;
  }
  return Object.keys(declared).length > 0 ? declared : undefined;
}

function named(name: string, split: FieldValue): FieldValue {
  return isObject(split) ? { name, ...split } : undefined;
}
