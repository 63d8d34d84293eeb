/** MNBVC's Chinese keys: documents, threads of forums, parallel texts. https://github.com/esbatmop/MNBVC */
import { MediaList } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { languagesOf } from './texts.ts';
import { chatForm, spoken } from './turns.ts';
import { isObject, listOf, textOf } from './values.ts';

/** A document as a list of paragraphs. */
const mnbvc: RecordSchema = {
  id: 'mnbvc',
  fits(record) {
    const paragraphs = listOf(record['段落']);
    return paragraphs?.every((paragraph) => isObject(paragraph) && paragraph['内容'] !== undefined) ? 0.95 : lacks('段落');
  },
  read(record) {
    const title = textOf(record['文件名']);
    const text = (listOf(record['段落']) ?? [])
      .map((paragraph) => (isObject(paragraph) ? (textOf(paragraph['内容']) ?? '') : ''))
      .join('\n\n');
    return { kind: 'text', text, ...(title === undefined ? {} : { title }), media: [], regions: [] };
  },
};

/** A thread: its subject, then who wrote what. */
const forum: RecordSchema = {
  id: 'mnbvc-forum',
  fits(record) {
    const replies = listOf(record['回复']);
    return replies && replies.length > 0 && replies.every((reply) => isObject(reply) && reply['回复'] !== undefined) ? 0.95 : lacks('回复');
  },
  read(record) {
    const media = new MediaList({});
    const subject = textOf(record['主题']);
    const replies = objectsIn(record, '回复').map((reply) => spoken('other', textOf(reply['楼ID']) ?? '', reply['回复'], media));
    return chatForm(subject === undefined ? replies : [spoken('other', '主题', subject, media), ...replies], media);
  },
};

/** Paragraphs with a text a language; those of one language are one text, a line each. */
const parallel: RecordSchema = {
  id: 'mnbvc-parallel',
  fits(record) {
    const paragraphs = objectsIn(record, '段落');
    return paragraphs.length > 0 && paragraphs.every((paragraph) => languagesOf(paragraph).length > 1) ? 0.96 : lacks('段落[0].zh_text');
  },
  read(record) {
    const lines = objectsIn(record, '段落').map(
      (paragraph) => new Map(languagesOf(paragraph).map(({ language, text }) => [language, text])),
    );
    const texts = [...new Set(lines.flatMap((line) => [...line.keys()]))].map((language) => ({
      language,
      text: lines.map((line) => line.get(language) ?? '').join('\n'),
    }));
    return { kind: 'translation', texts: texts.filter(({ text }) => text.trim() !== ''), media: [], regions: [] };
  },
};

function objectsIn(record: Fields, key: string): readonly Fields[] {
  return (listOf(record[key]) ?? []).flatMap((item) => (isObject(item) ? [item] : []));
}

export const MNBVC_SCHEMAS: readonly RecordSchema[] = [mnbvc, forum, parallel];
