/** Masks as COCO writes them: runs of 0 and 1 down the columns, as numbers or as text. */

/** Lengths of the runs, the first of zeros. */
export function runsOf(width: number, height: number, isIn: (x: number, y: number) => boolean): number[] {
  const runs = [0];
  let inside = false;
  for (let x = 0; x < width; x += 1) {
    for (let y = 0; y < height; y += 1) {
      if (isIn(x + 0.5, y + 0.5) !== inside) {
        inside = !inside;
        runs.push(0);
      }
      runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1;
    }
  }
  return runs;
}

/** As `pycocotools` packs them: differences to the run two before, in groups of five bits from the lowest, as characters from `0` on. */
export function compressed(runs: readonly number[]): string {
  let text = '';
  for (const [at, run] of runs.entries()) {
    let rest = at > 2 ? run - (runs[at - 2] ?? 0) : run;
    for (;;) {
      const bits = rest & 31;
      rest >>= 5;
      const isLast = bits & 16 ? rest === -1 : rest === 0;
      text += String.fromCharCode((isLast ? bits : bits | 32) + 48);
      if (isLast) break;
    }
  }
  return text;
}
