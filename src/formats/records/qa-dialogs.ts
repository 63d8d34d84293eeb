/** Several questions about one passage in a row: CoQA, QuAC, DROP; and Natural Questions, whose places count tokens. */
import type { FieldValue } from '../../model/annotation.ts';
import type { QaAnswer, Question } from '../../model/record-form.ts';
import { codePointOffsets } from './offsets.ts';
import { answersOf, qaForm } from './qa.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { joined } from './token-tags.ts';
import { isList, isObject, listOf, look, numberOf, textOf, textsOf } from './values.ts';

/** Texts of a list of texts or of objects around them. */
function saidIn(value: FieldValue): readonly string[] | undefined {
  const list = listOf(value)?.map((item) => textOf(isObject(item) ? item['input_text'] : item));
  return list && list.length > 0 && list.every((text) => text !== undefined) ? list : undefined;
}

/** One answer by the row of its question, where CoQA (its own files, Hugging Face) or QuAC keep it. */
function answerAt(answers: FieldValue, at: number, context: string): QaAnswer[] {
  if (isList(answers)) {
    const answer = answers[at];
    return isObject(answer)
      ? freeAnswer(textOf(answer['input_text']), numberOf(answer['span_start']), numberOf(answer['span_end']), context)
      : [];
  }
  if (!isObject(answers)) return [];
  const [texts, starts] = [listOf(answers['texts'])?.[at], listOf(answers['answer_starts'])?.[at]];
  if (texts !== undefined) {
    const known = (listOf(texts) ?? []).every((text) => text === NO_ANSWER);
    return known ? [] : answersOf({ text: texts, answer_start: starts }, context);
  }
  const of = (key: string): FieldValue => listOf(answers[key])?.[at];
  return freeAnswer(textOf(of('input_text')), numberOf(of('answer_start')), numberOf(of('answer_end')), context);
}

const NO_ANSWER = 'CANNOTANSWER';

/** CoQA gives the passage that an answer rests on, in code points: the answer has its place only where its words stand in it. */
function freeAnswer(text: string | undefined, start: number | undefined, end: number | undefined, context: string): QaAnswer[] {
  if (text === undefined) return [];
  if (start === undefined || end === undefined || start < 0) return [{ text }];
  const toUnits = codePointOffsets(context);
  const at = context.indexOf(text, toUnits(start));
  return [at < 0 || at + text.length > toUnits(end) ? { text } : { text, start: at }];
}

const STORIES = ['story', 'context', 'passage'] as const;

/** https://stanfordnlp.github.io/coqa/, https://quac.ai */
const dialog: RecordSchema = {
  id: 'qa-dialog',
  fits(record) {
    if (typeof look(record, STORIES) !== 'string') return lacks('story');
    if (!saidIn(record['questions'])) return lacks('questions');
    return isList(record['answers']) || isObject(record['answers']) ? 0.95 : lacks('answers');
  },
  read(record) {
    const context = textOf(look(record, STORIES)) ?? '';
    const questions = (saidIn(record['questions']) ?? []).map((question, at): Question => {
      const answers = answerAt(record['answers'], at, context);
      return { question, answers, unanswerable: answers.length === 0 };
    });
    return qaForm([{ context, questions }], look(record, ['title', 'section_title', 'wikipedia_page_title']));
  },
};

/** Numbers, dates or words of the passage; several of these are one answer. */
function dropAnswer(record: Fields): QaAnswer[] {
  const { answers_spans: spans, answer } = record;
  if (isObject(spans)) return textsOf(spans['spans'])?.map((text) => ({ text })) ?? [];
  if (!isObject(answer)) return [];
  const found = textsOf(answer['spans']) ?? [];
  const { date } = answer;
  const day = isObject(date) ? ['day', 'month', 'year'].flatMap((key) => textOf(date[key]) || []).join(' ') : '';
  return [...found, textOf(answer['number']) ?? '', day].flatMap((text) => (text === '' ? [] : [{ text }]));
}

/** https://allenai.org/data/drop */
const drop: RecordSchema = {
  id: 'drop',
  fits(record) {
    if (typeof record['passage'] !== 'string') return lacks('passage');
    if (isList(record['qa_pairs'])) return record['qa_pairs'].every(isObject) ? 0.95 : lacks('qa_pairs');
    return typeof record['question'] === 'string' && isObject(record['answers_spans']) ? 0.95 : lacks('answers_spans');
  },
  read(record) {
    const pairs = isList(record['qa_pairs']) ? record['qa_pairs'] : [record];
    const questions = pairs.flatMap((pair): Question[] => {
      if (!isObject(pair)) return [];
      const answers = dropAnswer(pair);
      return [{ question: textOf(pair['question']) ?? '', answers, unanswerable: answers.length === 0 }];
    });
    return qaForm([{ context: textOf(record['passage']) ?? '', questions }], record['title']);
  },
};

