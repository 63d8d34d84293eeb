/** Preferences: answers to one prompt, and which of them is better. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Answer, PreferenceForm, Turn } from '../../model/record-form.ts';
import { conversation } from './chat.ts';
import { alpacaAsks, turnsBefore } from './instruction.ts';
import { MediaList } from './media.ts';
import { lacks, type Fields, type Fit, type RecordSchema } from './schema.ts';
import { promptTranscript, transcript } from './transcripts.ts';
import { chatForm, pairCalls, spoken, turnsOf } from './turns.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, parsed, textOf } from './values.ts';
import { isMessage, messagesIn } from './messages.ts';

/** An answer as text, as one message, or as a list of messages. */
export function isAnswer(value: FieldValue): boolean {
  return typeof value === 'string' || isMessage(value) || (isList(value) && value.length > 0 && value.every(isMessage));
}

export function answerTurns(key: string, value: FieldValue, media: MediaList): Turn[] {
  if (isList(value)) return turnsOf(value, media);
  if (isObject(value)) return turnsOf([value], media);
  return transcript(textOf(value) ?? '', media) ?? [spoken('assistant', key, value, media)];
}

const same = (a: Turn | undefined, b: Turn | undefined): boolean => JSON.stringify(a, digits) === JSON.stringify(b, digits);
const digits = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);

/** The turns that all answers begin with, while each keeps at least its last one. */
function commonTurns(answers: readonly (readonly Turn[])[]): number {
  const shortest = Math.min(...answers.map((turns) => turns.length - 1));
  let common = 0;
  while (common < shortest && answers.every((turns) => same(turns[common], answers[0]?.[common]))) common += 1;
  return Math.max(0, common);
}

/** What all answers begin with is the prompt, also where the record repeats it in each. */
export function preferenceForm(before: readonly Turn[], answers: readonly Answer[], media: MediaList, steps = false): PreferenceForm {
  const repeats = answers.length > 1 ? commonTurns(answers.map(({ turns }) => turns)) : 0;
  const repeated = answers[0]?.turns.slice(0, repeats) ?? [];
  // A prompt that the answers begin with again is one prompt.
  const said = before.length > 0 && repeated.length >= before.length && before.every((turn, i) => sameText(turn, repeated[i]));
  const prompt = chatForm(said ? repeated : [...before, ...repeated], media);
  return {
    kind: 'preference',
    prompt: prompt.turns,
    answers: answers.map((answer) => ({ ...answer, turns: pairCalls(answer.turns.slice(repeats)) })),
    ...(steps ? { steps } : {}),
    media: prompt.media,
    regions: prompt.regions,
  };
}

function sameText(a: Turn, b: Turn | undefined): boolean {
  return a.role === b?.role && same({ ...a, as: '' }, { ...b, as: '' });
}

const CHOSEN = ['chosen', 'chosen_messages', 'chosen_response', 'preferred', 'response_chosen', 'pos_response'] as const;
const REJECTED = ['rejected', 'rejected_messages', 'rejected_response', 'dispreferred', 'response_rejected', 'neg_response'] as const;

/** The prompt of a record, in whatever shape it stands beside the answers. */
export function promptOf(record: Fields, media: MediaList): Turn[] {
  const asked = look(record, ['prompt', 'question', 'query', 'input_text', 'context']);
  // WebGPT keeps its question with what it was taken from.
  const own = isObject(asked) ? asked['full_text'] : asked;
  if (isList(own) && own.every(isMessage)) return turnsOf(own, media);
  if (typeof own === 'string') return promptTranscript(own, media) ?? [...turnsBefore(record, media), spoken('user', 'prompt', own, media)];
  const found = messagesIn(record);
  if (found) return [...turnsBefore({ ...record, history: undefined }, media), ...turnsOf(found.messages, media)];
  return [...turnsBefore(record, media), ...alpacaAsks(record, media)];
}

