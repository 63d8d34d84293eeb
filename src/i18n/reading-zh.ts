/** 读取被取消、尚未读完时的中文。 */
import type { Message } from './message.ts';
import type { readingEn } from './reading-en.ts';

export const readingZh: Readonly<Record<keyof typeof readingEn, Message>> = {
  'status.unread': '未读完',
  'status.readAgain': '重新读取',
  'problems.unread': '未读完',
  'inspector.labelsUnread': '目前还没有读到此样本的标注。',
};
