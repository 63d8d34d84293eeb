/** The import rule of src/README.md, as data, checked over the import lines of src itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** What each place may import beside itself: folders, or single files of a folder. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  files: ['base'],
  i18n: ['base'],
  table: ['base', 'model'],
  metrics: ['base', 'model'],
  edits: ['base', 'model'],
  syntax: ['base', 'files'],
  formats: ['base', 'model', 'files', 'syntax'],
  canvas: ['base', 'model'],
  engine: ['base', 'model', 'files', 'syntax', 'formats', 'table', 'metrics', 'edits'],
  cli: ['base', 'model', 'files', 'syntax', 'formats', 'table', 'metrics', 'edits', 'engine', 'i18n'],
  state: ['base', 'model', 'table', 'edits', 'files/drop', 'engine/client', 'engine/protocol', 'engine/pages', 'engine/pictures'],
  // The words of a query and the severity of a problem are pure: facets and chips build queries from them.
  views: [
    'base',
    'model',
    'state',
    'canvas',
    'i18n',
    'table/query',
    'table/query-text',
    'table/query-edit',
    'table/query-complete',
    'table/query-normal',
    'table/query-highlight',
    'table/query-speaker',
    'table/query-unknown',
  ],
  main: ['base', 'state', 'canvas', 'i18n', 'views', 'engine/client', 'engine/protocol', 'engine/pages', 'engine/pictures'],
};

/** What may be imported for its types alone. */
const MAY_IMPORT_TYPES: Readonly<Record<string, readonly string[]>> = {
  // Problem codes and the reason of a reading are data of the model; their sentences stand in i18n.
  i18n: ['model'],
  views: ['table', 'metrics', 'engine/protocol', 'engine/pictures'],
  // Containers name what is wrong by the codes of the model.
  syntax: ['model'],
  state: ['files/drop-batch'],
};

/** Packages that only some places may use; the others are free. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  react: ['views', 'main', 'state/use-app'],
  'react-dom': ['views', 'main'],
  '@base-ui/react': ['views', 'main'],
  '@tanstack/react-table': ['views'],
  'lucide-react': ['views'],
  'react-resizable-panels': ['views'],
  temml: ['views'],
  diff: ['views'],
  'mdast-util-from-markdown': ['views'],
  'mdast-util-gfm-table': ['views'],
  'micromark-extension-gfm-table': ['views'],
  konva: ['canvas'],
  zustand: ['state'],
  idb: ['state', 'engine'],
  'js-yaml': ['syntax'],
  papaparse: ['syntax'],
  '@zip.js/zip.js': ['files'],
  utif: ['files', 'engine', 'syntax'],
};

/** Where Node's own modules may be imported: never in what reaches a browser. */
const NODE = ['cli', 'files/node-source'];

/** Where the page's globals may be named. */
const DOM = ['canvas', 'state', 'views', 'main', 'files/drop'];
/** Not a member of something, not the name of a field. */
const DOM_GLOBAL =
  /(?<![.#\w])(?:document|window|localStorage|sessionStorage|HTML[A-Z]\w*Element|SVG[A-Z]\w*Element|matchMedia|requestAnimationFrame|alert)\b(?!\??:)/;

/** A specifier after `from`, `import` or `import(`, and a Worker's script. */
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"]([^'"]+)['"],\s*import\.meta\.url/g;

interface Import {
  /** Path below src without extension: `formats/coco`. */
  readonly from: string;
  /** The same for own files; the specifier for packages. */
  readonly to: string;
  readonly own: boolean;
  /** Nothing of it is left in the built code. */
  readonly typeOnly: boolean;
  /** Starts a thread: a graph of its own, no import. */
  readonly worker: boolean;
}

const aliases = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { imports: Record<string, Record<string, string>> })
  .imports;

/** Code without comments; text inside quotes stays, since specifiers are such. */
function withoutComments(code: string): string {
  return code.replace(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g,
    (_all, text: string | undefined) => text ?? '',
  );
}

const nameOf = (path: string): string => path.replace(/\?.*$/, '').replace(/\.tsx?$/, '');

function importsOf(from: string, code: string): Import[] {
  const found: Import[] = [];
  for (const [all, type, plain, dynamic, worker] of withoutComments(code).matchAll(IMPORT)) {
    const specifier = plain ?? dynamic ?? worker ?? '';
    const typeOnly = type !== undefined || /\bimport\s*\{(?:\s*type\s[^,}]*,?)+\s*\}/.test(all);
    const starts = worker !== undefined || specifier.includes('?worker');
    const targets = specifier in aliases ? Object.values(aliases[specifier] ?? {}).map((path) => relative('src', path)) : [specifier];
    for (const target of targets) {
      const own = specifier in aliases || target.startsWith('.');
      const to = !own ? target : nameOf(specifier in aliases ? target : join(dirname(from), target));
      found.push({ from, to, own, typeOnly, worker: starts });
    }
  }
  return found;
}

const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
const code = new Map(files.map((path) => [nameOf(path), readFileSync(join(ROOT, 'src', path), 'utf8')]));
const imports = [...code].flatMap(([name, text]) => importsOf(name, text));

