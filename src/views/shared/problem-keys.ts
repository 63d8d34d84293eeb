import type { Problem } from '../../model/problem.ts';

/** Problems with keys for React: what they say and where; equal ones are told apart by a count. */
export function withKeys(problems: readonly Problem[]): readonly { readonly key: string; readonly problem: Problem }[] {
  const seen = new Map<string, number>();
  return problems.map((problem) => {
    const text = `${problem.code} ${problem.file ?? ''} ${problem.at?.line ?? ''} ${problem.at?.byte ?? ''} ${problem.sample ?? ''}`;
    const before = seen.get(text) ?? 0;
    seen.set(text, before + 1);
    return { key: `${text} ${before}`, problem };
  });
}
