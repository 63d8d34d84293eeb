import type { Dataset } from '../output.ts';
import { records } from './plants.ts';

/** A word with `/` and its tag where it is part of a name. */
const SENTENCES = `
Mira/B-person Castell/I-person opened a tea shop in Lisbon/B-place last spring .
The river Oder/B-place froze on the third of January .
Blue/B-company Kettle/I-company sells kettles , but no tea .
王/B-person 小/I-person 明/I-person 去/O 了/O 杭/B-place 州/I-place 。
Nobody called .
Ravi/B-person and Ana/B-person met at Harbour/B-place Street/I-place Market/I-place .
It rained in Bergen/B-place , as it does .
李/B-person 华/I-person 在/O 青/B-place 岛/I-place 开/O 了/O 一/O 家/O 书/O 店/O 。
Northwind/B-company Ferries/I-company cancelled the evening boat .
She said : " Ask Tomas/B-person , not me . "
The café on Rua/B-place Nova/I-place closes at ten .
Old/B-company Mill/I-company Bakery/I-company hired Ines/B-person in May .
`;

/** Short sentences of ours with the names in them, in two columns. */
export function tagged(): Promise<Dataset> {
  const sentences = SENTENCES.trim().split('\n');
  const text = sentences
    .map((sentence) =>
      sentence
        .split(' ')
        .map((word) => {
          const slash = word.lastIndexOf('/');
          return slash < 0 ? `${word}\tO\n` : `${word.slice(0, slash)}\t${word.slice(slash + 1)}\n`;
        })
        .join(''),
    )
    .join('\n');
  return Promise.resolve(records('conll/names', 'names.conll', text, sentences.length));
}
