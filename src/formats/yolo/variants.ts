/** The ways to read one YOLO dataset where its rows leave a choice, so that the user can switch. */
import type { Match } from '../format.ts';
import type { YoloPlan } from './plan.ts';
import type { RowRules } from './row.ts';
import type { Decision } from './rules.ts';

type Ways = Pick<Match, 'variant' | 'variants'>;

interface Way {
  readonly id: string;
  readonly why: 'yolo-rotated' | 'yolo-quads' | 'yolo-score-first' | 'yolo-score-last';
  readonly rules: Partial<RowRules>;
}

const ROTATED: Way = { id: 'rotated', why: 'yolo-rotated', rules: { nine: 'obb' } };
const QUADS: Way = { id: 'quads', why: 'yolo-quads', rules: { nine: 'polygon' } };
const SCORE_FIRST: Way = { id: 'score-first', why: 'yolo-score-first', rules: { six: 'score-first' } };
const SCORE_LAST: Way = { id: 'score-last', why: 'yolo-score-last', rules: { six: 'score' } };

/** @param decisions of the sets of the plan, in any order */
export function waysOf(plan: YoloPlan, decisions: readonly Decision[]): Ways {
  const nine = decisions.find(({ switchable }) => switchable === 'nine');
  if (nine) return ways(plan, ...(nine.rules.nine === 'obb' ? ([ROTATED, QUADS] as const) : ([QUADS, ROTATED] as const)), isUnsure(nine));
  const six = decisions.find(({ switchable }) => switchable === 'six');
  if (!six) return {};
  return ways(
    plan,
    ...(six.rules.six === 'score-first' ? ([SCORE_FIRST, SCORE_LAST] as const) : ([SCORE_LAST, SCORE_FIRST] as const)),
    isUnsure(six),
  );
}

function isUnsure({ undecided }: Decision): boolean {
  return undecided !== undefined;
}

function ways(plan: YoloPlan, own: Way, other: Way, unsure: boolean): Ways {
  return {
    variant: { id: own.id, why: { code: own.why } },
    variants: [{ id: other.id, why: { code: other.why }, plan: readAs(plan, other), ...(unsure ? { likely: true } : {}) }],
  };
}

/** The plan with other rules. What was undecided is decided by the user's choice. */
function readAs(plan: YoloPlan, { rules }: Way): YoloPlan {
  return {
    ...plan,
    sets: plan.sets.map((set) => ({ ...set, rules: { ...set.rules, ...rules } })),
    problems: plan.problems.filter(({ code }) => code !== 'rows-undecided'),
  };
}
