/** 文件夹、读取与记住的内容的中文。 */
import type { foldersEn } from './folders-en.ts';
import type { Message } from './message.ts';

export const foldersZh: Readonly<Record<keyof typeof foldersEn, Message>> = {
  'status.kept': '显示的是上次的内容，正在核对…',
  'status.keptUnchecked': '显示的是上次的内容，尚未核对完',
  'top.errorsElsewhere': '其他数据集中有 {n} 个错误',
  'problems.elsewhere': '有错误的其他数据集',
  'open.changed': '{name} 与上次不同，现已按当前内容显示。',
  'settings.keep': '打开过的数据集',
  'settings.keepOn': '记住',
  'settings.keepOff': '不记',
  'settings.keepHint':
    '在此浏览器中记住名称、尺寸、标注和各列的值，再次打开大型数据集时立即显示。不保存文件和图片，任何内容都不会离开本机。',
  'settings.forget': '清除记住的内容',
  'settings.forgotten': '已清除所记住的数据集内容。',
  'command.forgetKept': '清除记住的数据集内容',
};
