import { describe, expect, it } from 'vitest';
import { en, type MessageKey } from '../../src/i18n/en.ts';
import { placesOf, type Message } from '../../src/i18n/message.ts';
import { createTranslator, preferredLanguage } from '../../src/i18n/translate.ts';
import { zh } from '../../src/i18n/zh.ts';
import { formsOf, isChinese } from './words.ts';

const keys = Object.keys(en) as MessageKey[];
const english: Readonly<Record<MessageKey, Message>> = en;

const allPlaces = (message: Message): string[] => [...new Set(formsOf(message).flatMap((form) => placesOf(form)))].sort();

describe('Chinese', () => {
  it('has every message of English and none besides', () => {
    expect(Object.keys(zh).sort()).toEqual(keys.toSorted());
  });

  it('has the places of English', () => {
    for (const key of keys) expect([key, allPlaces(zh[key])]).toEqual([key, allPlaces(english[key])]);
  });

  it('is Chinese, but for names and signs', () => {
    const names = [
      'app.name',
      'column.index',
      'facet.atLeast',
      'facet.atMost',
      'format.arrow',
      'format.brat',
      'format.coco',
      'format.conll',
      'format.csv',
      'format.fasttext',
      'format.imagefolder',
      'format.json',
      'format.jsonl',
      'format.parquet',
      'format.webdataset',
      'format.yolo',
      'inspector.actual',
      'status.amount',
      'table.moreClasses',
      'table.px',
    ];
    expect(keys.filter((key) => !formsOf(zh[key]).every(isChinese)).sort()).toEqual(names);
  });

  it('sets full-width marks after Chinese, and a space between Chinese and other words or places', () => {
    const wrong = keys.filter((key) =>
      formsOf(zh[key]).some((form) => /\p{Script=Han}[,.;:!?()]|\p{Script=Han}[A-Za-z0-9{]|[A-Za-z0-9}]\p{Script=Han}/u.test(form)),
    );
    expect(wrong).toEqual([]);
  });
});

describe('English', () => {
  it('has whole sentences: no message ends in a space or begins with one', () => {
    expect(keys.filter((key) => formsOf(english[key]).some((form) => form.trim() !== form || form === ''))).toEqual([]);
  });

  it('has a plural for every message that counts by n', () => {
    // Words that stay the same beside any number, and fields of a form.
    const same = /^(top\.problems|empty\.blame|status\.|problems\.(more|sum)|facet\.moreValues|table\.moreClasses)/;
    const single = keys.filter((key) => typeof english[key] === 'string' && placesOf(english[key]).includes('n') && !same.test(key));
    expect(single).toEqual([]);
  });
});

describe('a translator', () => {
  const speak = createTranslator('en', english);
  const zhSpeak = createTranslator('zh', zh);

  it('chooses the plural form by the number', () => {
    expect([0, 1, 2, 1284].map((n) => speak('query.total', { n }))).toEqual(['0 images', '1 image', '2 images', '1,284 images']);
    expect([0, 1, 1284].map((n) => zhSpeak('query.total', { n }))).toEqual(['0 张图像', '1 张图像', '1,284 张图像']);
  });

  it('chooses it by another value where the message says so, and by our own words', () => {
    expect(speak('why.imagefolder', { classes: 1 })).toBe('1 folder of images');
    expect(speak('why.csv', { columns: 3, delimiter: 'tab' })).toBe('3 columns separated by tabs');
    expect(speak('why.csv', { columns: 3, delimiter: ';' })).toBe('3 columns separated by “;”');
    expect(zhSpeak('why.csv', { columns: 3, delimiter: 'tab' })).toBe('以制表符分隔的 3 列');
  });

  it('writes lines and bytes without separators: they are names', () => {
    expect(speak('inspector.rawLines', { path: 'a.jsonl', line: 12345 })).toBe('a.jsonl, from line 12345');
    expect(speak('inspector.rawWhere', { path: 'a.json', start: 1000, end: 2000 })).toBe('a.json, bytes 1000 to 2000');
    expect(zhSpeak('inspector.position', { at: 4, of: 1284 })).toBe('第 4 张，共 1,284 张');
  });

  it('takes values as text: places and patterns in them mean nothing', () => {
    expect(speak('top.close', { name: '{n} $& <b>' })).toBe('Close {n} $& <b>');
    expect(speak('top.close', {})).toBe('Close {name}');
  });

  it('writes a time of today as a clock, and another as a day', () => {
    expect(speak.date(new Date().setHours(9, 5))).toBe('09:05');
    expect(speak.date(new Date(2020, 2, 7).getTime())).toBe('Mar 7');
    expect(zhSpeak.date(new Date(2020, 2, 7).getTime())).toBe('3月7日');
  });
});

describe('the language', () => {
  it('is the first of the browser’s that we have', () => {
    expect(preferredLanguage(['de-DE', 'zh-TW', 'en'])).toBe('zh');
    expect(preferredLanguage(['en-GB', 'zh'])).toBe('en');
    expect(preferredLanguage(['de', 'fr'])).toBe('en');
  });
});
