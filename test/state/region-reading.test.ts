import { expect, it } from 'vitest';
import { regionReading, withRegionReading } from '../../src/state/region-reading.ts';
import { DEFAULT_SETTINGS } from '../../src/state/settings.ts';

it('keeps how the boxes of a dataset are read, for a hundred datasets', () => {
  let settings = { ...DEFAULT_SETTINGS, ...withRegionReading(DEFAULT_SETTINGS, 'own', { coordinates: 'pixels', order: 'yx' }) };
  expect(regionReading(settings, 'own')).toEqual({ coordinates: 'pixels', order: 'yx' });
  expect(regionReading(settings, 'own')).toBe(regionReading(settings, 'own'));
  expect(regionReading(settings, 'owner')).toEqual({});
  settings = { ...settings, ...withRegionReading(settings, 'own', { order: 'size' }) };
  expect(regionReading(settings, 'own')).toEqual({ order: 'size' });
  expect(withRegionReading(settings, 'own', {}).regionReadings).toEqual([]);
  for (let i = 0; i < 100; i++) settings = { ...settings, ...withRegionReading(settings, `other ${i}`, { coordinates: 'unit' }) };
  expect(settings.regionReadings).toHaveLength(100);
  expect(regionReading(settings, 'own')).toEqual({});
  // What is kept may have been written by another version.
  expect(regionReading({ ...DEFAULT_SETTINGS, regionReadings: ['own\tfurlongs\tyx'] }, 'own')).toEqual({ order: 'yx' });
});
