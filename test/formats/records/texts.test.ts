import { describe, expect, it } from 'vitest';
import { regionsOf } from '../../../src/formats/records/regions.ts';
import { guessCoordinates, regionShape, type Coordinates, type Region, type RegionOrder } from '../../../src/model/region.ts';
import { chatOf, formAs, formOf, schemaOf } from './read.ts';

describe('texts', () => {
  it.each([
    ['classification', { text: 'a', label: 1 }],
    ['classification', { text: 'How?', category: 'card_arrival' }],
    ['classification', { text: 'a', labels: ['x', 'y'] }],
    ['nli', { premise: 'a', hypothesis: 'b', label: -1 }],
    ['text-pair', { sentence1: 'a', sentence2: 'b', score: 0.5 }],
    ['text-pair', { sent_more: 'a', sent_less: 'b', stereo_antistereo: 'stereo' }],
    ['retrieval', { query: 'a', pos: ['b'], neg: ['c', 'd'] }],
    ['summary', { article: 'a', highlights: 'b' }],
    ['translation', { translation: { en: 'a', de: 'b' } }],
    ['translation', { en: 'a', zh_text: 'b' }],
    ['translation', { translation: ['a', 'b'], language: ['en', 'de'] }],
    ['text-to-text', { source: 'a', target: 'b' }],
    ['text-to-text', { text: 'Hello!', label: ['こんにちは！'] }],
    ['text-to-text', { text: 'See you.', label: 'さようなら。' }],
    ['classification', { text: 'See you.', label: 'e.g' }],
    ['picture-labels', { filename: 'cat.png', bbox: [{ x: 1, y: 2, width: 3, height: 4, label: 'cat' }] }],
    ['picture-labels', { filename: 'cat.png', segmentation: [{ points: [1, 2, 3, 4, 5, 6], label: 'cat' }] }],
    ['code-problem', { task_id: 'x/0', prompt: 'def f():', canonical_solution: 'return 1', test: 't', entry_point: 'f' }],
    ['code-problem', { problem_statement: 'p', patch: '-a\n+b' }],
    ['code-file', { content: 'x = 1', repo_name: 'a/b', path: 'x.py', lang: 'python' }],
    ['media-text', { filename: 'cat.jpg', label: ['meow'] }],
    ['media-text', { audio: 'a.wav', sentence: 'hello' }],
    ['mnbvc', { 文件名: 'a.txt', 段落: [{ 行号: 1, 内容: '一' }] }],
    ['embedding', { text: 'a', embedding: Array.from({ length: 16 }, (_, i) => i / 16) }],
    ['text', { text: 'a', meta: { x: 1 } }],
    ['instruction', { prompt: 'a', response: 'b' }],
    [undefined, { label: 'FASHION', pattern: [{ lower: 'ann' }] }],
    [undefined, { name: 'Monstera', height: 180 }],
  ])('%s', (schema, record) => {
    expect(schemaOf(record)).toBe(schema);
    expect(schema === undefined || formOf(record).kind.length > 0).toBe(true);
  });

  it('say that they have no label, where there is a place for one', () => {
    expect(formAs({ premise: 'a', hypothesis: 'b', label: -1 }, 'classification')).toMatchObject({ labels: [], unlabelled: true });
    expect(formAs({ text: 'a', label: [] }, 'classification').unlabelled).toBe(true);
    expect(formAs({ query: 'a', pos: ['b'] }, 'classification').unlabelled).toBe(false);
    expect(formAs({ text: 'a', label: 'x', score: 0.25 }, 'classification').labels).toEqual([{ label: 'x', score: 0.25 }]);
  });

  it('are told apart from keys of the prototype', () => {
    expect(schemaOf('{"__proto__": {"messages": []}, "constructor": 1}')).toBeUndefined();
  });
});

