/** Questions with answers: in a passage, worked out, or from memory. */
import type { FieldValue } from '../../model/annotation.ts';
import type { Passage, QaAnswer, QaForm, Question } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { codePointOffsets } from './offsets.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject, keyOf, listOf, look, numberOf, parsed, textOf, textsOf } from './values.ts';

const CONTEXTS = ['context', 'passage', 'article', 'paragraph', 'story', 'document'] as const;

export function qaForm(passages: readonly Passage[], title: FieldValue, record: Fields = {}): QaForm {
  const text = textOf(title);
  return {
    kind: 'qa',
    ...(text === undefined || text === '' ? {} : { title: text }),
    passages,
    media: new MediaList(record).media,
    regions: [],
  };
}

/**
 * An answer with its place. Offsets of files are of code points (Python); where the text is not there but within a unit of the file's
 * own count, it is where it stands.
 */
function placedAnswer(text: string, start: number | undefined, context: string | undefined, toUnits: (offset: number) => number): QaAnswer {
  // Where there is no answer, or no place for it, some sets say -1.
  if (start === undefined || start === -1 || context === undefined) return { text };
  if (start < 0) return { text, start, misplaced: true, actual: '' };
  const at = toUnits(start);
  if (context.startsWith(text, at)) return { text, start: at };
  if (context.startsWith(text, start)) return { text, start };
  return { text, start: at, misplaced: true, actual: context.slice(at, at + Math.max(1, text.length)) };
}

