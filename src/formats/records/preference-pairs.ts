/** Two answers side by side, and who won. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Answer, Turn } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { answerTurns, isAnswer, preferenceForm, promptOf } from './preference.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { spoken } from './turns.ts';
import { look, numberOf, parsed, textOf, textsOf } from './values.ts';

const SIDES: readonly (readonly [string, string])[] = [
  ['conversation_a', 'conversation_b'],
  ['response_a', 'response_b'],
  ['answer_a', 'answer_b'],
  ['response_0', 'response_1'],
  ['response1', 'response2'],
  ['answer_0', 'answer_1'],
  ['human_ref_A', 'human_ref_B'],
  ['output_1', 'output_2'],
];
/** Which score stands behind which side. */
const SCORES = [
  ['score_A', 'score_B'],
  ['score_0', 'score_1'],
] as const;
const WINNERS = ['winner', 'better_response_id', 'preference', 'label', 'choice'] as const;

/** Two models side by side, and who won. */
const arena: RecordSchema = {
  id: 'preference-pair',
  fits(record) {
    const sides = sidesOf(record);
    if (!sides) return lacks('conversation_a');
    return 0.94;
  },
  read(record) {
    const media = new MediaList({});
    const [a, b] = sidesOf(record) ?? ['', ''];
    const prompts = parsed(record['prompt']);
    const won = wonBy(record, a, b);
    const answers = [a, b].map((key, at): Answer => {
      const model = textOf(record[at === 0 ? 'model_a' : 'model_b']);
      const verdict = won === undefined ? undefined : won === 'tie' ? 'tie' : won === at ? 'chosen' : 'rejected';
      const score = scoresOf(record)?.[at];
      const turns = textsIn(prompts, record[key], media) ?? answerTurns(key, parsed(record[key]), media);
      return { name: model ?? key, ...(verdict ? { verdict } : {}), ...(score === undefined ? {} : { score }), turns };
    });
    const before = textsOf(prompts) ? [] : promptOf(typeof record['history'] === 'string' ? { prompt: record['history'] } : record, media);
    return preferenceForm(before, answers, media);
  },
};

function sidesOf(record: Fields): readonly [string, string] | undefined {
  return SIDES.find(([a, b]) => [a, b].every((key) => isAnswer(parsed(record[key])) || isTexts(parsed(record[key]))));
}

const isTexts = (value: FieldValue): boolean => (textsOf(value)?.length ?? 0) > 0;

/** The arena's lists: what was asked, turn by turn, and what one side answered. */
function textsIn(asked: FieldValue, answered: FieldValue, media: MediaList): Turn[] | undefined {
  const [prompts, texts] = [textsOf(asked), textsOf(parsed(answered))];
  if (!texts) return undefined;
  return texts.flatMap((text, at) => [
    ...(prompts?.[at] === undefined ? [] : [spoken('user', 'prompt', prompts[at], media)]),
    spoken('assistant', 'response', text, media),
  ]);
}

function scoresOf(record: Fields): readonly [number, number] | undefined {
  for (const [a, b] of SCORES) {
    const [one, other] = [numberOf(record[a]), numberOf(record[b])];
    if (one !== undefined && other !== undefined) return [one, other];
  }
  return undefined;
}

/** Index of the side that won; undefined where the record does not say. */
function wonBy(record: Fields, a: string, b: string): 0 | 1 | 'tie' | undefined {
  if (numberOf(record['winner_model_a']) === 1) return 0;
  if (numberOf(record['winner_model_b']) === 1) return 1;
  if (numberOf(record['winner_tie']) === 1) return 'tie';
  // HelpSteer3: below 0 for the first. SHP: 1 for the first.
  const overall = numberOf(record['overall_preference']);
  if (overall !== undefined) return overall === 0 ? 'tie' : overall < 0 ? 0 : 1;
  const helped = a === 'human_ref_A' ? numberOf(record['labels']) : undefined;
  if (helped !== undefined) return helped === 1 ? 0 : 1;
  const winner = textOf(look(record, WINNERS))?.toLowerCase() ?? '';
  if (/tie|both/.test(winner)) return 'tie';
  const scores = winner === '' ? scoresOf(record) : undefined;
  if (scores) return scores[0] === scores[1] ? 'tie' : scores[0] > scores[1] ? 0 : 1;
  if (winner === '' || winner === a || winner === b) return winner === '' ? undefined : winner === a ? 0 : 1;
  if (/(^|_)(a|0)$/.test(winner)) return 0;
  if (/(^|_)b$/.test(winner)) return 1;
  return a.endsWith('0') && winner === '1' ? 1 : winner === '1' ? 0 : winner === '2' ? 1 : undefined;
}

export const PAIR_SCHEMAS: readonly RecordSchema[] = [arena];
