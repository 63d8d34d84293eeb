/** Looks for descriptions of datasets in a drop. */
import { slices } from '../../base/pause.ts';
import { baseName, folderOf, isIgnoredPath, type FileSet } from '../../files/file-set.ts';
import type { FieldValue } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { parseJson } from '../../syntax/json-value.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { findFiles, type Described } from './described.ts';
import { internVlEntries } from './intern-vl.ts';
import { llamaFactoryEntries, llamaFactoryV1Entries } from './llama-factory.ts';
import { msSwiftEntries } from './ms-swift.ts';
import { hubProject, type HubFolder } from './hugging-face.ts';
import { NO_PROJECT, type Project, type ProjectEntry } from './project.ts';
import { savedProject, type SavedFolder } from './saved-to-disk.ts';
import { smallText } from './small-text.ts';

/** More files of such names than this describe nothing: they are the data. */
const MAX_FILES = 200;
const JSON_NAME = /^(?:.*[-_.])?(?:dataset_info|data_info|meta)(?:[-_.].*)?\.json$/i;
const YAML_NAME = /\.ya?ml$/i;
const HUB_NAME = /^(?:README\.md|dataset_infos\.json|state\.json)$/i;

type Reader = (value: FieldValue, by: string) => readonly Described[] | undefined;
const JSON_READERS: readonly Reader[] = [llamaFactoryEntries, msSwiftEntries, internVlEntries];

export async function findProject(files: FileSet, signal: AbortSignal): Promise<Project> {
  const json: FileIndex[] = [];
  const yaml: FileIndex[] = [];
  const hub: FileIndex[] = [];
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    // Most of a large drop are pictures and their labels.
    if (!/(?:n|l|d)$/i.test(path) || isIgnoredPath(path)) return;
    const name = baseName(path);
    if (HUB_NAME.test(name)) hub.push(file);
    else if (JSON_NAME.test(name)) json.push(file);
    else if (YAML_NAME.test(name)) yaml.push(file);
  });
  let project = NO_PROJECT;
  for (const file of json.length > MAX_FILES ? [] : json) {
    project = await withDescription(project, files, file, JSON_READERS, signal);
  }
  for (const file of yaml.length > MAX_FILES ? [] : yaml) {
    project = await withDescription(project, files, file, [llamaFactoryV1Entries], signal);
  }
  return hub.length > MAX_FILES ? project : withHub(project, files, hub, signal);
}

/** The project with what folders of Hugging Face say of themselves. */
async function withHub(project: Project, files: FileSet, hub: readonly FileIndex[], signal: AbortSignal): Promise<Project> {
  const saved: SavedFolder[] = [];
  const folders = new Map<string, HubFolder>();
  for (const file of hub) {
    const path = files.paths[file] ?? '';
    const folder = folderOf(path);
    const name = baseName(path).toLowerCase();
    const text = await smallText(files, file);
    signal.throwIfAborted();
    const value = text === undefined ? undefined : name === 'readme.md' ? cardOf(text) : jsonOf(text);
    if (value === undefined) continue;
    if (name === 'state.json') {
      const info = files.indexOf(folder === '' ? 'dataset_info.json' : `${folder}/dataset_info.json`);
      saved.push({ folder, state: { file, value }, info: info === undefined ? undefined : jsonOf((await smallText(files, info)) ?? '') });
      continue;
    }
    const known = folders.get(folder) ?? { folder };
    folders.set(folder, name === 'readme.md' ? { ...known, card: { file, value } } : { ...known, infos: { file, value } });
  }
  let all = joined(project, savedProject(files, saved));
  for (const folder of folders.values()) all = joined(all, await hubProject(files, folder, signal));
  return all;
}

/** The YAML before the text of a card. */
function cardOf(text: string): FieldValue {
  const head = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n|$)/.exec(text)?.[1];
  const parsed = head === undefined ? undefined : parseYaml(head);
  return parsed?.ok === true ? parsed.value : undefined;
}

function jsonOf(text: string): FieldValue {
  const parsed = parseJson(text);
  return parsed.ok ? parsed.value : undefined;
}

/** A file that two descriptions name belongs to the first: the nearer one says more. */
function joined(a: Project, b: Project): Project {
  const taken = new Set(a.entries.flatMap(({ files }) => files.map(({ file }) => file)));
  return {
    entries: [...a.entries, ...b.entries.filter(({ files }) => !files.some(({ file }) => taken.has(file)))],
    explained: [...a.explained, ...b.explained],
    problems: [...a.problems, ...b.problems],
  };
}

/** The project with what one file adds; a file that describes nothing adds nothing. */
async function withDescription(
  project: Project,
  files: FileSet,
  file: FileIndex,
  readers: readonly Reader[],
  signal: AbortSignal,
): Promise<Project> {
  const path = files.paths[file] ?? '';
  const text = await smallText(files, file);
  signal.throwIfAborted();
  if (text === undefined) return project;
  const value = valueOf(path, text);
  if ('problem' in value) return { ...project, problems: [...project.problems, value.problem] };
  for (const read of readers) {
    const described = read(value.value, path);
    if (!described) continue;
    const { entries, problems } = await findFiles(files, file, described, signal);
    const fresh = entries.filter((entry) => !project.entries.some((other) => isSame(entry, other)));
    return {
      entries: [...project.entries, ...fresh],
      explained: [...project.explained, file],
      problems: [...project.problems, ...problems],
    };
  }
  return project;
}

/** Two descriptions may name the same dataset. */
function isSame(a: ProjectEntry, b: ProjectEntry): boolean {
  return a.name === b.name && a.files.length === b.files.length && a.files.every(({ file }, i) => file === b.files[i]?.file);
}

function valueOf(path: string, text: string): { readonly value: FieldValue } | { readonly problem: Problem } {
  if (YAML_NAME.test(path)) {
    const parsed = parseYaml(text);
    // Other readers of YAML tell what is wrong with theirs.
    return { value: parsed.ok ? parsed.value : undefined };
  }
  const parsed = parseJson(text);
  if (parsed.ok) return { value: parsed.value };
  if (!/dataset_info\.json$/i.test(path)) return { value: undefined };
  const at = { byte: new TextEncoder().encode(text.slice(0, parsed.offset)).length };
  return { problem: { code: 'json-syntax', file: path, at, values: { expected: parsed.expected, column: parsed.offset + 1 } } };
}
