import type { Annotation, Shape } from '../../src/model/annotation.ts';
import type { AnnotationContext } from '../../src/canvas/scene.ts';
import type { Rle } from '../../src/model/rle.ts';

/** An annotation of truth, class 0, unless said otherwise. */
export function annotation(row: number, shapes: readonly Shape[], more: Partial<Annotation> = {}): Annotation {
  return { row, category: 0, labelSet: 0, flags: [], fields: {}, shapes, ...more };
}

export function box(x: number, y: number, width: number, height: number): Shape {
  return { kind: 'box', box: [x, y, width, height] };
}

/** Everything passes, nothing is hidden; label set 0 is truth, 1 predictions. */
export function context(more: Partial<AnnotationContext> = {}): AnnotationContext {
  return {
    categories: [{ name: 'person', skeleton: [[0, 1]] }, { name: 'car' }, { name: 'dog' }],
    labelSets: [{ role: 'truth' }, { role: 'prediction' }],
    passing: () => true,
    hiddenCategories: new Set(),
    hiddenLabelSets: new Set(),
    unnamed: 'no class',
    ...more,
  };
}

/** A mask from a picture: `#` is foreground. */
export function maskOf(...rows: readonly string[]): Rle {
  const height = rows.length;
  const width = rows[0]?.length ?? 0;
  return encode(width, height, (x, y) => rows[y]?.[x] === '#');
}

export function encode(width: number, height: number, inside: (x: number, y: number) => boolean): Rle {
  const counts: number[] = [];
  let foreground = false;
  let run = 0;
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      if (inside(x, y) !== foreground) {
        counts.push(run);
        run = 0;
        foreground = !foreground;
      }
      run += 1;
    }
  }
  counts.push(run);
  return { width, height, counts: Uint32Array.from(counts) };
}
