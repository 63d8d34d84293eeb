/** Text records of the kinds that people train and test with, written for this project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { account, NO_IMAGES, type Dataset } from '../output.ts';

function dataset(name: string, records: readonly unknown[]): Promise<Dataset> {
  const file = `${name}.jsonl`;
  const files = new Map([[file, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`]]);
  return Promise.resolve({
    path: `jsonl/${name}`,
    files,
    expected: {
      format: 'jsonl',
      samples: records.length,
      images: NO_IMAGES,
      annotations: 0,
      byKind: {},
      splits: {},
      categories: [],
      labelSets: [],
      files: [account(file, 'lines', records.length)],
      read: records.length,
      rejected: 0,
      problems: [],
    },
  });
}

/** Characters as Python counts them. */
const codePoints = (text: string): number => Array.from(text).length;

/** Pairs of answers of which one is better; with Markdown, a formula, HTML that is text, and a pair that is no pair. */
export function answers(): Promise<Dataset> {
  const pairs: readonly (readonly [prompt: string, chosen: string, rejected: string, score: readonly [number, number]])[] = [
    [
      'How do I find the hypotenuse of a right triangle?',
      'Add the squares of the two legs and take the root: $c = \\sqrt{a^2 + b^2}$.\n\nFor legs of 3 and 4:\n\n$$c = \\sqrt{3^2 + 4^2} = \\sqrt{25} = 5$$',
      'Add the two legs and take the root: $c = \\sqrt{a + b}$.\n\nFor legs of 3 and 4:\n\n$$c = \\sqrt{3 + 4} = \\sqrt{7} \\approx 2.65$$',
      [9, 2],
    ],
    [
      'Which ferry goes on Sundays?',
      'On Sundays only the **Blue** line goes:\n\n| Line | Sunday |\n| --- | --- |\n| Blue | 9:10, 14:10 |\n| Green | none |',
      'On Sundays only the **Green** line goes:\n\n| Line | Sunday |\n| --- | --- |\n| Blue | none |\n| Green | 9:10, 14:10 |',
      [8, 3],
    ],
    [
      'Write a line of HTML that makes a word bold.',
      'Put it in a `strong` element:\n\n```html\n<p>This is <strong>important</strong>.</p>\n```',
      'Use this: <b onclick="alert(1)">important</b> <script>alert(2)</script>',
      [8, 1],
    ],
    ['Say hello in Norwegian.', 'Hei!', 'Hei!', [5, 5]],
    [
      '自行车的轮胎要打多少气？',
      '公路车轮胎一般打到 6 到 8 巴，以胎壁上印的上限为准。',
      '公路车轮胎一般打到 2 到 3 巴，越软越快。',
      [9, 2],
    ],
    [
      'Is the pump in the harbour open in winter?',
      'Yes, from 8 to 16 on weekdays. It is closed at weekends.',
      'Yes, it is open from 8 to 20 every day of the year.',
      [7, 4],
    ],
  ];
  return dataset(
    'answers',
    pairs.map(([prompt, chosen, rejected, [good, bad]], i) => ({
      id: `pair-${i + 1}`,
      prompt,
      chosen: [
        { role: 'user', content: prompt },
        { role: 'assistant', content: chosen },
      ],
      rejected: [
        { role: 'user', content: prompt },
        { role: 'assistant', content: rejected },
      ],
      score_chosen: good,
      score_rejected: bad,
    })),
  );
}

/** Questions about passages; offsets count code points, one of them is wrong, one has no answer. */
export function reading(): Promise<Dataset> {
  const harbour =
    '🚢 The harbour of Halden has two piers. The north pier was built in 1911, the south pier in 1954. 🎣 Fishing is allowed on both.';
  const street = '老街全长四百米，建于一八七二年。街口的钟楼高二十一米，每天正午敲十二下。';
  const bridge = 'بُني الجسر القديم عام ١٨٩٣ ويبلغ طوله مئتي متر.';
  const place = (context: string, text: string): number => codePoints(context.slice(0, context.indexOf(text)));
  const found = (context: string, ...texts: readonly string[]): unknown => ({
    text: texts,
    answer_start: texts.map((text) => place(context, text)),
  });
  const rows: readonly (readonly [title: string, context: string, question: string, answers: unknown])[] = [
    ['Harbour', harbour, 'When was the north pier built?', found(harbour, '1911', 'in 1911')],
    ['Harbour', harbour, 'Where may one fish?', found(harbour, 'on both')],
    ['Harbour', harbour, 'When was the south pier built?', { text: ['1954'], answer_start: [place(harbour, '1954') + 2] }],
    ['Harbour', harbour, 'How deep is the harbour?', { text: [], answer_start: [] }],
    ['老街', street, '老街有多长？', found(street, '四百米')],
    ['老街', street, '钟楼有多高？', found(street, '二十一米')],
    ['الجسر', bridge, 'متى بُني الجسر؟', found(bridge, 'عام ١٨٩٣')],
  ];
  return dataset(
    'reading',
    rows.map(([title, context, question, answersOf], i) => ({ id: `reading-${i + 1}`, title, context, question, answers: answersOf })),
  );
}

