/** How a person reads the numbers of boxes written in the texts of a dataset; remembered by its name. */
import { COORDINATES, ORDERS, type RegionReading } from '../model/region.ts';
import type { Settings } from './settings.ts';

/** Datasets that are remembered; the oldest go. */
const MOST = 100;
const AS_RECOGNISED: RegionReading = {};
const PART = '\t';

/** Of a dataset without an entry: as recognised. The same object for the same settings. */
export function regionReading({ regionReadings }: Settings, dataset: string): RegionReading {
  const entry = regionReadings.find((each) => each.startsWith(dataset + PART));
  return entry === undefined ? AS_RECOGNISED : readingOf(entry);
}

const known = new Map<string, RegionReading>();

function readingOf(entry: string): RegionReading {
  let reading = known.get(entry);
  if (!reading) {
    const [, numbers, written] = entry.split(PART);
    const coordinates = COORDINATES.find((each) => each === numbers);
    const order = ORDERS.find((each) => each === written);
    reading = { ...(coordinates === undefined ? {} : { coordinates }), ...(order === undefined ? {} : { order }) };
    known.set(entry, reading);
  }
  return reading;
}

/** The settings with another reading of a dataset. */
export function withRegionReading({ regionReadings }: Settings, dataset: string, reading: RegionReading): Pick<Settings, 'regionReadings'> {
  const others = regionReadings.filter((each) => !each.startsWith(dataset + PART));
  const { coordinates = '', order = '' } = reading;
  return {
    regionReadings: coordinates === '' && order === '' ? others : [[dataset, coordinates, order].join(PART), ...others].slice(0, MOST),
  };
}
