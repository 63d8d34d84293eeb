/** 记录容器的中文词句：为何这样识别文件，以及还能怎样读。 */
import type { containersEn } from './containers-en.ts';
import type { Message } from './message.ts';

export const containersZh: Record<keyof typeof containersEn, Message> = {
  'why.json-nested': '{path} 的每一项为一条记录',
  'why.json-items': '将 {path} 的每一项读作一条记录',
};
