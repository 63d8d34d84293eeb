/** Instruction data: a question and its answer under a key each, drawn as the two turns they are. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Turn } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { callsOf } from './parts.ts';
import { chatForm, spoken, toolsOf, turnsOf } from './turns.ts';
import { isList, isObject, keyOf, listOf, look, textOf } from './values.ts';
import { isMessage } from './messages.ts';

const SYSTEMS = ['system', 'system_prompt', 'meta_instruction'] as const;
const OUTPUTS = ['output', 'response', 'answer', 'target', 'targets', 'completion', 'solution'] as const;
/** Pairs of keys that are one question and its answer, beside Alpaca's; the surest first. */
const ASKS: readonly (readonly [asked: string, answered: string])[] = [
  ['prompt', 'response'],
  ['query', 'response'],
  ['question', 'response'],
  ['input', 'output'],
  ['input', 'target'],
  ['query', 'answer'],
  ['problem', 'solution'],
  ['message_1', 'message_2'],
  ['textbox_question', 'textbox_answer'],
  ['question', 'solution'],
  // Questions to a database.
  ['question', 'query'],
  ['question', 'sql'],
  ['问', '答'],
];
/** What some sets write where there is no input. */
const NO_INPUT = /^\s*<?no ?input>?\.?\s*$/i;

/** The system prompt and the earlier turns of a record, before its own. */
export function turnsBefore(record: Fields, media: MediaList): Turn[] {
  const system = look(record, SYSTEMS);
  const history = listOf(record['history']) ?? [];
  return [
    ...(textOf(system) === undefined || system === '' ? [] : [spoken('system', 'system', system, media)]),
    ...history.flatMap((pair): Turn[] => {
      if (isMessage(pair)) return turnsOf([pair], media);
      const [asked, answered] = isList(pair) ? pair : [];
      return [
        ...(asked === undefined ? [] : [spoken('user', 'history', asked, media)]),
        ...(answered === undefined ? [] : [spoken('assistant', 'history', answered, media)]),
      ];
    }),
  ];
}

/** Instruction and input of Alpaca's family, in turns; the input is left out where it says that there is none. */
export function alpacaAsks(record: Fields, media: MediaList): Turn[] {
  const instruction = keyOf(record, ['instruction']);
  const input = record[keyOf(record, ['input', 'context']) ?? ''];
  const given = textOf(input);
  return [
    ...(instruction === undefined ? [] : [spoken('user', instruction, record[instruction], media)]),
    ...(given === undefined || given.trim() === '' || NO_INPUT.test(given) ? [] : [spoken('user', 'input', given, media)]),
  ];
}

function answers(key: string, value: FieldValue, media: MediaList): Turn[] {
  // Several outputs are several answers.
  if (isList(value) && value.length > 0 && value.every((item) => typeof item === 'string'))
    return value.map((item) => spoken('assistant', key, item, media));
  return [spoken('assistant', key, value, media)];
}

/** https://github.com/tatsu-lab/stanford_alpaca */
const alpaca: RecordSchema = {
  id: 'alpaca',
  fits(record) {
    const instruction = look(record, ['instruction']);
    if (typeof instruction !== 'string') return lacks('instruction');
    const output = keyOf(record, OUTPUTS);
    return output === undefined ? lacks('output') : 0.9;
  },
  read(record) {
    const media = new MediaList(record);
    const output = keyOf(record, OUTPUTS) ?? 'output';
    const turns = [...turnsBefore(record, media), ...alpacaAsks(record, media), ...answers(output, record[output], media)];
    return chatForm(turns, media, toolsOf(record['tools']));
  },
};

/** An instruction with instances of input and output. https://github.com/yizhongw/self-instruct */
const seedTasks: RecordSchema = {
  id: 'self-instruct',
  fits(record) {
    if (typeof record['instruction'] !== 'string') return lacks('instruction');
    const instances = listOf(record['instances']);
    if (!instances || instances.length === 0) return lacks('instances');
    return instances.every((instance) => isObject(instance) && instance['output'] !== undefined) ? 0.95 : lacks('instances[0].output');
  },
  read(record) {
    const media = new MediaList({});
    const turns = (listOf(record['instances']) ?? []).flatMap((instance): Turn[] => {
      if (!isObject(instance)) return [];
      const input = textOf(instance['input']) ?? '';
      return [
        ...(input === '' || NO_INPUT.test(input) ? [] : [spoken('user', 'input', input, media)]),
        spoken('assistant', 'output', instance['output'], media),
      ];
    });
    return chatForm([spoken('user', 'instruction', record['instruction'], media), ...turns], media);
  },
};

