/** What the app's own page says of itself, as findings. */
import type { Shown } from '../lab.ts';
import type { Findings } from '../measure.ts';

/** `5 of 5 images · 7 of 7 annotations` */
export function imagesAndAnnotations({ status }: Shown): Findings {
  const [images = -1, , annotations = -1] = numbersOf(status);
  return { images, annotations };
}

/** `5 of 5 records`, under the name that the other contenders use. */
export const recordsAs =
  (name: string) =>
  ({ status }: Shown): Findings => ({ [name]: numbersOf(status)[0] ?? -1 });

const numbersOf = (text: string): number[] => (text.match(/[\d,]+/g) ?? []).map((part) => Number(part.replaceAll(',', '')));
