/** Open-Assistant's trees: a message, the messages that answer it, and so on. https://github.com/LAION-AI/Open-Assistant */
import type { FieldValue } from '../../model/annotation.ts';
import type { Answer, Turn } from '../../model/record-form.ts';
import { MediaList } from './media.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { chatForm, turnsOf } from './turns.ts';
import { isList, isObject } from './values.ts';
import { isMessage } from './messages.ts';

/** Paths through a tree; there may be more in one than anybody reads. */
const MOST_PATHS = 200;

const repliesOf = (message: Fields): readonly Fields[] =>
  (isList(message['replies']) ? message['replies'] : []).flatMap((reply) => (isMessage(reply) ? [reply] : []));

const rootOf = (record: Fields): FieldValue => (isObject(record['prompt']) ? record['prompt'] : record);

/** Every way from a message to one that nobody answers, under the numbers of its replies: `1.2.1`. */
function pathsFrom(message: Fields, media: MediaList): Answer[] {
  const paths: Answer[] = [];
  const waiting: { readonly message: Fields; readonly name: string; readonly turns: readonly Turn[] }[] = [
    { message, name: '', turns: [] },
  ];
  for (let next = waiting.pop(); next && paths.length < MOST_PATHS; next = waiting.pop()) {
    const replies = repliesOf(next.message);
    if (replies.length === 0) paths.push({ name: next.name, turns: next.turns });
    for (const [at, reply] of [...replies.entries()].toReversed()) {
      const name = next.name === '' ? String(at + 1) : `${next.name}.${at + 1}`;
      waiting.push({ message: reply, name, turns: [...next.turns, ...turnsOf([reply], media)] });
    }
  }
  return paths;
}

export const messageTree: RecordSchema = {
  id: 'message-tree',
  fits(record) {
    const root = rootOf(record);
    return isMessage(root) && isList(root['replies']) ? 0.96 : lacks('replies');
  },
  read(record) {
    const media = new MediaList({});
    const prompt: Turn[] = [];
    let at = rootOf(record);
    // What everybody answers the same is the prompt.
    while (isMessage(at)) {
      prompt.push(...turnsOf([at], media));
      const replies = repliesOf(at);
      if (replies.length === 0) return chatForm(prompt, media);
      if (replies.length > 1) break;
      at = replies[0];
    }
    return { kind: 'preference', prompt, answers: isObject(at) ? pathsFrom(at, media) : [], media: media.media, regions: [] };
  },
};
