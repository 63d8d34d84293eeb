/** 已描述数据集及记录所提到媒体文件的词句。 */
import type { projectsEn } from './projects-en.ts';
import type { Message } from './message.ts';

export const projectsZh = {
  'looked.webdataset': '其中文件名在第一个点之前相同的 tar 归档：0001.jpg、0001.json',
  'format.webdataset': 'WebDataset',
  'why.webdataset': { by: 'archives', other: '{archives} 个归档，其中的文件按名称成组' },
  'looked.image-metadata': '图像旁带有 file_name 列的 metadata.csv、.jsonl 或 .parquet',
  'format.image-metadata': '带元数据的 ImageFolder',
  'why.image-metadata': { by: 'count', other: '以 file_name 列出 {count} 张图像的表' },
  'status.media': '正在查找记录提到的文件',
  'media.summary': { by: 'missing', other: '记录提到的 {missing} 个文件不在拖入的内容中' },
  'media.root': '媒体文件夹',
  'media.in': '媒体位于',
  'media.anywhere': '在所有位置查找',
  'media.folder': { by: 'files', other: '{folder}（{files} 个文件）' },
  'media.addFolder': '添加文件夹…',
  'media.show': '显示这些记录',
  'command.mediaRoot': '选择媒体文件夹',
} as const satisfies Record<keyof typeof projectsEn, Message>;
