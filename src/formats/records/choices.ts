/** Questions with choices, in the shapes of the benchmarks. The key may be an index, a letter, the text of a choice, or missing. */
import type { FieldValue } from '../../model/annotation.ts';
import { MediaList } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, parsed, textOf, textsOf } from './values.ts';

interface Choice {
  readonly label: string;
  readonly text: string;
}

interface Found {
  readonly question: string;
  readonly context?: string;
  readonly choices: readonly Choice[];
  /** As written. */
  readonly key: FieldValue;
  /** Right choices by their places, where the record says so by numbers of each. */
  readonly marks?: readonly number[];
}

const QUESTIONS = ['question', 'question_stem', 'query', 'ctx', 'goal', 'sentence', 'premise', 'problem', 'input', 'inputs'] as const;
const LISTS = ['choices', 'options', 'endings', 'candidates', 'answer_choices', 'multiple_choice_targets'] as const;
const KEYS = [
  'answer_index',
  'answerKey',
  'answer_key',
  'answer',
  'correct_answer',
  'label',
  'gold',
  'target',
  'correct',
  'cop',
  'correct_option',
  'answer_idx',
] as const;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const CONTEXTS = ['article', 'context', 'passage', 'support', 'hint', 'premise'] as const;

const letter = (at: number): string => LETTERS[at] ?? String(at + 1);

/** Choices of a list, a pair of lists, or an object from label to text. */
function choicesOf(value: FieldValue): Choice[] | undefined {
  const found = parsed(value);
  if (isList(found)) {
    const texts = textsOf(found);
    if (texts) return texts.map((text, at) => ({ label: letter(at), text }));
    const pairs = found.map((item) =>
      isObject(item) ? { label: textOf(item['label'] ?? item['key']), text: textOf(item['text'] ?? item['value']) } : {},
    );
    return pairs.every((pair): pair is Choice => pair.label !== undefined && pair.text !== undefined) ? pairs : undefined;
  }
  if (!isObject(found)) return undefined;
  const [texts, labels] = [textsOf(found['text']), textsOf(found['label'])];
  if (texts && labels) return texts.map((text, at) => ({ label: labels[at] ?? letter(at), text }));
  const entries = Object.entries(found).flatMap(([label, text]) => (text === undefined ? [] : [{ label, text: textOf(text) }]));
  return entries.length > 1 && entries.every((entry): entry is Choice => entry.label.length <= 2 && entry.text !== undefined)
    ? entries
    : undefined;
}

function find(record: Fields): Found | string {
  const { question, A, B, mc1_targets: targets } = record;
  const key = look(record, KEYS);
  if (isObject(question)) {
    const choices = choicesOf(question['choices']);
    return choices ? { question: textOf(question['stem']) ?? '', choices, key } : 'question.choices';
  }
  const asked = textOf(look(record, QUESTIONS));
  if (asked === undefined) return 'question';
  const context = textOf(look(record, CONTEXTS));
  const base = { question: asked, ...(context === undefined || context === asked ? {} : { context }), key };
  if (isObject(targets)) {
    const choices = choicesOf(targets['choices']);
    const labels = listOf(targets['labels']) ?? [];
    return choices
      ? { ...base, choices, marks: labels.flatMap((label, at) => (numberOf(label) === 1 ? [at] : [])) }
      : 'mc1_targets.choices';
  }
  if (textOf(A) !== undefined && textOf(B) !== undefined) {
    const choices = LETTERS.split('').flatMap((label) => {
      const text = textOf(record[label]);
      return text === undefined || text === '' ? [] : [{ label, text }];
    });
    return { ...base, choices };
  }
  for (const [keys, labels] of APART) {
    const texts = keys.flatMap((name) => (typeof record[name] === 'string' ? [record[name]] : []));
    if (texts.length === keys.length) return { ...base, choices: texts.map((text, at) => ({ label: labels[at] ?? letter(at), text })) };
  }
  const mixed = distracted(record);
  if (mixed) return { ...base, choices: mixed, marks: [0] };
  const list = keyOf(record, LISTS);
  const choices = list === undefined ? undefined : choicesOf(record[list]);
  const scores = listOf(record['multiple_choice_scores']);
  if (choices && scores?.length === choices.length)
    return { ...base, choices, marks: scores.flatMap((score, at) => (numberOf(score) === 1 ? [at] : [])) };
  if (choices && choices.length > 1) return { ...base, choices };
  return lettered(asked, key) ?? 'choices';
}

