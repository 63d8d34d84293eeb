/** 文本检查器的中文：匹配、对话步骤、截断的内容。 */
import type { inspectorEn } from './inspector-en.ts';
import type { Message } from './message.ts';

export const inspectorZh: Readonly<Record<keyof typeof inspectorEn, Message>> = {
  'match.name': '匹配',
  'match.place': '第 {at} 处，共 {n} 处匹配',
  'match.count': '{n} 处匹配',
  'match.none': '所示内容中无匹配',
  'match.noneHint': '该记录匹配，但不在此处所示的内容中：可能在纯文本、原文或其他字段中。',
  'match.next': '下一处匹配',
  'match.previous': '上一处匹配',
  'match.inside': '内有 {n} 处匹配',
  'text.earlier': '显示前文，还有 {n} 个字符',
  'text.depth': '第 {level} 层',
  'text.foldTurn': '折叠第 {at} 轮',
  'text.outline': '大纲',
  'text.showTurn': '显示该轮全部内容',
  'text.seconds': '{seconds} 秒',
  'text.tokensIn': '输入 {tokens}',
  'text.tokens': '记录所写的输入与输出词元数',
  'text.tokensOut': '输出 {tokens}',
  'command.textOutline': '每轮一行，或完整显示',
  'command.nextTurn': '下一轮',
  'command.previousTurn': '上一轮',
  'command.nextMatch': '下一处匹配（本记录或下一条记录）',
  'command.previousMatch': '上一处匹配（本记录或上一条记录）',
};
