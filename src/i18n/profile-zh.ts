/** 由记录文本计算的列，以及文本概况；并入 `zh.ts`。 */
import type { Message } from './message.ts';
import type { profileEn } from './profile-en.ts';

export const profileZh: Readonly<Record<keyof typeof profileEn, Message>> = {
  'measure.characters': '字符数',
  'measure.words': '词数',
  'measure.turns': '轮数',
  'measure.roles': '角色',
  'measure.script': '文字',
  'measure.has-tool': '含工具调用',
  'measure.has-reasoning': '含推理',
  'measure.copies': '重复数',
  'measure.tokens': '词元数',
  'measureHint.characters': '记录全部文本的 Unicode 码位数。查询写法：{name}',
  'measureHint.words': '记录全部文本的词数；中文、日文、泰文按词典切分。查询写法：{name}',
  'measureHint.turns': '对话的消息数。查询写法：{name}',
  'measureHint.roles': '发言顺序：s 系统、u 用户、a 助手、t 工具。查询写法：{name}',
  'measureHint.script': '多数字母所属的文字。查询写法：{name}',
  'measureHint.has-tool': '是否调用工具。查询写法：{name}',
  'measureHint.has-reasoning': '记录是否包含推理。查询写法：{name}',
  'measureHint.copies': '文本完全相同的记录数，含本记录。查询写法：{name}',
  'measureHint.tokens': '记录全部文本的词元数。查询写法：{name}',
  'measures.name': '文本',
  'measures.count': '计算全部记录的文本',
  'table.columnsMeasured': '由文本计算',
  'tokens.by': '用 {name} 统计词元',
  'tokens.choose': '分词器',
  'tokens.hint': '在本页内精确统计。拖入的 tokenizer.json 也会列在这里。',
  'tokens.failed': '无法用 {name} 统计词元，详见问题列表。',
};