describe('places written in a text', () => {
  it.each([
    ['Qwen-VL', '<ref>cat</ref><box>(10,20),(30,40)</box>', 'box cat 10,20,30,40 thousand'],
    ['InternVL', '<ref>cat</ref><box>[[10, 20, 30, 40]]</box>', 'box cat 10,20,30,40 thousand'],
    ['Qwen2-VL', '<|object_ref_start|>cat<|object_ref_end|><|box_start|>(10,20),(30,40)<|box_end|>', 'box cat 10,20,30,40 thousand'],
    ['Qwen2.5-VL', '```json\n[{"bbox_2d": [10, 20, 30, 40], "label": "cat"}]\n```', 'box cat 10,20,30,40 '],
    ['points', '[{"point_2d": [10, 20], "label": "eye"}]', 'point eye 10,20 '],
    ['DeepSeek-VL2', '<|ref|>cat<|/ref|><|det|>[[10, 20, 30, 40]]<|/det|>', 'box cat 10,20,30,40 thousand'],
    ['Florence-2', 'cat<loc_10><loc_20><loc_30><loc_40>', 'box cat 10,20,30,40 thousand'],
    ['PaliGemma', '<loc0020><loc0010><loc0040><loc0030> cat', 'box cat 10,20,30,40 grid'],
    ['Gemini', '[{"box_2d": [20, 10, 40, 30], "label": "cat"}]', 'box cat 10,20,30,40 thousand'],
    ['Molmo', '<point x="61.5" y="40.6" alt="eye">eye</point>', 'point eye 61.5,40.6 percent'],
    ['Shikra', 'The cat [0.1, 0.2, 0.3, 0.4] sleeps', 'box  0.1,0.2,0.3,0.4 '],
    [
      'Kosmos-2',
      '<phrase>cat</phrase><object><patch_index_0033><patch_index_0330></object>',
      'box cat 0.046875,0.046875,0.328125,0.328125 unit',
    ],
    ['Kosmos-2, one patch', '<object><patch_index_0033><patch_index_0033></object>', 'box  0.03125,0.03125,0.0625,0.0625 unit'],
    ['an agent', 'pyautogui.click(x=0.51, y=0.33)', 'point click 0.51,0.33 '],
    ['a quad', '<quad>(1,2),(3,2),(3,4),(1,4)</quad>', 'polygon  1,2,3,2,3,4,1,4 thousand'],
  ])('are found as %s writes them', (_name, text, expected) => {
    expect(
      regionsOf(text, 2).map(({ shape, label, numbers, coordinates, media }) => [
        `${shape} ${label} ${numbers.join(',')} ${coordinates ?? ''}`,
        media,
      ]),
    ).toEqual([[expected, 2]]);
  });

  it('are none in ordinary lists and prices', () => {
    expect(regionsOf('Sort [4, 3, 2, 1] and keep $5.', 0)).toEqual([]);
  });

  it('are read in another order, and in pixels of the resized picture, where a person says so', () => {
    const [region] = regionsOf('[{"bbox": [10, 20, 30, 40]}]', 0);
    const as = (coordinates: Coordinates, order?: RegionOrder): unknown => region && regionShape(region, coordinates, 1000, 500, order);
    expect(as('pixels')).toEqual({ kind: 'box', box: [10, 20, 20, 20] });
    expect(as('pixels', 'corners')).toEqual({ kind: 'box', box: [10, 20, 20, 20] });
    expect(as('pixels', 'yx')).toEqual({ kind: 'box', box: [20, 10, 20, 20] });
    expect(as('pixels', 'size')).toEqual({ kind: 'box', box: [10, 20, 30, 40] });
    // 1000 × 500 becomes 1008 × 504.
    expect(as('resized')).toMatchObject({
      box: [expect.closeTo(9.921, 3), expect.closeTo(19.841, 3), expect.closeTo(19.841, 3), expect.anything()],
    });
    // Others as Python's smart_resize gives them.
    const sizes = [
      [10, 10, 56, 56],
      [40, 30, 84, 56],
      [700, 70, 700, 56],
      [21_000, 9000, 5460, 2324],
    ] as const;
    for (const [width, height, wide, high] of sizes) {
      const whole: Region = { shape: 'box', numbers: [0, 0, wide, high], label: '', coordinates: undefined, media: 0 };
      expect(regionShape(whole, 'resized', width, height)).toEqual({ kind: 'box', box: [0, 0, width, height] });
    }
  });

  it('are those that ms-swift lists beside the text', () => {
    const record = {
      images: ['a.jpg', 'b.jpg'],
      messages: [
        { role: 'user', content: '<image><image>Where is <ref-object>?' },
        { role: 'assistant', content: '<bbox>' },
      ],
      objects: {
        ref: ['cat', 'dog'],
        bbox: [
          [10, 20, 30, 40],
          [5, 6],
        ],
        image_id: [1, 0],
      },
    };
    const listed = (objects: object): unknown =>
      chatOf({ ...record, objects: { ...record.objects, ...objects } }).regions.map(({ shape, label, media, coordinates }) => [
        shape,
        label,
        media,
        coordinates,
      ]);
    expect(listed({})).toEqual([
      ['box', 'cat', 1, 'pixels'],
      ['point', 'dog', 0, 'pixels'],
    ]);
    expect(listed({ bbox_type: 'norm1' })).toEqual([
      ['box', 'cat', 1, 'unit'],
      ['point', 'dog', 0, 'unit'],
    ]);
  });

  it('are pixels of the picture, whatever they count', () => {
    const [region] = regionsOf('<box>(100,200),(300,400)</box>', 0);
    expect(region && regionShape(region, 'thousand', 2000, 1000)).toEqual({ kind: 'box', box: [200, 200, 400, 200] });
    expect(region && regionShape(region, 'pixels', 2000, 1000)).toEqual({ kind: 'box', box: [100, 200, 200, 200] });
    const guess = (numbers: readonly number[], width: number): string =>
      guessCoordinates([{ shape: 'box', numbers, label: '', coordinates: undefined, media: 0 }], width, width);
    expect([guess([0.1, 1], 500), guess([10, 1200], 500), guess([10, 400], 500), guess([10, 900], 500)]).toEqual([
      'unit',
      'pixels',
      'pixels',
      'thousand',
    ]);
  });
});
