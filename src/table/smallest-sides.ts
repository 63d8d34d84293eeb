/** The smallest box of each sample. */
import type { Breath } from './breath.ts';
import type { DatasetTable } from './dataset-table.ts';
import { placesIn, segmentsOf } from './row-bits.ts';
import type { RowBits } from './row-bits.ts';
import { boxesAt, samplesAt } from './segments.ts';

/**
 * The smallest box side of each of the first `samples`, in pixels, among those of the first `annotations` that are in the set; NaN: no box.
 * The smallest area has the smallest side, so there is one root for a sample, not one for a box.
 */
export async function smallestSides(
  table: DatasetTable,
  samples: number,
  annotations: number,
  visible: RowBits | undefined,
  breath: Breath,
): Promise<Float32Array> {
  // Exact: two float32 have a product in float64.
  const areas = new Float64Array(samples).fill(Number.NaN);
  for (let s = 0; s < segmentsOf(annotations); s++) {
    keepSmallest(samplesAt(table, s), placesIn(visible, s, annotations), boxesAt(table, s), areas);
    await breath.take();
  }
  const sides = new Float32Array(samples);
  for (let row = 0; row < samples; row++) sides[row] = Math.sqrt(areas[row] ?? Number.NaN);
  return sides;
}

function keepSmallest(owners: Uint32Array, places: Uint16Array, boxes: Float32Array, areas: Float64Array): void {
  for (let k = 0; k < places.length; k++) {
    const place = places[k] ?? 0;
    const width = boxes[place * 4 + 2] ?? Number.NaN;
    const height = boxes[place * 4 + 3] ?? Number.NaN;
    const area = (width < 0 ? 0 : width) * (height < 0 ? 0 : height);
    const owner = owners[place] ?? 0;
    // Also true for NaN: the first box. One without an area is none.
    if (!(area >= (areas[owner] ?? 0)) && !Number.isNaN(area)) areas[owner] = area;
  }
}