/** `[{ text, answer_start }]`, `{ text: [], answer_start: [] }`, or texts alone. */
export function answersOf(value: FieldValue, context: string | undefined): QaAnswer[] {
  const toUnits = codePointOffsets(context ?? '');
  const found = typeof value === 'string' && /^\s*[[{]/.test(value) ? parsed(value) : value;
  if (isObject(found)) {
    const texts = listOf(found['text']) ?? [];
    const starts = listOf(found['answer_start']) ?? [];
    if (texts.length > 0 || isList(found['text'])) {
      return texts.map((text, at) => placedAnswer(textOf(text) ?? '', numberOf(starts[at]), context, toUnits));
    }
    const one = textOf(found['text'] ?? found['value'] ?? found['answer']);
    return one === undefined ? [] : [placedAnswer(one, numberOf(found['answer_start'] ?? found['start']), context, toUnits)];
  }
  if (isList(found)) return found.flatMap((answer) => (isObject(answer) ? answersOf(answer, context) : answersOf(textOf(answer), context)));
  const text = textOf(found);
  return text === undefined ? [] : [placedAnswer(text, undefined, context, toUnits)];
}

function questionOf(record: Fields, context: string | undefined): Question {
  const id = textOf(record['id']);
  const answers = answersOf(record['answers'] ?? record['answer'] ?? record['plausible_answers'], context);
  return {
    ...(id === undefined ? {} : { id }),
    question: textOf(look(record, ['question', 'query'])) ?? '',
    answers,
    unanswerable: record['is_impossible'] === true || answers.length === 0,
  };
}

/** An article or a paragraph of SQuAD's file. https://rajpurkar.github.io/SQuAD-explorer/ */
const squadNested: RecordSchema = {
  id: 'squad',
  fits(record) {
    const paragraphs = isList(record['paragraphs']) ? record['paragraphs'] : record['qas'] === undefined ? undefined : [record];
    if (!paragraphs || paragraphs.length === 0) return lacks('paragraphs');
    const wrong = paragraphs.findIndex(
      (paragraph) => !isObject(paragraph) || !isList(paragraph['qas']) || typeof paragraph['context'] !== 'string',
    );
    return wrong < 0 ? 0.97 : lacks(`paragraphs[${wrong}].qas`);
  },
  read(record) {
    const paragraphs = isList(record['paragraphs']) ? record['paragraphs'] : [record];
    const passages = paragraphs.flatMap((paragraph): Passage[] => {
      if (!isObject(paragraph)) return [];
      const context = textOf(paragraph['context']) ?? '';
      return [{ context, questions: (listOf(paragraph['qas']) ?? []).flatMap((qa) => (isObject(qa) ? [questionOf(qa, context)] : [])) }];
    });
    return qaForm(passages, record['title']);
  },
};

/** One question a row, with its passage: SQuAD of Hugging Face, BoolQ, RAG sets. */
const qaSpans: RecordSchema = {
  id: 'qa-spans',
  fits(record) {
    if (typeof look(record, ['question', 'query']) !== 'string') return lacks('question');
    if (typeof look(record, CONTEXTS) !== 'string' && !textsOf(record['contexts'])) return lacks('context');
    return keyOf(record, ['answers', 'answer']) === undefined && record['is_impossible'] === undefined ? lacks('answers') : 0.9;
  },
  read(record) {
    const context = textOf(look(record, CONTEXTS)) ?? (textsOf(record['contexts']) ?? []).join('\n\n');
    return qaForm([{ context, questions: [questionOf(record, context)] }], record['title'], record);
  },
};

/** What a question may be answered from, each with its title; undefined where the record lists nothing such. */
function listedPassages(record: Fields): readonly string[] | undefined {
  const { context, passages, documents, paragraphs } = record;
  // HotpotQA: sentences by title, in two lists or in pairs.
  if (isObject(context) && isList(context['sentences']))
    return context['sentences'].map((sentences, at) => titled(listOf(context['title'])?.[at], sentences));
  if (isList(context) && context.length > 0 && context.every((pair) => isList(pair) && isList(pair[1])))
    return context.map((pair) => (isList(pair) ? titled(pair[0], pair[1]) : ''));
  // PubMedQA: its parts have labels.
  if (isObject(context) && isList(context['contexts']))
    return context['contexts'].map((text, at) => titled(isObject(context) ? listOf(context['labels'])?.[at] : undefined, text));
  // MS MARCO: columns of one table.
  if (isObject(passages) && isList(passages['passage_text'])) return passages['passage_text'].map((text) => textOf(text) ?? '');
  // MuSiQue, DuReader, and lists of documents.
  for (const list of [paragraphs, documents, passages]) {
    if (!isList(list) || list.length === 0 || !list.every(isObject)) continue;
    const texts = list.map((each) =>
      titled(each['title'], look(each, ['paragraph_text', 'passage_text', 'paragraphs', 'text', 'content'])),
    );
    if (texts.every((text) => text !== undefined)) return texts;
  }
  return undefined;
}

function titled(title: FieldValue, text: FieldValue): string {
  const said = isList(text) ? (textsOf(text) ?? []).join(' ').trim() : (textOf(text) ?? '');
  const name = isList(title) ? title[0] : title;
  return textOf(name) === undefined || name === '' ? said : `${textOf(name) ?? ''}\n${said}`;
}

/** HotpotQA, MS MARCO, MuSiQue, DuReader, PubMedQA: several passages, of which some hold the answer. */
const qaPassages: RecordSchema = {
  id: 'qa-passages',
  fits(record) {
    if (typeof look(record, ['question', 'query']) !== 'string') return lacks('question');
    const listed = listedPassages(record);
    if (!listed || listed.length === 0) return lacks('context.sentences');
    return keyOf(record, ['answer', 'answers', 'long_answer', 'final_decision']) === undefined ? lacks('answer') : 0.93;
  },
  read(record) {
    const text = (listedPassages(record) ?? []).join('\n\n');
    const asked = questionOf(record, text);
    const final = textOf(record['final_decision']);
    const long = textOf(record['long_answer']);
    const question: Question = long === undefined ? asked : { ...asked, answers: [{ text: long }], unanswerable: false };
    return qaForm([{ context: text, questions: [final === undefined ? question : { ...question, final }] }], undefined);
  },
};

const FINAL = /\n?####\s*(.+?)\s*$/;

/** A worked answer that ends with its result. https://github.com/openai/grade-school-math */
const gsm8k: RecordSchema = {
  id: 'gsm8k',
  fits(record) {
    if (typeof record['question'] !== 'string') return lacks('question');
    const { answer } = record;
    return typeof answer === 'string' && FINAL.test(answer) ? 0.95 : lacks('answer: ####');
  },
  read(record) {
    const answer = textOf(record['answer']) ?? '';
    const final = FINAL.exec(answer)?.[1];
    const question: Question = {
      question: textOf(record['question']) ?? '',
      answers: [{ text: answer.replace(FINAL, ''), ...(final === undefined ? {} : { written: answer }) }],
      unanswerable: false,
      ...(final === undefined ? {} : { final }),
    };
    return qaForm([{ questions: [question] }], undefined, record);
  },
};

const ANSWERS = ['answer', 'answers', 'final_answer', 'best_answer', 'multiple_choice_answer', 'ground_truth', '答'] as const;

/** What is asked; in forums it is the title, where answers are listed with it (ELI5). */
function askedIn(record: Fields): string | undefined {
  const { answers, title } = record;
  const asked = look(record, ['question', 'problem', '问']) ?? (isObject(answers) && isList(answers['text']) ? title : undefined);
  return typeof asked === 'string' ? asked : undefined;
}

/** Answers of several people, an object each (VQA). */
const isAnswers = (value: FieldValue): boolean =>
  isList(value) && value.length > 0 && value.every((each) => isObject(each) && textOf(each['answer']) !== undefined);

/** A question and its answer, and no passage. */
const qa: RecordSchema = {
  id: 'qa',
  fits(record) {
    if (askedIn(record) === undefined) return lacks('question');
    const answer = look(record, ANSWERS);
    return textOf(answer) !== undefined || textsOf(answer) !== undefined || isObject(answer) || isAnswers(answer) ? 0.75 : lacks('answer');
  },
  read(record) {
    const answer = look(record, ANSWERS);
    const solution = textOf(look(record, ['solution']));
    const texts = isObject(answer) && !isList(answer['text']) ? (textOf(answer['value'] ?? answer['text']) ?? '') : answer;
    const answers = answersOf(texts, undefined);
    const question: Question = {
      question: askedIn(record) ?? '',
      answers: solution === undefined ? answers : [{ text: solution }],
      unanswerable: answers.length === 0,
      ...(solution === undefined || answers[0] === undefined ? {} : { final: answers[0].text }),
    };
    const title = look(record, ['title', 'category', 'subject']);
    return qaForm([{ questions: [question] }], title === question.question ? undefined : title, record);
  },
};

export const QA_SCHEMAS: readonly RecordSchema[] = [squadNested, qaSpans, qaPassages, gsm8k, qa];
