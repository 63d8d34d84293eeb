import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { listNodeFiles } from '../../src/files/node-source.ts';
import { en } from '../../src/i18n/en.ts';
import { placesOf, type Message } from '../../src/i18n/message.ts';
import { problemsEn } from '../../src/i18n/problems-en.ts';
import { problemsZh } from '../../src/i18n/problems-zh.ts';
import { problemSentence, problemTitle } from '../../src/i18n/problems.ts';
import { createTranslator } from '../../src/i18n/translate.ts';
import { zh } from '../../src/i18n/zh.ts';
import { PROBLEM_SEVERITY, type Problem, type ProblemCode } from '../../src/model/problem.ts';
import { formsOf, isChinese } from './words.ts';

const codes = Object.keys(PROBLEM_SEVERITY) as ProblemCode[];
const english = createTranslator('en', en);
const chinese = createTranslator('zh', zh);
const say = (code: ProblemCode, values: Problem['values'] = {}): string => problemSentence(english, { code, values });

describe('every problem', () => {
  it('has words in both languages', () => {
    expect(Object.keys(problemsEn).sort()).toEqual(codes.toSorted());
    expect(Object.keys(problemsZh).sort()).toEqual(codes.toSorted());
  });

  it('has a Chinese sentence for each English one, with the same values and the same choices', () => {
    const shape = (message: Message): unknown => ({
      by: typeof message === 'string' ? undefined : message.by,
      is: typeof message === 'string' ? [] : Object.keys(message.is ?? {}),
      places: [...new Set(formsOf(message).flatMap((form) => placesOf(form)))].sort(),
    });
    for (const code of codes) {
      expect([code, (problemsZh[code].says ?? []).map(shape)]).toEqual([code, (problemsEn[code].says ?? []).map(shape)]);
    }
  });

  it('is told in Chinese in Chinese', () => {
    const texts = codes.flatMap((code) => [problemsZh[code].title, ...(problemsZh[code].says ?? []).flatMap(formsOf)]);
    expect(texts.filter((text) => !isChinese(text))).toEqual([]);
    expect(texts.filter((text) => /\p{Script=Han}[,.;:!?()]|\p{Script=Han}[A-Za-z0-9{]|[A-Za-z0-9}]\p{Script=Han}/u.test(text))).toEqual(
      [],
    );
  });

  it('has a title without places, so that there is always something to say', () => {
    for (const code of codes) expect(placesOf(problemsEn[code].title) + problemTitle(chinese, code)).not.toContain('{');
  });

  it('has no sentence that another before it always wins over', () => {
    for (const code of codes) {
      const needs = (problemsEn[code].says ?? []).map(
        (message) => new Set(typeof message === 'string' ? placesOf(message) : [message.by ?? 'n', ...placesOf(message.other)]),
      );
      for (const [i, later] of needs.entries()) {
        for (const earlier of needs.slice(0, i)) expect([code, [...earlier].every((place) => later.has(place))]).toEqual([code, false]);
      }
    }
  });
});

