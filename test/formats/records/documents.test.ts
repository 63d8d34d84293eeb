import { describe, expect, it } from 'vitest';
import { eachText } from '../../../src/model/record-text.ts';
import { chatOf, formAs, schemaOf, script } from './read.ts';

const names = (record: unknown): string[] => chatOf(record).media.map(({ name }) => name);

describe('documents with pictures between their texts', () => {
  it('have both in order (OBELICS)', () => {
    const record = { images: ['a.jpg', null, null, 'b.jpg'], texts: [null, 'hello 1', 'more', null], metadata: '[]' };
    expect(schemaOf(record)).toBe('obelics');
    expect(script(chatOf(record))).toEqual(['other: #0 | hello 1 | more | #1']);
    expect(names(record)).toEqual(['a.jpg', 'b.jpg']);
    const read: string[] = [];
    eachText(chatOf(record), (text) => read.push(text));
    expect(read).toEqual(['hello 1', 'more']);
  });

  it('are no such where every picture has a text', () => {
    expect(schemaOf({ images: ['a.jpg'], texts: ['said of it'] })).not.toBe('obelics');
    expect(schemaOf({ images: ['a.jpg'], texts: [null, 'one too many'] })).not.toBe('obelics');
  });

  it('say of each picture before which text it stands (MMC4)', () => {
    const record = {
      text_list: ['one', 'two'],
      image_info: [
        { image_name: 'late.jpg', matched_text_index: 1, matched_sim: 0.3 },
        { image_name: 'early.jpg', matched_text_index: 0 },
        { raw_url: 'https://example.org/x.png' },
      ],
    };
    expect(schemaOf(record)).toBe('mmc4');
    expect(script(chatOf(record))).toEqual(['other: #0 | one | #1 | two | #2']);
    expect(names(record)).toEqual(['early.jpg', 'late.jpg', 'https://example.org/x.png']);
  });
});

describe('conversations in a list', () => {
  it('are one after the other, each with its own pictures', () => {
    const sample = (image: string, said: string): object => ({
      image,
      conversations: [
        { from: 'human', value: `<image>\n${said}` },
        { from: 'gpt', value: `<ref>${said}</ref><box>(1,2),(3,4)</box>` },
      ],
    });
    const record = { value: [sample('a.jpg', 'one'), sample('b.jpg', 'two')] };
    expect(schemaOf(record)).toBe('packed-chat');
    expect(script(chatOf(record)).filter((turn) => turn.startsWith('user'))).toEqual(['user: #0 | \none', 'user: #1 | \ntwo']);
    expect(names(record)).toEqual(['a.jpg', 'b.jpg']);
    expect(chatOf(record).regions.map(({ media, label }) => [media, label])).toEqual([
      [0, 'one'],
      [1, 'two'],
    ]);
    expect(chatOf(record).messages).toBe(4);
  });

  it('may be the messages themselves', () => {
    const value = [
      { role: 'user', content: 'q' },
      { role: 'assistant', content: 'a' },
    ];
    expect(schemaOf({ value })).toBe('packed-chat');
    expect(script(chatOf({ value }))).toEqual(['user: q', 'assistant: a']);
    expect(schemaOf({ value: [] })).toBeUndefined();
    expect(schemaOf({ value: [...value, 'x'] })).toBeUndefined();
  });
});

describe('words with their tags in the same cell', () => {
  it('are a sentence with its classes', () => {
    const record = { column_1: 'cats###N', column_2: 'a###b###V', column_3: '.###O', column_4: '', column_5: undefined };
    expect(schemaOf(record)).toBe('word-tags');
    const { text, spans } = formAs(record, 'spans');
    expect(text).toBe('cats a###b .');
    expect(spans.map(({ label, fragments }) => [label, ...fragments])).toEqual([
      ['N', [0, 4]],
      ['V', [5, 10]],
    ]);
    expect(schemaOf({ column_1: 'cats###N', column_2: 'no tag' })).not.toBe('word-tags');
  });
});

describe('trees of messages', () => {
  const message = (text: string, role: string, replies: object[] = []): object => ({ message_id: text, text, role, replies });

  it('are a prompt and every way through them', () => {
    const record = {
      message_tree_id: 'x',
      prompt: message('q', 'prompter', [message('a', 'assistant', [message('more', 'prompter')]), message('b', 'assistant')]),
    };
    expect(schemaOf(record)).toBe('message-tree');
    const { prompt, answers } = formAs(record, 'preference');
    expect(script({ turns: prompt })).toEqual(['user: q']);
    expect(answers.map(({ name, turns }) => [name, ...script({ turns })])).toEqual([
      ['1.1', 'assistant: a', 'user: more'],
      ['2', 'assistant: b'],
    ]);
  });

  it('are a conversation where each has one answer', () => {
    const root = message('q', 'prompter', [message('a', 'assistant')]);
    expect(schemaOf(root)).toBe('message-tree');
    expect(script(chatOf(root))).toEqual(['user: q', 'assistant: a']);
  });
});

describe('MNBVC', () => {
  it('has threads of forums', () => {
    const record = { ID: 1, 主题: '标题', 来源: 'x', 回复: [{ 楼ID: '1', 回复: '你好', 扩展字段: '{}' }] };
    expect(schemaOf(record)).toBe('mnbvc-forum');
    expect(chatOf(record).turns.map(({ as }) => as)).toEqual(['主题', '1']);
    expect(script(chatOf(record))).toEqual(['other: 标题', 'other: 你好']);
  });

  it('has parallel texts', () => {
    const lines = [
      { 行号: 1, zh_text_md5: 'x', zh_text: '你好', en_text: 'hello', de_text: '' },
      { 行号: 2, zh_text_md5: 'y', zh_text: '再见', en_text: 'bye', de_text: '' },
    ];
    const record = { 文件名: 'a.txt', 段落: lines };
    expect(schemaOf(record)).toBe('mnbvc-parallel');
    expect(formAs(record, 'translation').texts).toEqual([
      { language: 'zh', text: '你好\n再见' },
      { language: 'en', text: 'hello\nbye' },
    ]);
  });
});

describe('records made for a model', () => {
  it('are lists of tokens with their lengths', () => {
    const record = { input_ids: [5, 6, 7], attention_mask: [1, 1, 1], labels: [-100, 6, 7] };
    expect(schemaOf(record)).toBe('token-ids');
    expect(formAs(record, 'code').sections.map(({ name, text }) => [name, text])).toEqual([
      ['input_ids (3)', '5 6 7'],
      ['labels (3)', '-100 6 7'],
      ['attention_mask (3)', '1 1 1'],
    ]);
    expect(schemaOf({ text: 'a', label: 1, input_ids: [5] })).toBe('classification');
    expect(schemaOf({ text: 'a', input_ids: [5] })).toBe('token-ids');
    expect(schemaOf({ input_ids: [] })).toBeUndefined();
  });

  it('have a column a class', () => {
    const record = { text: 'a', id: 7, joy: 0, anger: '1', fear: false };
    expect(schemaOf(record)).toBe('one-hot');
    expect(formAs(record, 'classification').labels).toEqual([{ label: 'anger' }]);
    expect(schemaOf({ text: 'a', score: 1, seen: 0 })).toBe('text');
  });
});
