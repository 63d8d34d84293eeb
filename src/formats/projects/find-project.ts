/** Looks for descriptions of datasets in a drop. */
import { slices } from '../../base/pause.ts';
import { ReadError } from '../../files/byte-source.ts';
import { baseName, isIgnoredPath, type FileSet } from '../../files/file-set.ts';
import type { FieldValue } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import { parseJson } from '../../syntax/json-value.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { findFiles, type Described } from './described.ts';
import { internVlEntries } from './intern-vl.ts';
import { llamaFactoryEntries, llamaFactoryV1Entries } from './llama-factory.ts';
import { msSwiftEntries } from './ms-swift.ts';
import { NO_PROJECT, type Project, type ProjectEntry } from './project.ts';

/** More bytes than this are data. */
const MAX_BYTES = 4 << 20;
/** More files of such names than this describe nothing: they are the data. */
const MAX_FILES = 200;
const JSON_NAME = /^(?:.*[-_.])?(?:dataset_info|data_info|meta)(?:[-_.].*)?\.json$/i;
const YAML_NAME = /\.ya?ml$/i;

type Reader = (value: FieldValue, by: string) => readonly Described[] | undefined;
const JSON_READERS: readonly Reader[] = [llamaFactoryEntries, msSwiftEntries, internVlEntries];

export async function findProject(files: FileSet, signal: AbortSignal): Promise<Project> {
  const json: FileIndex[] = [];
  const yaml: FileIndex[] = [];
  await slices(signal)(files.under(''), (file) => {
    const path = files.paths[file] ?? '';
    const name = baseName(path);
    if (isIgnoredPath(path)) return;
    if (JSON_NAME.test(name)) json.push(file);
    else if (YAML_NAME.test(name)) yaml.push(file);
  });
  let project = NO_PROJECT;
  for (const file of json.length > MAX_FILES ? [] : json) {
    project = await withDescription(project, files, file, JSON_READERS, signal);
  }
  for (const file of yaml.length > MAX_FILES ? [] : yaml) {
    project = await withDescription(project, files, file, [llamaFactoryV1Entries], signal);
  }
  return project;
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

/** A small file's text; undefined where it is not small, or cannot be read: whoever claims it says so. */
async function smallText(files: FileSet, file: FileIndex): Promise<string | undefined> {
  try {
    const source = files.source(file);
    const size = await source.size();
    if (size === 0 || size > MAX_BYTES) return undefined;
    return new TextDecoder().decode(await source.read(0, size));
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