const folderOf = (name: string): string => name.split('/')[0] ?? name;
/** Whether a file is in one of the places: a folder, or a file named in full. */
const isIn = (name: string, places: readonly string[]): boolean => places.includes(folderOf(name)) || places.includes(name);
const show = ({ from, to }: Import): string => `${from} imports ${to}`;

function isAllowed({ from, to, typeOnly, worker }: Import): boolean {
  const folder = folderOf(from);
  if (worker || folder === folderOf(to)) return true;
  if (isIn(to, MAY_IMPORT[folder] ?? [])) return true;
  return typeOnly && isIn(to, MAY_IMPORT_TYPES[folder] ?? []);
}

describe('the import rule', () => {
  it('is checked over imports that were really seen', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(imports.filter(({ own }) => own).length).toBeGreaterThan(100);
    expect(imports.filter(({ own }) => !own).length).toBeGreaterThan(10);
    expect(imports.filter(({ own, to }) => own && !/\.(css|json)$/.test(to) && !code.has(to)).map(show)).toEqual([]);
  });

  it('sees every form of import', () => {
    const seen = importsOf(
      'views/a',
      `import { a } from './one.ts';\nimport type { B } from '../model/two.ts';\nimport './three.css';\nexport { c,\n  d } from './four.ts';
       export type { E } from './five.ts';\nconst f = await import('./six.ts');\nnew Worker(new URL('./seven.ts', import.meta.url));
       // import { no } from './comment.ts';\nimport G, { type H } from 'package';\nimport { type I, type J } from './eight.ts';\nimport * as k from './nine.ts';`,
    );
    expect(seen.map(({ to, typeOnly }) => `${to}${typeOnly ? ' (type)' : ''}`)).toEqual([
      'views/one',
      'model/two (type)',
      'views/three.css',
      'views/four',
      'views/five (type)',
      'views/six',
      'views/seven',
      'package',
      'views/eight (type)',
      'views/nine',
    ]);
  });

  it('refuses what it should', () => {
    const refused = (from: string, line: string): boolean => importsOf(from, line).some((one) => !isAllowed(one));
    expect(refused('model/box', `import { x } from '../table/query.ts';`)).toBe(true);
    expect(refused('files/zip', `import type { Problem } from '../model/problem.ts';`)).toBe(true);
    expect(refused('views/app', `import { query } from '../table/filter.ts';`)).toBe(true);
    expect(refused('views/app', `import type { Query } from '../table/query.ts';`)).toBe(false);
    expect(refused('state/store', `import { index } from '../engine/ingest.ts';`)).toBe(true);
    expect(refused('state/store', `import { spawn } from '#spawn';`)).toBe(true);
  });

  it('knows every folder', () => {
    expect([...new Set(files.map((path) => folderOf(nameOf(path))))].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it('points down the list', () => {
    expect(imports.filter((one) => one.own && !isAllowed(one)).map(show)).toEqual([]);
  });

  it('has no cycles', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, own, typeOnly, worker } of imports) {
      if (own && !typeOnly && !worker) next.set(from, [...(next.get(from) ?? []), to]);
    }
    expect(cyclesIn(next)).toEqual([]);
    expect(
      cyclesIn(
        new Map([
          ['a', ['b']],
          ['b', ['c']],
          ['c', ['b']],
        ]),
      ),
    ).toEqual(['b > c > b']);
  });

  it('keeps packages where they belong', () => {
    const packageOf = (to: string): string =>
      to
        .split('/')
        .slice(0, to.startsWith('@') ? 2 : 1)
        .join('/');
    const strays = imports.filter(({ from, to, own, typeOnly }) => {
      const places = PACKAGES[packageOf(to)];
      return !own && !typeOnly && places !== undefined && !isIn(from, places);
    });
    expect(strays.map(show)).toEqual([]);
  });

  it('keeps Node out of what reaches a browser', () => {
    const isNode = (to: string): boolean => to.startsWith('node:') || builtinModules.includes(to);
    expect(imports.filter(({ from, to, own }) => !own && isNode(to) && !isIn(from, NODE)).map(show)).toEqual([]);
    const reached = imports.filter(({ from, to, own, typeOnly }) => own && !typeOnly && isIn(to, NODE) && !isIn(from, NODE));
    expect(reached.map(show)).toEqual([]);
  });

  it('names the globals of the page only where there is a page', () => {
    const strays = [...code].flatMap(([name, text]) => {
      const bare = withoutComments(text).replace(/'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g, "''");
      const hit = bare.split('\n').find((line) => DOM_GLOBAL.test(line));
      return hit === undefined || isIn(name, DOM) ? [] : [`${name}: ${hit.trim()}`];
    });
    expect(strays).toEqual([]);
  });
});

/** Each cycle once, from its first member in the alphabet that a depth-first walk meets. */
function cyclesIn(next: ReadonlyMap<string, readonly string[]>): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const found: string[] = [];
  const visit = (name: string): void => {
    state.set(name, 'open');
    path.push(name);
    for (const to of next.get(name) ?? []) {
      if (state.get(to) === 'open') found.push([...path.slice(path.indexOf(to)), to].join(' > '));
      else if (!state.has(to)) visit(to);
    }
    path.pop();
    state.set(name, 'done');
  };
  for (const name of next.keys()) if (!state.has(name)) visit(name);
  return found;
}