/** People, places and ships in sentences, one in another, with relations. */
export function peoplePlaces(): Promise<Dataset> {
  interface Row {
    readonly text: string;
    readonly spans: readonly (readonly [surface: string, label: string])[];
    readonly relations?: readonly (readonly [from: number, to: number, type: string])[];
  }
  const rows: readonly Row[] = [
    {
      text: 'Ada Lund runs the Halden Bicycle Museum in Halden.',
      spans: [
        ['Ada Lund', 'person'],
        ['Halden Bicycle Museum', 'organisation'],
        ['Halden', 'place'],
        ['Halden.', 'place'],
      ],
      relations: [
        [0, 1, 'runs'],
        [1, 3, 'located in'],
      ],
    },
    {
      text: '🚢 The Solveig left Moss for Horten with Captain Berg on board.',
      spans: [
        ['Solveig', 'ship'],
        ['Moss', 'place'],
        ['Horten', 'place'],
        ['Berg', 'person'],
      ],
      relations: [
        [0, 1, 'from'],
        [0, 2, 'to'],
        [3, 0, 'commands'],
      ],
    },
    {
      text: '李雷在老街开了一家自行车店。',
      spans: [
        ['李雷', 'person'],
        ['老街', 'place'],
      ],
      relations: [[0, 1, 'works in']],
    },
    { text: 'Nobody is named here.', spans: [] },
  ];
  return dataset(
    'people-places',
    rows.map(({ text, spans, relations = [] }, i) => {
      const from = (surface: string): number => codePoints(text.slice(0, text.indexOf(surface)));
      return {
        id: i + 1,
        text,
        entities: spans.map(([surface, label], at) => {
          const start = from(surface);
          return { id: at, start_offset: start, end_offset: start + codePoints(surface.replace(/\.$/, '')), label };
        }),
        relations: relations.map(([a, b, type], at) => ({ id: at, from_id: a, to_id: b, type })),
      };
    }),
  );
}

const SHELVES = join(import.meta.dirname, '../../yolo/shelves');

/** Questions about pictures of shelves, which are inside the records; boxes in the answers are thousandths, as Qwen-VL writes them. */
export function shelfQuestions(): Promise<Dataset> {
  const names = ['train/aisle1_0104', 'train/aisle2_0121', 'train/aisle3_0138'];
  const classes = [...readFileSync(join(SHELVES, 'data.yaml'), 'utf8').matchAll(/^\s+\d+: (.+)$/gm)].map(([, name = '']) => name);
  return dataset(
    'shelf-questions',
    names.map((name, i) => {
      const picture = readFileSync(join(SHELVES, 'images', `${name}.jpg`)).toString('base64');
      const [first = ''] = readFileSync(join(SHELVES, 'labels', `${name}.txt`), 'utf8').split('\n');
      const [kind = 0, x = 0, y = 0, width = 0, height = 0] = first.split(' ').map(Number);
      const thousandths = [x - width / 2, y - height / 2, x + width / 2, y + height / 2].map((part) => Math.round(part * 1000));
      const label = classes[kind] ?? 'product';
      return {
        id: `shelf-${i + 1}`,
        image: `data:image/jpeg;base64,${picture}`,
        conversations: [
          { from: 'human', value: `<image>\nWhere is a ${label}?` },
          {
            from: 'gpt',
            value: `Here: <ref>${label}</ref><box>(${thousandths[0]},${thousandths[1]}),(${thousandths[2]},${thousandths[3]})</box>`,
          },
        ],
      };
    }),
  );
}
