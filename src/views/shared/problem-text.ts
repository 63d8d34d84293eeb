import { problemSentence } from '../../i18n/problems.ts';
import type { Problem } from '../../model/problem.ts';
import type { T } from './use-t.ts';

/** The sentence of a problem, with its values. */
export function problemText(t: T, problem: Problem): string {
  return problemSentence(t, problem);
}
