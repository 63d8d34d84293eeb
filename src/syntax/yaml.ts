/**
 * Small YAML files, by js-yaml: https://yaml.org/spec/1.2.2/
 *
 * Scalars stay text as written (the failsafe schema): a class called `no`, `on`, `007`, `1.10` or `null` keeps its name, and
 * who wants a number makes one. Unknown tags (`!!python/tuple`) are read as what they stand on.
 */
import { defineMappingTag, defineScalarTag, defineSequenceTag, FAILSAFE_SCHEMA, loadAll, mergeTag, YAMLException } from 'js-yaml';

/** Text, list or mapping; mappings have no prototype. */
export type YamlValue = string | readonly YamlValue[] | YamlMapping;
export interface YamlMapping {
  readonly [key: string]: YamlValue;
}

/** Files beyond this many bytes are not configuration: they are refused. */
export const YAML_MAX_BYTES = 1024 * 1024;
/** Nodes after aliases are written out: a bomb of aliases ends here. */
const MAX_NODES = 200_000;

export type YamlResult =
  | { readonly ok: true; readonly value: YamlValue }
  | { readonly ok: false; readonly line?: number; readonly reason: string };

type Node = string | Node[] | { [key: string]: Node };

const plain = (prefix: string) =>
  defineScalarTag<string>(prefix, { matchByTagPrefix: true, resolve: (source) => source, identify: () => false });
const list = (prefix: string) =>
  defineSequenceTag<unknown[]>(prefix, {
    matchByTagPrefix: true,
    create: () => [],
    addItem: (items, item) => void items.push(item),
    identify: () => false,
  });
const mapping = (tag: string, matchByTagPrefix: boolean) =>
  defineMappingTag<Record<string, unknown>>(tag, {
    matchByTagPrefix,
    create: () => Object.create(null) as Record<string, unknown>,
    addPair: (to, key, value) => {
      to[keyText(key)] = value;
      return '';
    },
    has: (to, key) => Object.hasOwn(to, keyText(key)),
    keys: (of) => Object.keys(of),
    get: (of, key) => of[keyText(key)],
    identify: () => false,
  });

const SCHEMA = FAILSAFE_SCHEMA.withTags(
  mergeTag,
  mapping('tag:yaml.org,2002:map', false),
  ...['tag:', '!'].flatMap((prefix) => [plain(prefix), list(prefix), mapping(prefix, true)]),
);

/** Keys that are lists or mappings themselves are told apart no further: they never name anything here. */
function keyText(key: unknown): string {
  return typeof key === 'string' ? key : '?';
}

/**
 * The first document of a YAML text as plain data, merge keys (`<<`) merged. Of keys given twice the last one holds. A wrong text gives the line
 * (from 1) and js-yaml's reason in English.
 */
export function parseYaml(text: string): YamlResult {
  if (text.length > YAML_MAX_BYTES) return { ok: false, reason: `longer than ${YAML_MAX_BYTES} bytes` };
  try {
    const documents = loadAll(text, { schema: SCHEMA, json: true, maxDepth: 64 });
    return written(documents[0] ?? '');
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const line = error.mark?.line;
    return { ok: false, reason: error.reason, ...(line === undefined ? {} : { line: line + 1 }) };
  }
}

/** A copy in which no part is shared, so that nobody downstream walks an alias bomb. */
function written(value: unknown): YamlResult {
  let nodes = 0;
  const copy = (from: unknown): Node | undefined => {
    nodes += 1;
    if (nodes > MAX_NODES) return undefined;
    if (typeof from === 'string') return from;
    if (Array.isArray(from)) {
      const items: Node[] = [];
      for (const item of from) {
        const node = copy(item);
        if (node === undefined) return undefined;
        items.push(node);
      }
      return items;
    }
    if (typeof from !== 'object' || from === null) return String(from);
    const to = Object.create(null) as { [key: string]: Node };
    for (const [key, item] of Object.entries(from)) {
      const node = copy(item);
      if (node === undefined) return undefined;
      to[key] = node;
    }
    return to;
  };
  const result = copy(value);
  return result === undefined ? { ok: false, reason: `more than ${MAX_NODES} nodes` } : { ok: true, value: result };
}

/** The value as a mapping, if it is one. */
export function asMapping(value: YamlValue | undefined): YamlMapping | undefined {
  return typeof value === 'object' && !Array.isArray(value) ? (value as YamlMapping) : undefined;
}

/** The value as a list, if it is one. */
export function asList(value: YamlValue | undefined): readonly YamlValue[] | undefined {
  return Array.isArray(value) ? (value as readonly YamlValue[]) : undefined;
}

/** The value as text that says something: not empty, not `null` or `~`. */
export function asText(value: YamlValue | undefined): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value === '' || value === '~' || value.toLowerCase() === 'null' ? undefined : value;
}
