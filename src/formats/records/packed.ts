/** Lines that are lists: the messages of one conversation, or several conversations that are learnt from together (Qwen-VL). */
import type { FieldValue } from '../../model/annotation.ts';
import type { ChatForm, Part, Turn } from '../../model/record-form.ts';
import { conversation } from './chat.ts';
import { lacks, type Fields, type RecordSchema } from './schema.ts';
import { isList, isObject } from './values.ts';
import { isMessage, isPacked, messagesIn } from './messages.ts';

/** The conversations of a list. */
function packedIn(value: FieldValue): ChatForm[] | undefined {
  if (!isPacked(value)) return undefined;
  if (isList(value) && value.every(isMessage)) return [conversation({}, value)];
  return (isList(value) ? value : []).flatMap((sample) => {
    const found = isObject(sample) ? messagesIn(sample) : undefined;
    return found && isObject(sample) ? [conversation(sample, found.messages)] : [];
  });
}

export const packed: RecordSchema = {
  id: 'packed-chat',
  fits: (record: Fields) => (isPacked(record['value']) ? 0.95 : lacks('value')),
  read(record) {
    const forms = packedIn(record['value']) ?? [];
    return forms.reduce(joined);
  },
};

/** One after the other: the media of the second have places behind those of the first. */
function joined(a: ChatForm, b: ChatForm): ChatForm {
  const by = a.media.length;
  const tools = [...(a.tools ?? []), ...(b.tools ?? [])];
  return {
    kind: 'chat',
    turns: [...a.turns, ...b.turns.map((turn): Turn => ({ ...turn, parts: turn.parts.map((part) => moved(part, by)) }))],
    messages: a.messages + b.messages,
    ...(tools.length === 0 ? {} : { tools }),
    media: [...a.media, ...b.media],
    regions: [...a.regions, ...b.regions.map((region) => ({ ...region, media: region.media + by }))],
  };
}

function moved<P extends Part>(part: P, by: number): P {
  if (part.kind === 'media') return { ...part, media: part.media + by };
  if (part.kind === 'call' && part.result) return { ...part, result: moved(part.result, by) };
  return part.kind === 'result' && part.media ? { ...part, media: part.media.map((at) => at + by) } : part;
}
