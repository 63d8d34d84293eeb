/** 一眼所见之词：有几个数据集，长尾有多长，有哪些文件未读。 */
import type { Message } from './message.ts';
import type { overviewEn } from './overview-en.ts';

export const overviewZh: Readonly<Record<keyof typeof overviewEn, Message>> = {
  'top.ofDatasets': '第 {at} 个数据集，共 {of} 个',
  'status.unclaimed': '{n} 个文件未读取',
  'status.unclaimedHint': '没有读取器认领这些文件，文件名列在“问题”中。',
  'facet.tail': '{rare} 个类别的标注少于 {few} 个，{unused} 个类别没有标注',
  'facet.uncounted': '尚未统计',
  'facet.count': '统计',
  'facet.countEach': '全部统计',
  'facet.countField': '统计 {name}',
  'profile.classes': '类别',
  'profile.slope': '各类别的标注数，由多到少 · 最多 {most}，居中 {middle}',
  'profile.slopeName': '各类别的标注数',
  'profile.slopeAt': '{name} · {n} 个标注 · 第 {at} 个，共 {of} 个',
  'profile.mostFrequent': '标注最多',
  'profile.rarest': '标注最少',
  'profile.images': '图像',
  'profile.labels': '标注',
  'profile.each': '每张图像 {mean}',
  'profile.declared': '共 {of} 个',
  'profile.rare': '稀少类别',
  'profile.rareNote': '少于 {few} 个',
  'profile.tiny': '极小框',
  'profile.tinyNote': '小于 {side} px',
  'profile.bare': '无标注',
  'profile.binImages': '{measure} {range}：{n} 张图像',
  'profile.binLabels': '{measure} {range}：{n} 个标注',
  'profile.valueImages': '{value}：{n} 张图像',
  'profile.valueLabels': '{value}：{n} 个标注',
};
