/** Where the words of a cloud stand: the heaviest in the middle, each further one at the nearest free place of a spiral around it. */

export interface CloudWord {
  readonly text: string;
  /** The area that a word covers goes by it. */
  readonly weight: number;
  /** Width of the text at one CSS pixel of letter size. */
  readonly width: number;
}

/** CSS pixels, from the top left of the cloud. */
export interface PlacedWord {
  readonly text: string;
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Letter sizes, CSS pixels. */
const SMALLEST = 11;
const LARGEST = 40;
/** Height of a line by its letter size. */
const LINE = 1.2;
/** Share of the cloud that its words may ask for: more would not find room. */
const COVERED = 0.55;
/** Between two words: CSS pixels. */
const GAP = 3;
const STEPS = 1600;

/**
 * The same words in the same space stand in the same places. Words that would be too small to read, and those that find no room, are left out.
 * @param words heaviest first
 */
export function placeWords(words: readonly CloudWord[], space: { readonly width: number; readonly height: number }): readonly PlacedWord[] {
  const most = words[0]?.weight ?? 0;
  if (most <= 0 || space.width <= 0) return [];
  const wanted = words.reduce((sum, { weight, width }) => sum + (weight / most) * width * LINE, 0);
  const largest = Math.min(LARGEST, Math.sqrt((COVERED * space.width * space.height) / wanted));
  const placed: PlacedWord[] = [];
  for (const { text, weight, width } of words) {
    const size = Math.round(Math.max(SMALLEST, largest * Math.sqrt(weight / most)) * 2) / 2;
    if (largest * Math.sqrt(weight / most) < SMALLEST * 0.75) break;
    const box = { width: Math.ceil(width * size) + GAP * 2, height: Math.ceil(size * LINE) };
    const place = freePlace(box, space, placed);
    if (place) placed.push({ text, size, ...place, ...box });
  }
  return placed;
}

function freePlace(
  box: { readonly width: number; readonly height: number },
  space: { readonly width: number; readonly height: number },
  taken: readonly PlacedWord[],
): { readonly left: number; readonly top: number } | undefined {
  const flat = space.height / space.width;
  for (let step = 0; step < STEPS; step++) {
    const angle = 0.45 * Math.sqrt(step * 8);
    const radius = (step / STEPS) * (space.width / 2);
    const left = Math.round(space.width / 2 + radius * Math.cos(angle) - box.width / 2);
    const top = Math.round(space.height / 2 + radius * flat * Math.sin(angle) - box.height / 2);
    if (left < 0 || top < 0 || left + box.width > space.width || top + box.height > space.height) continue;
    const isFree = taken.every(
      (other) =>
        left >= other.left + other.width ||
        other.left >= left + box.width ||
        top >= other.top + other.height ||
        other.top >= top + box.height,
    );
    if (isFree) return { left, top };
  }
  return undefined;
}
