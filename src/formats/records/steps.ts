/** Answers in steps, each with a verdict of its own. */
import type { Answer } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { preferenceForm, promptOf, verdictOf } from './preference.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { spoken } from './turns.ts';
import { isList, isObject, listOf, numberOf } from './values.ts';

/** Steps of one answer, each with a verdict. https://huggingface.co/docs/trl/dataset_formats#stepwise-supervision */
const stepwise: RecordSchema = {
  id: 'stepwise',
  fits(record) {
    const [steps, labels] = [listOf(record['completions'] ?? record['steps']), listOf(record['labels'])];
    if (!steps || !steps.every((step) => typeof step === 'string')) return lacks('completions');
    return labels?.length === steps.length ? 0.97 : lacks('labels');
  },
  read(record) {
    const media = new MediaList({});
    const labels = listOf(record['labels']) ?? [];
    const answers = (listOf(record['completions'] ?? record['steps']) ?? []).map((step, at): Answer => {
      const verdict = verdictOf(labels[at]);
      return { name: String(at + 1), ...(verdict ? { verdict } : {}), turns: [spoken('assistant', 'completion', step, media)] };
    });
    return preferenceForm(promptOf(record, media), answers, media, true);
  },
};

/** PRM800K: of each step the completions that were tried, with their ratings; the chosen ones are the solution. */
const ratedSteps: RecordSchema = {
  id: 'rated-steps',
  fits(record) {
    const steps = isObject(record['label']) ? listOf(record['label']['steps']) : undefined;
    if (!isObject(record['question']) || record['question']['problem'] === undefined) return lacks('question.problem');
    return steps && steps.length > 0 && steps.every((step) => isObject(step) && isList(step['completions'])) ? 0.97 : lacks('label.steps');
  },
  read(record) {
    const media = new MediaList({});
    const { question, label } = record;
    const steps = isObject(label) ? (listOf(label['steps']) ?? []) : [];
    const answers = steps.flatMap((step, place) => (isObject(step) ? triedIn(step, String(place + 1), media) : []));
    const problem = isObject(question) ? question['problem'] : undefined;
    return preferenceForm([spoken('user', 'problem', problem, media)], answers, media, true);
  },
};

function triedIn(step: Fields, name: string, media: MediaList): Answer[] {
  const { human_completion: human } = step;
  const written = isObject(human) ? human['text'] : human;
  const chosen = numberOf(step['chosen_completion']);
  const tried = (listOf(step['completions']) ?? []).map((completion, at): Answer => {
    const { text, rating } = isObject(completion) ? completion : { text: undefined, rating: undefined };
    const verdict = numberOf(rating) === 0 ? undefined : verdictOf(rating);
    return {
      name: at === chosen ? `${name} ✓` : name,
      ...(verdict ? { verdict } : {}),
      turns: [spoken('assistant', 'completion', text, media)],
    };
  });
  return typeof written === 'string'
    ? [...tried, { name: `${name} ✓`, turns: [spoken('assistant', 'human_completion', written, media)] }]
    : tried;
}

export const STEP_SCHEMAS: readonly RecordSchema[] = [stepwise, ratedSteps];