describe('a sentence', () => {
  it('says what, where and the number', () => {
    expect(say('class-unknown', { class: 91, classes: 80, names: 'data.yaml' })).toBe('Class 91, but data.yaml names 80 classes');
    expect(say('class-unknown', { class: 1, classes: 1, names: '' })).toBe('Class 1, but only 1 class is named');
    expect(say('box-out-of-bounds', { right: 1296, imageWidth: 1280, imageHeight: 960, x: 1200, y: 4, width: 96, height: 20 })).toBe(
      'Box ends at x = 1,296, but the image is 1,280 wide',
    );
    expect(say('box-out-of-bounds', { left: -3.25, imageWidth: 1280, imageHeight: 960 })).toBe(
      'Starts at x = -3.25, but the image starts at 0',
    );
    expect(say('box-out-of-bounds', { bottom: 1.0302 })).toBe('Ends at y = 1.0302, but the image ends at 1');
    expect(problemSentence(chinese, { code: 'class-unknown', values: { class: 91, classes: 80, names: 'data.yaml' } })).toBe(
      '类别编号为 91，但 data.yaml 只列出 80 个类别',
    );
  });

  it('is the most telling one that has all its values, else the title', () => {
    expect(say('image-missing', { name: 'a.jpg' })).toBe('The image a.jpg is not among the files');
    expect(say('image-missing', { name: '' })).toBe('A named image is not among the files');
    expect(say('zip-broken', { reason: 'no directory', entries: 1 })).toBe(
      'The archive is broken; 1 entry before the break was read: no directory',
    );
    expect(say('zip-broken', { reason: 'no directory' })).toBe('The archive is broken: no directory');
    expect(say('zip-broken')).toBe('The archive is broken');
  });

  it('has words for reasons that are ours, and repeats those of others', () => {
    expect(say('zip-entry-unsupported', { reason: 'method', method: 14 })).toContain('compressed by method 14');
    expect(say('zip-entry-unsupported', { reason: 'An entry of 9 bytes' })).toBe('The entry cannot be read: An entry of 9 bytes');
    expect(say('json-syntax', { column: 12345, expected: 'colon' })).toBe('Not valid JSON at column 12345: a colon is expected');
    expect(problemSentence(chinese, { code: 'json-syntax', values: { offset: 12345, expected: 'colon' } })).toBe(
      '字节 12345 处不是有效的 JSON：此处应有冒号',
    );
  });

  it('says in Chinese what others say in English, or marks that it quotes them', () => {
    const inChinese = (code: ProblemCode, reason: string): string => problemSentence(chinese, { code, values: { reason } });
    expect(inChinese('yaml-syntax', 'duplicated mapping key')).toBe('YAML 无法读取：键重复');
    expect(inChinese('zip-broken', 'The entry ends after 5 of 70000 bytes')).toBe('压缩包已损坏：条目应有 70000 字节，在第 5 字节处结束');
    expect(inChinese('file-changed', 'A requested file or directory could not be found at the time an operation was processed.')).toBe(
      '文件在打开后被修改或删除：文件或文件夹已不存在',
    );
    expect(inChinese('file-unreadable', 'Something new $1')).toBe('文件无法读取：“Something new $1”（系统原文）');
    expect(inChinese('image-unreadable', 'truncated')).toBe('图像文件在像素数据之前就结束了');
  });

  it('separates thousands of counts and sizes, not of ids, classes, lines and bytes', () => {
    expect(say('category-unknown', { category: 123456, count: 7890 })).toBe(
      '7,890 annotations name category 123456, which is not declared',
    );
    expect(say('row-duplicate', { first: 1234 })).toBe('The same as line 1234');
    expect(say('json-truncated', { offset: 1234567 })).toBe('The file ends at byte 1234567, in the middle of its JSON');
    expect(say('line-too-long', { bytes: 70_000_000, limit: 67_108_864 })).toBe(
      '70,000,000 bytes in one record; up to 67,108,864 are read',
    );
  });

  it('takes values as text', () => {
    expect(say('class-invalid', { class: '{count} $& <b>' })).toBe('“{count} $& <b>” is no class number');
    expect(say('record-not-object', { kind: '__proto__' })).toBe('The record is __proto__, not an object');
  });
});

/** The values that come with a code, kind by kind, wherever one is told of. */
const EMITTED: Readonly<Partial<Record<ProblemCode, readonly string[]>>> = {
  'file-unreadable': ['reason', 'reason entries'],
  'file-changed': ['reason', 'reason entries'],
  'file-empty': ['blank'],
  'file-encoding': ['encoding', 'encoding count'],
  'text-invalid': ['count'],
  'text-mixed': ['encoding'],
  'lfs-pointer': ['size'],
  'zip-broken': ['reason', 'reason entries'],
  'packed-broken': ['how packed unpacked reason'],
  'zip-entry-unsupported': ['reason', 'reason method', 'reason size compressed'],
  'parquet-broken': ['reason'],
  'arrow-broken': ['reason'],
  'column-unreadable': ['column reason'],
  'line-too-long': ['bytes limit', 'offset section'],
  'tokenizer-invalid': ['reason'],
  'json-syntax': ['column expected', 'expected offset', 'offset section', 'offset', 'offset stopped', 'section'],
  'json-truncated': ['column expected', 'offset section', 'offset'],
  'json-shape': ['section offset', 'section', 'offset'],
  'json-not-finite': ['count'],
  'json-control': ['count'],
  'csv-width': ['cells columns'],
  'yaml-syntax': ['reason'],
  'image-missing': ['name', 'reference'],
  'images-absent': ['images'],
  'image-ambiguous': ['name candidates count', 'reference candidates count'],
  'image-unreadable': ['reason'],
  'image-size-differs': ['declaredWidth declaredHeight width height'],
  'image-turned': ['orientation'],
  'image-listed-twice': ['id name', 'id'],
  'id-missing': ['section count'],
  'id-duplicate': ['id section count', 'id name', 'id'],
  'id-zero': ['count'],
  'id-mixed-types': ['numbers texts count'],
  'image-unknown': ['image', 'field'],
  'category-unknown': ['category count', 'categories ids count'],
  'category-duplicate': ['id name count', 'category name count'],
  'category-missing': ['count'],
  'class-unknown': ['class classes names', 'class classes'],
  'class-count-differs': ['nc names'],
  'class-names-conflict': ['category name other count', 'other classes otherClasses'],
  'class-names-alike': ['name count other otherCount'],
  'class-invalid': ['class'],
  'box-invalid': ['box'],
  'box-degenerate': ['width height', 'x y width height'],
  'box-negative': ['width height', 'x y width height'],
  'box-out-of-bounds': ['left', 'top', 'right', 'bottom', 'left top', 'left right', 'top bottom', 'right bottom', 'left top right bottom'],
  'box-normalised': ['count total'],
  'box-corners': ['count total'],
  'box-doubled': ['class iou'],
  'polygon-odd': ['numbers'],
  'polygon-too-short': ['numbers'],
  'polygon-invalid': ['value'],
  'mask-invalid': ['found', 'size', 'size pixels expected'],
  'mask-size-differs': ['size expected'],
  'keypoints-invalid': ['value', 'numbers'],
  'keypoints-count': ['category expected found count'],
  'area-missing': ['count'],
  'value-invalid': ['decimal', 'field value', 'field count'],
  'row-invalid': ['text column tokens', 'text tokens'],
  'row-duplicate': ['first'],
  'rows-mixed': ['boxes polygons'],
  'rows-undecided': ['tokens as'],
  'record-not-object': ['kind'],
  'columns-many': ['limit'],
  'span-misplaced': ['id label start end quoted', 'id label start end'],
  'reference-unknown': ['id reference'],
  'type-undeclared': ['id type'],
  'label-shared': ['images'],
  'folder-missing': ['split path'],
  'split-shared': ['split other path'],
  'split-classes-differ': ['split classes count'],
  'results-without-truth': ['files'],
  'prediction-classes-shifted': ['shift'],
  'nothing-recognised': ['files'],
  'file-unsupported': ['kind'],
  'dataset-file-missing': ['entry name'],
  'dataset-remote': ['entry place'],
  'dataset-column-missing': ['entry column'],
  'media-missing': ['name records', 'more'],
  'rows-differ': ['declared split found', 'declared found'],
  'shards-missing': ['found declared name'],
  'lines-differ': ['found declared'],
};

