/** 记录容器的中文词句：为何这样识别文件，以及还能怎样读。 */
import type { containerProblemsEn, containersEn } from './containers-en.ts';
import type { Message } from './message.ts';
import type { ProblemWords } from './problems.ts';

export const containersZh: Record<keyof typeof containersEn, Message> = {
  'why.json-nested': '{path} 的每一项为一条记录',
  'why.json-items': '将 {path} 的每一项读作一条记录',
  'looked.brat': '文本（.txt）及其旁边的 brat 标注（.ann）',
  'format.brat': 'brat',
  'why.brat': '{pairs} 篇文本，旁边各有标注',
  'looked.json-seq': '首尾相接的 JSON 值，可跨任意多行',
  'looked.json-value': '其他任何 JSON 文件，每个文件为一条记录',
  'format.json-seq': 'JSON 序列',
  'format.json-value': 'JSON 文件',
  'why.json-seq': '首尾相接的 JSON 值，可跨任意多行',
  'why.json-value': '不是记录列表：{count} 个文件各为一条记录',
  'looked.fasttext': '以 __label__ 开头的行',
  'format.fasttext': 'fastText',
  'why.fasttext': '各行以 __label__ 开头',
  'looked.webdataset-records': '同名的会话（.json）与图像、声音或视频的 tar 归档',
  'format.webdataset-records': 'WebDataset 记录',
  'why.webdataset-records': '归档中的 {count} 个会话，附同名的媒体',
  'looked.sessions': '智能体会话日志（逐行事件的 .jsonl、.traj）',
  'format.sessions': '会话',
  'why.sessions': '{count} 个文件，每个是一次会话',
  'looked.parallel': '同一文本的多种语言，每种一个文件（train.en、train.de）',
  'format.parallel': '平行文本',
  'why.parallel': '{count} 种语言逐行对齐：{languages}',
  'looked.text': '没有其他格式认领的纯文本（.txt、.md、.log）',
  'format.text': '文本',
  'why.text-lines': '纯文本，每行一条记录',
  'why.text-files': '{count} 个纯文本文件，每个文件一条记录',
  'why.text-by-line': '每行读作一条记录',
  'why.text-by-file': '每个文件读作一条记录',
  'text.spanDetails': '关于片段的其他说明',
};

export const containerProblemsZh: Record<keyof typeof containerProblemsEn, ProblemWords> = {
  'json-control': {
    title: '字符串中有未转义的控制字符，JSON 不允许',
    says: [{ by: 'count', other: '字符串中有 {count} 个未转义的控制字符，JSON 不允许' }],
  },
  'standoff-invalid': { title: '标注中有一行无法读取' },
  'span-misplaced': {
    title: '片段不在其偏移所指之处',
    says: ['{id}：第 {start} 至 {end} 个字符处不是“{quoted}”', '{id}：第 {start} 至 {end} 个字符超出了文本'],
  },
  'reference-unknown': { title: '标注引用了不存在的标注', says: ['{id} 引用了 {reference}，而文件中没有它'] },
  'type-undeclared': { title: 'annotation.conf 未声明的类型', says: ['{id}：annotation.conf 未声明类型 {type}'] },
};