const isTextOrMessages = (value: FieldValue): boolean =>
  typeof value === 'string' || (isList(value) && value.length > 0 && value.every(isMessage));

function promptTurns(role: 'user' | 'assistant', key: string, value: FieldValue, media: MediaList): Turn[] {
  return isList(value) ? turnsOf(value, media) : [spoken(role, key, value, media)];
}

/** Texts or lists of messages. https://huggingface.co/docs/trl/dataset_formats */
const promptCompletion: RecordSchema = {
  id: 'prompt-completion',
  fits(record) {
    if (!isTextOrMessages(look(record, ['prompt']))) return lacks('prompt');
    return isTextOrMessages(look(record, ['completion'])) ? 0.9 : lacks('completion');
  },
  read(record) {
    const media = new MediaList(record);
    const prompt = promptTurns('user', 'prompt', look(record, ['prompt']), media);
    const completion = promptTurns('assistant', 'completion', look(record, ['completion']), media);
    return chatForm([...turnsBefore(record, media), ...prompt, ...completion], media, toolsOf(record['tools']));
  },
};

/** A question and an answer under names that say so. */
const instruction: RecordSchema = {
  id: 'instruction',
  fits(record) {
    const pair = pairOf(record);
    return pair ? 0.7 : lacks('prompt');
  },
  read(record) {
    const media = new MediaList(record);
    const [asked = '', answered = ''] = pairOf(record) ?? [];
    const turns = [...promptTurns('user', asked, record[asked], media), ...promptTurns('assistant', answered, record[answered], media)];
    return chatForm([...turnsBefore(record, media), ...turns], media, toolsOf(record['tools']));
  },
};

/** xLAM: a query, and the calls that answer it as JSON in a text. https://huggingface.co/datasets/Salesforce/xlam-function-calling-60k */
const instructionCalls: RecordSchema = {
  id: 'instruction-calls',
  fits(record) {
    if (typeof look(record, CALLERS) !== 'string') return lacks('query');
    const calls = listOf(look(record, ['answers', 'calls', 'function_calls']));
    if (!calls || calls.some((call) => callsOf(call).length !== 1)) return lacks('answers[0].name');
    // That no tool helps is an answer too.
    return calls.length > 0 || toolsOf(record['tools']).length > 0 ? 0.94 : lacks('tools');
  },
  read(record) {
    const media = new MediaList({});
    const asked = keyOf(record, CALLERS) ?? '';
    const calls = callsOf(look(record, ['answers', 'calls', 'function_calls']));
    const turns: Turn[] = [
      ...turnsBefore(record, media),
      spoken('user', asked, record[asked], media),
      { role: 'assistant', as: 'answers', parts: calls },
    ];
    return chatForm(turns, media, toolsOf(record['tools']));
  },
};
const CALLERS = ['query', 'question', 'instruction', 'prompt'] as const;

/** Whether a record asks and answers by itself: what it lists beside that came before. */
export function asksItself(record: Fields): boolean {
  return pairOf(record) !== undefined || (keyOf(record, ['instruction']) !== undefined && keyOf(record, OUTPUTS) !== undefined);
}

function pairOf(record: Fields): readonly [string, string] | undefined {
  for (const [ask, answer] of ASKS) {
    const [asked, answered] = [keyOf(record, [ask]), keyOf(record, [answer])];
    if (asked === undefined || answered === undefined) continue;
    if (isTextOrMessages(record[asked]) && isTextOrMessages(record[answered])) return [asked, answered];
  }
  return undefined;
}

export const INSTRUCTION_SCHEMAS: readonly RecordSchema[] = [alpaca, seedTasks, promptCompletion, instructionCalls, instruction];