/** Choices that have a column each, and what their keys call them: PIQA, WinoGrande, COPA, Social IQa, MedMCQA. */
const APART: readonly (readonly [columns: readonly string[], labels: readonly string[]])[] = [
  [
    ['sol1', 'sol2'],
    ['0', '1'],
  ],
  [
    ['option1', 'option2'],
    ['1', '2'],
  ],
  [
    ['choice1', 'choice2'],
    ['0', '1'],
  ],
  [
    ['answerA', 'answerB', 'answerC'],
    ['1', '2', '3'],
  ],
  [['opa', 'opb', 'opc', 'opd'], []],
];

/** The right answer and wrong ones apart, in no order: SciQ, GPQA. The right one stands first. */
function distracted(record: Fields): Choice[] | undefined {
  const right = look(record, ['correct_answer', 'Correct Answer']);
  const wrong = Object.keys(record).filter((name) => /^(?:distractor_?|Incorrect Answer )\d$/.test(name));
  const texts = [right, ...wrong.map((name) => record[name])].flatMap((value) => textOf(value) ?? []);
  return right === undefined || texts.length < 2 ? undefined : texts.map((text, at) => ({ label: letter(at), text }));
}

/** BIG-bench: the options stand at the end of the question, `(A) …` a line each, and the key is `(B)`. */
function lettered(text: string, key: FieldValue): Found | undefined {
  const at = text.search(/\n\s*Options:\s*\n/);
  if (at < 0 || typeof key !== 'string') return undefined;
  const choices = [...text.slice(at).matchAll(/^\s*(?:\(([A-Z])\)|-)\s*(.+)$/gm)].map(([, label, option = ''], place) => ({
    label: label ?? letter(place),
    text: option,
  }));
  return choices.length > 1 ? { question: text.slice(0, at), choices, key } : undefined;
}

/** Which choices a key names. */
function correctOf({ choices, key, marks }: Found): number[] {
  if (marks) return [...marks];
  const list = listOf(key);
  if (list) return list.flatMap((each) => correctOf({ question: '', choices, key: each }));
  const written = textOf(key)?.trim() ?? '';
  if (written === '') return [];
  const bare = written.replace(/^\(?([A-Za-z0-9]{1,2})\)?[.:]?$/, '$1');
  const byLabel = choices.findIndex(({ label }) => label.toLowerCase() === bare.toLowerCase());
  if (byLabel >= 0) return [byLabel];
  const byText = choices.findIndex(({ text }) => text.trim() === written);
  if (byText >= 0) return [byText];
  const place = numberOf(key);
  return place !== undefined && Number.isInteger(place) && place >= 0 && place < choices.length ? [place] : [];
}

const multipleChoice: RecordSchema = {
  id: 'multiple-choice',
  fits(record) {
    const found = find(record);
    if (typeof found === 'string') return lacks(found);
    if (found.choices.length < 2) return lacks('choices');
    return 0.92;
  },
  read(record) {
    const found = find(record);
    const media = new MediaList(record).media;
    if (typeof found === 'string') return { kind: 'choices', question: '', choices: [], correct: [], media, regions: [] };
    const { question, context, choices, key } = found;
    const correct = correctOf(found);
    const written = textOf(key);
    return {
      kind: 'choices',
      question,
      ...(context === undefined ? {} : { context }),
      choices,
      correct,
      ...(correct.length > 0 || written === undefined || written === '' ? {} : { key: written }),
      media,
      regions: [],
    };
  },
};

export const CHOICE_SCHEMAS: readonly RecordSchema[] = [multipleChoice];
