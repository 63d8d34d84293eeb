/** Chats as JSON Lines, and records of numbers and quoted text as CSV. */
import { random, type Random } from '../../../samples/_draw/random.ts';
import { writeFile } from './writer.ts';

/** What a search of the whole file looks for: it stands in one line of 500,000. */
export const NEEDLE = 'xyzzy needle';
const LINES_A_NEEDLE = 500_000;

const WORDS =
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years where much your way down should because long each just state those people too little good world make very year still see work life data model train token sample image label answer question reason python function return value number'.split(
    ' ',
  );
const OTHER = ['café', '日本語', 'naïve', '🙂', 'Übung', 'данные'];
const CODE = String.raw`\n\n` + '```python' + String.raw`\nprint(\"hi\")\n` + '```';

function words(chance: Random, count: number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) text += (at === 0 ? '' : at % 17 === 0 ? '. ' : ' ') + chance.pick(WORDS);
  return text;
}

export function writeChats(path: string, bytes: number): void {
  const chance = random(`chats ${bytes}`);
  // Sentences are drawn from a pool: making each anew would take longer than writing it.
  const pool = Array.from(
    { length: 4096 },
    () => words(chance, chance.whole(5, 60)) + (chance.chance(0.03) ? ` ${chance.pick(OTHER)}` : '') + (chance.chance(0.1) ? CODE : ''),
  );
  writeFile(path, (file) => {
    for (let line = 0; file.bytes < bytes; line += 1) {
      const turns = Array.from(
        { length: chance.whole(1, 4) },
        () =>
          `, {"role": "user", "content": "${chance.pick(pool)}"}, {"role": "assistant", "content": "${chance.pick(pool)} ${chance.pick(pool)} ${chance.pick(pool)}"}`,
      );
      if (line % LINES_A_NEEDLE === LINES_A_NEEDLE / 2) turns.push(`, {"role": "user", "content": "${NEEDLE} in the haystack"}`);
      const score = Math.round(chance.between(0, 1000)) / 100;
      file.put(
        `{"id": "conv-${String(line).padStart(9, '0')}", "source": "${chance.pick(['sharegpt', 'oasst', 'dolly', 'wild', 'synthetic'])}", "lang": "${chance.pick(['en', 'de', 'fr', 'ja'])}", "score": ${score}, "messages": [{"role": "system", "content": "You are a helpful assistant."}${turns.join('')}], "tokens": ${chance.whole(20, 4000)}, "meta": {"split": "${chance.chance(0.95) ? 'train' : 'test'}", "ts": ${1_600_000_000 + line}}}\n`,
      );
    }
  });
}

/** A quarter of the texts are quoted, with quotes and commas in them; some hold an end of line. */
export function writeCsv(path: string, bytes: number): void {
  const chance = random(`csv ${bytes}`);
  writeFile(path, (file) => {
    file.put('id,image,label,score,x,y,w,h,split,text\n');
    for (let record = 0; file.bytes < bytes; record += 1) {
      const plain = words(chance, chance.whole(5, 25));
      const kind = chance.between(0, 1);
      const text =
        kind < 0.25
          ? `"${plain}, ""${chance.pick(WORDS)}"", ${chance.pick(WORDS)}"`
          : kind < 0.28
            ? `"${plain}\n${chance.pick(WORDS)}"`
            : plain;
      const numbers = [640, 480, 300, 300].map((most) => chance.between(0, most).toFixed(2)).join(',');
      file.put(
        `${record},images/${String(record).padStart(9, '0')}.jpg,class ${Math.floor(chance.between(0, 1) ** 3 * 80)},${chance.between(0, 1).toFixed(6)},${numbers},${chance.chance(0.9) ? 'train' : 'val'},${text}\n`,
      );
    }
  });
}

/** Records of eight small numbers. */
export function writeNumbers(path: string, records: number): void {
  writeFile(path, (file) => {
    file.put('c1,c2,c3,c4,c5,c6,c7,c8\n');
    for (let record = 0; record < records; record += 1) {
      const mixed = Math.imul(record, 0x9e3779b1) >>> 0;
      file.put(
        `${mixed >>> 8},${mixed % 97},${record % 1000},${(mixed >>> 3) % 10},${(mixed >>> 5) % 100},${record & 7},${(mixed >>> 9) % 50},${mixed & 1}\n`,
      );
    }
  });
}
