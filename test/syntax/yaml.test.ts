import { describe, expect, it } from 'vitest';
import { asList, asMapping, asText, parseYaml, YAML_MAX_BYTES, type YamlValue } from '../../src/syntax/yaml.ts';

function value(text: string): YamlValue {
  const result = parseYaml(text);
  if (!result.ok) throw new Error(result.reason);
  return result.value;
}

describe('YAML', () => {
  it('keeps scalars as they are written: no, on, 007, 1.10, null', () => {
    expect(value('names: [no, yes, on, off, True, 007, 1.10, 0x1F, null, ~]')).toEqual({
      names: ['no', 'yes', 'on', 'off', 'True', '007', '1.10', '0x1F', 'null', '~'],
    });
  });

  it('reads an empty value as empty text and an empty file too', () => {
    expect(value('test:\n')).toEqual({ test: '' });
    expect(value('')).toBe('');
    expect(value('# nothing but a remark\n')).toBe('');
  });

  it('lets the last of two equal keys hold', () => {
    expect(value('nc: 1\nnc: 2\n')).toEqual({ nc: '2' });
  });

  it('gives mappings without a prototype, whatever their keys', () => {
    const mapping = asMapping(value('__proto__: {polluted: yes}\nconstructor: x'));
    expect(Object.getPrototypeOf(mapping)).toBe(null);
    expect(({} as Record<string, unknown>)['polluted']).toBe(undefined);
    expect(Object.keys(mapping ?? {})).toEqual(['__proto__', 'constructor']);
  });

  it('reads what unknown tags stand on', () => {
    expect(value('a: !!python/tuple [1, 2]\nb: !!int 3\nc: !mine {x: 1}')).toEqual({ a: ['1', '2'], b: '3', c: { x: '1' } });
  });

  it('reads aliases as copies, and keys that are lists as one key', () => {
    expect(value('a: &a [x]\nb: [*a, *a]')).toEqual({ a: ['x'], b: [['x'], ['x']] });
    expect(value('? [1, 2]\n: 3')).toEqual({ '?': '3' });
  });

  it('merges what a merge key brings', () => {
    expect(value('a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}')).toEqual({ a: { x: '1', y: '2' }, b: { x: '1', y: '3' } });
  });

  it('refuses a bomb of aliases instead of writing it out', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1) lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
    expect(parseYaml(lines.join('\n'))).toEqual({ ok: false, reason: 'more than 200000 nodes' });
  });

  it('refuses a text beyond the limit and one that is nested too deeply', () => {
    expect(parseYaml('a'.repeat(YAML_MAX_BYTES + 1)).ok).toBe(false);
    expect(parseYaml('['.repeat(1000)).ok).toBe(false);
  });

  it('tells the line of an error', () => {
    expect(parseYaml('nc: 2\nnames: [a, b\nval: x\n')).toMatchObject({ ok: false, line: 3 });
    expect(parseYaml('a:\n\t- 1')).toMatchObject({ ok: false, line: 2 });
  });

  it('reads the first of several documents', () => {
    expect(value('--- {a: 1}\n--- {a: 2}\n')).toEqual({ a: '1' });
  });

  it('narrows values', () => {
    expect(asMapping('x')).toBe(undefined);
    expect(asMapping(['x'])).toBe(undefined);
    expect(asList({})).toBe(undefined);
    expect(asList(undefined)).toBe(undefined);
    expect([asText('x'), asText(''), asText('~'), asText('NULL'), asText(['x']), asText(undefined)]).toEqual([
      'x',
      ...Array.from({ length: 5 }, () => undefined),
    ]);
  });
});
