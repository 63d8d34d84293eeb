/** Looking into messages. */
import type { Message } from '../../src/i18n/message.ts';

/** All forms of a message. */
export function formsOf(message: Message): string[] {
  if (typeof message === 'string') return [message];
  return [...Object.values(message.is ?? {}), ...(message.one === undefined ? [] : [message.one]), message.other];
}

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}
