import { account, NO_IMAGES, type Dataset } from '../output.ts';
import { random, type Random } from '../random.ts';
import { TOPICS, type Turn } from './chat-topics.ts';

type Message =
  | { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: null; readonly tool_calls: readonly unknown[] }
  | { readonly role: 'tool'; readonly tool_call_id: string; readonly content: string };

const SYSTEM = {
  en: 'You answer for Windrad, a small bicycle shop. Be brief and exact. Look orders up before you speak about them.',
  zh: '你是“风轮”自行车店的客服。回答要简短、准确；谈到订单前先查询。',
} as const;

/** Conversations with the desk of a bicycle shop that does not exist, in English and Chinese. */
export function chats(): Promise<Dataset> {
  const lines: string[] = [];
  for (let i = 0; i < 120; i++) {
    const r = random(`chat ${i}`);
    const lang = i % 5 < 3 ? 'en' : 'zh';
    const topic = r.pick(TOPICS);
    const { turns, resolved } = topic[lang](r);
    const record = {
      id: `chat-${String(i + 1).padStart(4, '0')}`,
      lang,
      topic: topic.name,
      rating: resolved ? r.whole(3, 5) : r.whole(1, 3),
      resolved,
      messages: messages(SYSTEM[lang], turns, r),
      created: `2026-${String(1 + (i % 9)).padStart(2, '0')}-${String(1 + ((i * 7) % 28)).padStart(2, '0')}T${String(8 + (i % 10)).padStart(2, '0')}:${String((i * 13) % 60).padStart(2, '0')}:00Z`,
    };
    lines.push(JSON.stringify(record));
  }
  const files = new Map([['support-chats.jsonl', `${lines.join('\n')}\n`]]);
  return Promise.resolve({
    path: 'jsonl/support-chats',
    files,
    expected: {
      format: 'jsonl',
      samples: lines.length,
      images: NO_IMAGES,
      annotations: 0,
      byKind: {},
      splits: {},
      categories: [],
      labelSets: [],
      files: [account('support-chats.jsonl', 'lines', lines.length)],
      read: lines.length,
      rejected: 0,
      problems: [],
    },
  });
}

function messages(system: string, turns: readonly Turn[], r: Random): Message[] {
  const out: Message[] = [{ role: 'system', content: system }];
  for (const turn of turns) {
    if ('call' in turn) {
      const id = `call_${r.whole(100000, 999999).toString(36)}`;
      out.push(
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id, type: 'function', function: { name: turn.call, arguments: JSON.stringify(turn.with) } }],
        },
        { role: 'tool', tool_call_id: id, content: JSON.stringify(turn.gives) },
      );
    } else if ('user' in turn) out.push({ role: 'user', content: turn.user });
    else out.push({ role: 'assistant', content: turn.assistant });
  }
  return out;
}
