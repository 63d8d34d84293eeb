import { expect, it } from 'vitest';
import { csvMutantsAgree, jsonMutantsAgree } from '../formats/record-ways.ts';
import { searchAgrees } from '../formats/search-agrees.ts';
import { csvAgrees } from '../syntax/csv-agrees.ts';
import { checkAgrees, knownValuesAgree, valuesAgree } from '../syntax/scan/json-agrees.ts';
import { tryLong } from './try-long.ts';

it('finds records of CSV where every byte by itself says', async () => {
  expect(await tryLong(csvAgrees)).toBeGreaterThan(0);
});
it('finds in a JSON record the value that parsing finds', async () => {
  expect(await tryLong(valuesAgree)).toBeGreaterThan(0);
});
it('finds in records that are well-formed the value of a key by its name alone', async () => {
  expect(await tryLong(knownValuesAgree)).toBeGreaterThan(0);
});
it('calls no JSON record clean that has a problem', async () => {
  expect(await tryLong(checkAgrees)).toBeGreaterThan(0);
});
it('finds by search what a plain look at all values finds', async () => {
  expect(await tryLong(searchAgrees)).toBeGreaterThan(0);
});
it('reads changed JSONL by compiled code as the careful way does', async () => {
  expect(await tryLong(jsonMutantsAgree)).toBeGreaterThan(0);
});
it('reads changed CSV by compiled code as the careful way does', async () => {
  expect(await tryLong(csvMutantsAgree)).toBeGreaterThan(0);
});