/** Tokens of the page and which of them are its words: the others are tags of HTML. */
function pageOf(record: Fields): { readonly tokens: readonly string[]; readonly isTag: (at: number) => boolean } {
  const page = record['document'];
  const listed = isObject(page) ? page['tokens'] : record['document_tokens'];
  if (isObject(listed)) {
    const tags = listOf(listed['is_html']) ?? [];
    return { tokens: textsOf(listOf(listed['token'])) ?? [], isTag: (at) => tags[at] === true };
  }
  const tokens = isList(listed)
    ? listed.map((token) => (isObject(token) ? (textOf(token['token']) ?? '') : ''))
    : (textOf(record['document_text'])?.split(' ') ?? []);
  return { tokens, isTag: (at) => /^<\/?[A-Za-z][^>]*>$/.test(tokens[at] ?? '') };
}

/** `{ start_token: [], end_token: [] }`, or a list of ranges, or one. */
function rangesIn(value: FieldValue): (readonly [number, number])[] {
  if (isList(value)) return value.flatMap((item) => rangesIn(item));
  if (!isObject(value)) return [];
  const { start_token: starts, end_token: ends } = value;
  if (isList(starts)) return starts.flatMap((start, at) => rangesIn({ start_token: start, end_token: listOf(ends)?.[at] }));
  const [start, end] = [numberOf(starts), numberOf(ends)];
  return start === undefined || end === undefined || start < 0 || end <= start ? [] : [[start, end]];
}

/** https://ai.google.com/research/NaturalQuestions: short answers, else yes or no, else the long one. */
const naturalQuestions: RecordSchema = {
  id: 'natural-questions',
  fits(record) {
    const { question, annotations } = record;
    const asked = isObject(question) ? question['text'] : record['question_text'];
    if (typeof asked !== 'string') return lacks('question.text');
    return isList(annotations) || isObject(annotations) ? 0.95 : lacks('annotations');
  },
  read(record) {
    const { question, annotations } = record;
    const page = record['document'];
    const { tokens, isTag } = pageOf(record);
    const { text, places } = joined(
      tokens.map((token, at) => (isTag(at) ? '' : token)),
      (at) => at < 0 || isTag(at) || isTag(at + 1),
    );
    const placed = ([from, to]: readonly [number, number]): QaAnswer[] => {
      const [start, end] = [places[from]?.[0], places[to - 1]?.[1]];
      if (start === undefined || end === undefined) return [];
      const said = text.slice(start, end);
      return [{ text: said.trim(), start: start + said.length - said.trimStart().length }];
    };
    const all = isList(annotations) ? annotations : [annotations];
    const found = all.flatMap((each): QaAnswer[] => (isObject(each) ? naturalAnswers(each, placed) : []));
    const distinct = found.filter((a, at) => found.findIndex((b) => b.text === a.text && b.start === a.start) === at);
    const asked = textOf(isObject(question) ? question['text'] : record['question_text']) ?? '';
    const title = isObject(page) ? page['title'] : record['document_title'];
    const questions = [{ question: asked, answers: distinct, unanswerable: distinct.length === 0 }];
    return qaForm([text === '' ? { questions } : { context: text, questions }], title);
  },
};

function naturalAnswers(given: Fields, placed: (range: readonly [number, number]) => QaAnswer[]): QaAnswer[] {
  const short = rangesIn(given['short_answers']).flatMap(placed);
  if (short.length > 0) return short;
  const written = [given['short_answers']].flat().flatMap((each) => (isObject(each) ? (textsOf(each['text']) ?? []) : []));
  if (written.length > 0) return written.map((text) => ({ text }));
  const said = [given['yes_no_answer']]
    .flat()
    .flatMap((each) => (/^(1|yes)$/i.test(textOf(each) ?? '') ? ['yes'] : /^(0|no)$/i.test(textOf(each) ?? '') ? ['no'] : []));
  return said.length > 0 ? said.map((text) => ({ text })) : rangesIn(given['long_answer']).flatMap(placed);
}

export const QA_DIALOG_SCHEMAS: readonly RecordSchema[] = [dialog, drop, naturalQuestions];
