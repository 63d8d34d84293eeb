/** Searches in many scripts: rows and matches as a script of another language counted them. */
import { describe, expect, it } from 'vitest';
import { part, search } from './search-agrees.ts';

const TEXTS = [
  '東京は日本の首都です。',
  'とうきょうは大きい。トウキョウ、ﾄｳｷｮｳ。',
  'ガギグ カ\u3099キ\u3099ク\u3099',
  '서울은 대한민국의 수도이다.',
  '\u1109\u1165\u110b\u116e\u11af\u110b\u1173\u11ab \u1112\u1161\u11ab\u1100\u1161\u11bc \u110b\u1167\u11c1\u110b\u1166 \u110b\u1175\u11bb\u1103\u1161.',
  '한국어와 조선말',
  '北京是中国的首都，中国人口众多。',
  '中國與中国',
  '熊猫吃竹子，猫吃鱼。',
  'القاهرة عاصمة مصر',
  'الع\u064eر\u064eب\u0650ي\u064e\u0651ة والعربية',
  'سؤال؟ نعم، لا',
  'ـمـصـر مصر',
  'Straße, STRASSE, strasse, STRAẞE',
  'İstanbul, istanbul, ISTANBUL, ıstanbul',
  'ΟΔΥΣΣΕΥΣ και οδυσσευς',
  'Σίσυφος ΣΊΣΥΦΟΣ',
  'Café cafe\u0301 CAFÉ',
  'naïve NAÏVE',
  'µm μm ΜM',
  'ſie Sie',
  '\u212bngström Ångström a\u030angstro\u0308m',
  'Привет МИР, ёлка е\u0308лка',
  'สวัสดีชาวโลก',
  'नमस\u094dते दुनिया',
  '👩\u200d👩\u200d👧 👍🏽 🇨🇳',
  '👍',
  'K Kelvin K',
  'e\u0301\u0323 ẹ\u0301',
  'Việt Nam VIỆT NAM',
];

/**
 * Needle, rows, matches, by Python 3.11: both sides `''.join(f if len(f := c.casefold()) == 1 else c.lower() for c in
 * unicodedata.normalize('NFC', text))`, then `needle in text` and `text.count(needle)`.
 */
const COUNTED: readonly (readonly [needle: string, rows: readonly number[], matches: number])[] = [
  ['日本', [0], 1],
  ['トウキョウ', [1], 1],
  ['ﾄｳｷｮｳ', [1], 1],
  ['ガ', [2], 2],
  ['ク\u3099', [2], 2],
  ['서울', [3, 4], 2],
  ['\u1112\u1161\u11ab', [3, 4, 5], 3],
  ['한', [3, 4, 5], 3],
  ['중국', [], 0],
  ['中国', [6, 7], 3],
  ['中國', [7], 1],
  ['猫', [8], 2],
  ['مصر', [9, 12], 2],
  ['العربية', [10], 1],
  ['الع\u064eر\u064eب\u0650ي\u064e\u0651ة', [10], 1],
  ['؟', [11], 1],
  ['straße', [13], 2],
  ['STRASSE', [13], 2],
  ['istanbul', [14], 2],
  ['İ', [14], 1],
  ['ısta', [14], 1],
  ['οδυσσεύς', [], 0],
  ['οδυσσευς', [15], 2],
  ['ΣΊΣΥΦΟΣ', [16], 2],
  ['café', [17], 3],
  ['cafe', [], 0],
  ['NAÏVE', [18], 2],
  ['μm', [19], 3],
  ['sie', [20], 2],
  ['ångström', [21], 3],
  ['Ёлка', [22], 2],
  ['е', [22], 1],
  ['สวัสดี', [23], 1],
  ['दुनिया', [24], 1],
  ['👩', [25], 2],
  ['👍', [25, 26], 2],
  ['👍🏽', [25], 1],
  ['🇨🇳', [25], 1],
  ['kelvin', [27], 1],
  ['k', [27], 3],
  ['ẹ\u0301', [28], 2],
  ['việt', [29], 2],
  ['e', [13, 18, 20, 27], 9],
];

const escaped = (json: string): string => json.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

describe('a search in many scripts', () => {
  it.each([
    ['JSONL', 'x.jsonl', TEXTS.map((text) => JSON.stringify({ text })).join('\n')],
    ['JSONL in ASCII', 'x.jsonl', TEXTS.map((text) => escaped(JSON.stringify({ text }))).join('\n')],
    ['CSV', 'x.csv', ['text,n', ...TEXTS.map((text, i) => `${quoted(text)},${i * 1000}`)].join('\n')],
  ])('finds in %s what a plain look finds', async (_, path, content) => {
    for (const [needle, rows, matches] of COUNTED) {
      const found = await search(path, content, part(needle));
      const total = Object.values(found).reduce((sum, count) => sum + count, 0);
      expect([needle, Object.keys(found).map(Number), total]).toEqual([needle, rows, matches]);
    }
  });
});
