/** 一眼所见之词：有几个数据集，长尾有多长，有哪些文件未读。 */
import type { Message } from './message.ts';
import type { overviewEn } from './overview-en.ts';

export const overviewZh: Readonly<Record<keyof typeof overviewEn, Message>> = {
  'top.ofDatasets': '第 {at} 个数据集，共 {of} 个',
  'status.unclaimed': '{n} 个文件未读取',
  'status.unclaimedHint': '没有读取器认领这些文件，文件名列在“问题”中。',
  'facet.tail': '{rare} 个类别的标注少于 {few} 个，{unused} 个类别没有标注',
};
