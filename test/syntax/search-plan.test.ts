import { describe, expect, it } from 'vitest';
import { foldCase } from '../../src/base/text-pattern.ts';
import { sourcesOf } from '../../src/syntax/search-plan.ts';

describe('other spellings of a character', () => {
  it('are known of ASCII without a look through Unicode', () => {
    const ascii = Array.from({ length: 0x5f }, (_, i) => String.fromCharCode(0x20 + i));
    for (const isExact of [false, true]) {
      const become = isExact ? (text: string): string => text.normalize('NFC') : foldCase;
      const sources = new Map(ascii.map((character) => [character, [] as string[]]));
      for (let code = 0x80; code <= 0x2ffff; code += code === 0xd7ff ? 0x801 : 1) {
        const character = String.fromCodePoint(code);
        for (const part of become(character)) sources.get(part)?.push(character);
      }
      for (const character of ascii) expect([character, sourcesOf(character, isExact)]).toEqual([character, sources.get(character)]);
    }
  });

  it('are found of other letters, large and composed ones', () => {
    expect(sourcesOf('é', false)).toContain('É');
    expect(sourcesOf('ß', false)).toContain('\u1e9e');
    expect(sourcesOf('é', true)).toEqual([]);
  });
});