describe('each kind of values', () => {
  const kinds = Object.entries(EMITTED).flatMap(([code, all]) => all.map((names) => [code as ProblemCode, names] as const));

  it.each(kinds)('of %s has a sentence: %s', (code, names) => {
    const values = Object.fromEntries(names.split(' ').map((name) => [name, 1234]));
    for (const speaker of [english, chinese]) {
      const sentence = problemSentence(speaker, { code, values });
      expect(sentence).not.toBe(problemTitle(speaker, code));
      expect(sentence).toMatch(/1,?234/);
    }
  });

  it('leaves no sentence that nothing asks for', () => {
    const asked = (code: ProblemCode, needs: readonly string[]): boolean =>
      (EMITTED[code] ?? []).some((names) => needs.every((name) => names.split(' ').includes(name) || /^image(Width|Height)$/.test(name)));
    const idle = codes.flatMap((code) =>
      (problemsEn[code].says ?? []).filter((message) => !formsOf(message).some((form) => asked(code, placesOf(form)))),
    );
    expect(idle).toEqual([]);
  });
});

/** Codes whose title says it all, whatever values come with them. */
const TITLE_ONLY = new Set<ProblemCode>(['csv-syntax', 'label-empty', 'label-missing', 'results-without-truth', 'row-shape']);

describe('in the samples', () => {
  const root = fileURLToPath(new URL('../../samples/', import.meta.url));
  const folders = (path: string): string[] =>
    readdirSync(path).filter((name) => !name.startsWith('_') && statSync(join(path, name)).isDirectory());
  const samples = folders(root).flatMap((format) => folders(join(root, format)).map((name) => join(format, name)));

  it.each(samples)('every problem of %s is told in full', async (sample) => {
    const engine = createEngine();
    const files = await listNodeFiles([join(root, sample)]);
    engine.addEntries(files.filter(({ path }) => !path.endsWith('expected.json')));
    const { datasets, problems: ofDrop } = await engine.open({});
    const told: Problem[] = [...ofDrop];
    for (const { id } of datasets) {
      for (const { code, count } of await engine.problemGroups({ dataset: id })) {
        told.push(...(await engine.problems({ dataset: id, code, from: 0, to: Math.min(count, 1000) })).problems);
      }
    }
    const expected: { problems: readonly { code: string; count: number }[] } = JSON.parse(
      readFileSync(join(root, sample, 'expected.json'), 'utf8'),
    );
    expect(told.length).toBe(expected.problems.reduce((sum, { count }) => sum + count, 0));
    for (const speaker of [english, chinese]) {
      expect(told.map((problem) => problemSentence(speaker, problem)).filter((sentence) => /\{\w+\}|undefined/.test(sentence))).toEqual([]);
      expect(told.filter((problem) => isVague(speaker, problem))).toEqual([]);
    }
  });
});

/** Whether values were given, and the sentence says none. */
function isVague(speaker: typeof english, problem: Problem): boolean {
  if (problem.values === undefined || TITLE_ONLY.has(problem.code)) return false;
  return problemSentence(speaker, problem) === problemTitle(speaker, problem.code);
}
