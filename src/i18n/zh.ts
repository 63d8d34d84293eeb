import { en, type MessageKey } from './en.ts';
import type { Message } from './translate.ts';

export const zh: Readonly<Record<MessageKey, Message>> = en;
