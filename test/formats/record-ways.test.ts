import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CSV_SAMPLE,
  csvMutantsAgree,
  JSON_KEYS,
  JSON_SAMPLE,
  jsonMutantsAgree,
  NEEDLES,
  sameCsvRecords,
  sameJsonLines,
} from './record-ways.ts';

const JSON_BYTES = new TextEncoder().encode(JSON_SAMPLE);
const CSV_BYTES = new TextEncoder().encode(CSV_SAMPLE);

describe('records by compiled code', () => {
  it('are those of the careful way in JSONL, wherever the file is cut', async () => {
    let records = 0;
    for (let end = 0; end <= JSON_BYTES.length; end += 1)
      records += await sameJsonLines(JSON_BYTES.subarray(0, end), 4096, ['id'], ['fish']);
    expect(records).toBeGreaterThan(JSON_BYTES.length);
  });

  it('are those of the careful way in JSONL, wherever pieces of the file begin', async () => {
    for (let piece = 1; piece <= JSON_BYTES.length; piece += piece < 70 ? 1 : 7)
      expect(await sameJsonLines(JSON_BYTES, piece, JSON_KEYS, NEEDLES)).toBe(8);
  });

  it('are those of the careful way in lines that only look like JSON', async () => {
    const lines = [
      '{{"id":1,"é":{"id":0}}',
      '{"é":1,"fish":2}}',
      '{"fish":[1}',
      '{"é" :,"fish":"é"}',
      '{"é":1,"fish":"É"}',
      '{"a":"é","é":01}',
    ];
    const bytes = new TextEncoder().encode(lines.join('\n'));
    for (const piece of [7, 4096]) expect(await sameJsonLines(bytes, piece, ['id', 'é'], ['É', 'fish'])).toBe(lines.length);
  });

  it('are those of the careful way in CSV, wherever the file is cut and pieces of it begin', async () => {
    let records = 0;
    for (let end = 0; end <= CSV_BYTES.length; end += 1) records += await sameCsvRecords(CSV_BYTES.subarray(0, end), 4096, 3);
    expect(records).toBeGreaterThan(CSV_BYTES.length);
    for (let piece = 1; piece <= CSV_BYTES.length; piece += 1) expect(await sameCsvRecords(CSV_BYTES, piece, 3)).toBe(12);
  });

  it('are those of the careful way in JSONL and CSV, whatever is changed', async () => {
    await fc.assert(jsonMutantsAgree(), { numRuns: 150, seed: 21 });
    await fc.assert(csvMutantsAgree(), { numRuns: 150, seed: 22 });
  });
});
