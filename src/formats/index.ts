/** The list of formats. Order breaks ties between readings of equal confidence. */
import type { Format } from './format.ts';
import { yolo } from './yolo.ts';

export const FORMATS: readonly Format[] = [yolo];
