/** 各类列及其单元格的中文。 */
import type { Message } from './message.ts';
import type { columnsEn } from './columns-en.ts';

export const columnsZh: Readonly<Record<keyof typeof columnsEn, Message>> = {
  'kind.text': '文本',
  'kind.number': '数字',
  'kind.boolean': '是或否',
  'kind.category': '少数取值',
  'kind.date': '日期',
  'kind.list': '列表',
  'kind.json': 'JSON 值',
  'kind.image': '图像',
  'kind.audio': '音频',
  'kind.embedding': '向量',
  'table.headOfKind': '{name}（类型：{kind}）',
  'table.onlyWith': '仅有值的',
  'table.onlyWithout': '仅无值的',
  'facet.norm': '{name}：范数',
  'status.unreviewed': '并非每条记录都已检查',
  'status.review': '继续检查',
};
