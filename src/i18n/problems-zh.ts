import { problemsEn } from './problems-en.ts';
import type { ProblemDictionary } from './problems.ts';

export const problemsZh: ProblemDictionary = problemsEn;