/** https://huggingface.co/docs/trl/dataset_formats, LLaMA-Factory, UltraFeedback binarised. */
const preference: RecordSchema = {
  id: 'preference',
  fits(record) {
    const [chosen, rejected] = [keyOf(record, CHOSEN), keyOf(record, REJECTED)];
    if (chosen === undefined || !isAnswer(record[chosen])) return lacks('chosen');
    return rejected === undefined || !isAnswer(record[rejected]) ? lacks('rejected') : 0.96;
  },
  read(record) {
    const media = new MediaList(record);
    const before = promptOf(record, media);
    const score = (name: string): Pick<Answer, 'score'> => {
      const value = numberOf(record[`score_${name}`] ?? record[`${name}_score`] ?? record[`${name}-rating`]);
      return value === undefined ? {} : { score: value };
    };
    const [chosen, rejected] = [keyOf(record, CHOSEN) ?? '', keyOf(record, REJECTED) ?? ''];
    const answers: Answer[] = [
      { name: chosen, verdict: 'chosen', ...score('chosen'), turns: answerTurns(chosen, record[chosen], media) },
      { name: rejected, verdict: 'rejected', ...score('rejected'), turns: answerTurns(rejected, record[rejected], media) },
    ];
    return preferenceForm(before, answers, media);
  },
};

/** ms-swift: the chosen answer is the end of the conversation. */
const rejectedResponse: RecordSchema = {
  id: 'preference-rejected',
  fits(record) {
    if (!messagesIn(record)) return lacks('messages');
    const rejected = keyOf(record, ['rejected_response', 'rejected_messages']);
    return rejected !== undefined && (isAnswer(record[rejected]) || isList(record[rejected])) ? 0.97 : lacks('rejected_response');
  },
  read(record) {
    const media = new MediaList(record);
    const turns = turnsOf(messagesIn(record)?.messages ?? [], media);
    const key = keyOf(record, ['rejected_messages', 'rejected_response']) ?? '';
    const rejected = record[key];
    const prompt = turns.slice(0, -1);
    const several = isList(rejected) && !rejected.every(isMessage) ? rejected : [rejected];
    const answers: Answer[] = [
      { name: 'messages', verdict: 'chosen', turns: turns.slice(-1) },
      ...several.map((each): Answer => {
        const said = answerTurns(key, each, media);
        return { name: key, verdict: 'rejected', turns: said.length > 1 ? said.slice(commonTurns([turns, said])) : said };
      }),
    ];
    return preferenceForm([...turnsBefore({ ...record, history: undefined }, media), ...prompt], answers, media);
  },
};

/** https://platform.openai.com/docs/guides/direct-preference-optimization */
const openaiPreference: RecordSchema = {
  id: 'openai-preference',
  fits(record) {
    if (!isObject(record['input']) || !isList(record['input']['messages'])) return lacks('input.messages');
    return isAnswer(record['preferred_output']) && isAnswer(record['non_preferred_output']) ? 0.97 : lacks('preferred_output');
  },
  read(record) {
    const input = isObject(record['input']) ? record['input'] : {};
    const media = new MediaList({});
    const answers = (['preferred_output', 'non_preferred_output'] as const).map((name): Answer => ({
      name,
      verdict: name === 'preferred_output' ? 'chosen' : 'rejected',
      turns: answerTurns(name, record[name], media),
    }));
    return preferenceForm(turnsOf(listOf(input['messages']) ?? [], media), answers, media);
  },
};

const RATINGS = ['overall_score', 'score', 'fine-grained_score', 'rating', 'reward'] as const;

const RANKED = ['completions', 'answers', 'responses', 'summaries'] as const;

/** Summaries are judged beside what they sum up. */
function rankedPrompt(record: Fields, media: MediaList): Turn[] {
  const { info } = record;
  const source = isObject(info) ? look(info, ['post', 'article']) : undefined;
  return source === undefined ? promptOf(record, media) : [spoken('user', 'post', source, media)];
}

