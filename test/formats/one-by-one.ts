import type { SampleCells } from '../../src/formats/format.ts';
import { textAt, type ExtraValues, type SampleBlock } from '../../src/model/block.ts';

/** `Sink.samples` of a sink that knows only `sample`. */
export function oneByOne(
  sample: (key: string, cells: SampleCells) => number,
  paths: readonly string[],
): (block: SampleBlock) => Uint32Array {
  return (block) => Uint32Array.from({ length: block.length }, (_, i) => sample(keyOf(block, i, paths), cellsOf(block, i)));
}

function keyOf({ keys, file, line }: SampleBlock, i: number, paths: readonly string[]): string {
  if (keys.kind === 'number') return String(keys.values[i]);
  if (keys.kind === 'text') return textAt(keys, i);
  return `${paths[file] ?? ''}#${keys.kind === 'item' ? keys.first + i : line?.[i]}`;
}

function cellsOf(block: SampleBlock, i: number): SampleCells {
  const { names, split, image, width, height, file, line, extra } = block;
  const start = block.start[i] ?? 0;
  const found = image?.[i] ?? -1;
  return {
    ...(names ? { name: textAt(names, i) } : {}),
    ...(split === undefined ? {} : { split }),
    ...(found < 0 ? {} : { image: found }),
    ...(width ? { width: width[i] ?? 0 } : {}),
    ...(height ? { height: height[i] ?? 0 } : {}),
    ...(extra ? { extra: extraOf(extra, i) } : {}),
    at: { file, start, end: start + (block.size[i] ?? 0), ...(line ? { line: line[i] ?? 0 } : {}) },
  };
}

function extraOf(columns: readonly ExtraValues[], i: number): Record<string, string | number> {
  const cells: Record<string, string | number> = {};
  for (const { name, at, values } of columns) {
    const place = at ? at.indexOf(i) : i;
    const value = values instanceof Float64Array ? values[place] : textAt(values, place);
    if (place >= 0 && value !== undefined) cells[name] = value;
  }
  return cells;
}
