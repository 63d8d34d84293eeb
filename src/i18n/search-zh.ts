/** 文本搜索的中文：找到了什么，略过了什么。 */
import type { Message } from './message.ts';
import type { searchEn } from './search-en.ts';

export const searchZh: Readonly<Record<keyof typeof searchEn, Message>> = {
  'search.matches': '{n} 处匹配',
  'search.slow': '有 {n} 条记录匹配该表达式耗时过长，未计入结果',
  'search.tooLong': '有 {n} 条记录过长，未被搜索',
  'search.gaveUp': '该表达式耗时过长，已放弃：可能还有其他记录匹配',
  'query.speaker.system': '系统提示',
  'query.speaker.user': '用户说的话',
  'query.speaker.assistant': '助手说的话',
  'query.speaker.tool': '工具返回的内容',
  'query.speaker.own': '记录中该角色说的话',
  'query.speaker.reasoning': '助手的推理',
};