/** UltraFeedback, Nectar: several answers, each with a score or a rank. */
const ranked: RecordSchema = {
  id: 'preference-ranked',
  fits(record) {
    const answers = listOf(look(record, RANKED));
    if (!answers || answers.length < 2) return lacks('completions');
    if (rankedPrompt(record, new MediaList({})).length === 0) return lacks('prompt');
    const isRanked = answers.every(
      (answer) => isObject(answer) && textOf(look(answer, ['response', 'answer', 'text', 'content'])) !== undefined,
    );
    return isRanked ? 0.9 : lacks('completions[0].response');
  },
  read(record) {
    const media = new MediaList({});
    const choice = numberOf(record['choice']);
    const answers = (listOf(look(record, RANKED)) ?? []).map((answer, at): Answer => {
      const fields = isObject(answer) ? answer : {};
      const score = numberOf(look(fields, RATINGS));
      const rank = textOf(fields['rank']);
      const name = textOf(look(fields, ['model', 'name', 'policy', 'id'])) ?? String(at + 1);
      return {
        // The first rank is the best: it is no score.
        name: score === undefined && rank !== undefined ? `${name} · #${rank}` : name,
        ...(choice === undefined ? {} : { verdict: choice === at ? 'chosen' : 'rejected' }),
        ...(score === undefined ? {} : { score }),
        turns: [spoken('assistant', 'response', look(fields, ['response', 'answer', 'text', 'content']), media)],
      };
    });
    return preferenceForm(rankedPrompt(record, media), answers, media);
  },
};

const TRUE = /^(true|1|yes|good|desirable|chosen)$/i;
const FALSE = /^(false|0|-1|no|bad|undesirable|rejected)$/i;

/** A truth value as people write them; undefined for anything else. */
export function verdictOf(value: FieldValue): 'chosen' | 'rejected' | undefined {
  const text = textOf(value)?.trim() ?? '';
  return TRUE.test(text) ? 'chosen' : FALSE.test(text) ? 'rejected' : undefined;
}

/** Kahneman-Tversky optimisation: one answer, good or not. */
const kto: RecordSchema = {
  id: 'kto',
  fits(record) {
    const label = keyOf(record, ['kto_tag', 'label']);
    if (label === undefined || verdictOf(record[label]) === undefined) return lacks('label');
    if (messagesIn(record)) return 0.95;
    return isAnswer(look(record, ['completion'])) && look(record, ['prompt']) !== undefined ? 0.95 : lacks('completion');
  },
  read(record) {
    const media = new MediaList(record);
    const verdict = verdictOf(look(record, ['kto_tag', 'label'])) ?? 'rejected';
    const found = messagesIn(record);
    const form = conversation({ system: record['system'] }, found?.messages ?? [], media);
    if (found) return preferenceForm(form.turns.slice(0, -1), [{ name: 'label', verdict, turns: form.turns.slice(-1) }], media);
    const turns = answerTurns('completion', look(record, ['completion']), media);
    return preferenceForm(promptOf(record, media), [{ name: 'label', verdict, turns }], media);
  },
};

/** Prompts with a checkable answer, for reinforcement learning (verl, GRPO). */
const verifiable: RecordSchema = {
  id: 'rlvr',
  fits(record) {
    if (!isList(record['prompt']) || !record['prompt'].every(isMessage)) return lacks('prompt');
    return referenceOf(record) === undefined ? lacks('reward_model') : 0.93;
  },
  read(record) {
    const media = new MediaList(record);
    const reference = referenceOf(record);
    return chatForm(
      [
        ...turnsOf(listOf(record['prompt']) ?? [], media),
        { role: 'other', as: 'ground_truth', parts: [{ kind: 'json', value: reference }] },
      ],
      media,
    );
  },
};

function referenceOf(record: Fields): FieldValue {
  const model = parsed(record['reward_model']);
  return (isObject(model) ? model['ground_truth'] : undefined) ?? look(record, ['ground_truth', 'solution', 'answer']);
}

/** HH-RLHF is the explicit pair whose texts are transcripts. */
const hhRlhf: RecordSchema = {
  id: 'hh-rlhf',
  fits(record): Fit {
    const [chosen, rejected] = [record['chosen'], record['rejected']];
    if (typeof chosen !== 'string' || typeof rejected !== 'string') return lacks('chosen');
    return /^\s*Human: ?/.test(chosen) && /^\s*Human: ?/.test(rejected) ? 0.98 : lacks('chosen: Human:');
  },
  read: preference.read,
};

export const PREFERENCE_SCHEMAS: readonly RecordSchema[] = [
  preference,
  hhRlhf,
  rejectedResponse,
  openaiPreference,
  ranked,
  kto,
  verifiable,
];
