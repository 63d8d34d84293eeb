/** 已描述数据集的问题：项目、仓库布局或记录提到而拖入内容中没有的东西。 */
import type { ProblemDictionary } from './problems.ts';

export const projectProblemsZh = {
  'file-unsupported': {
    title: '不支持读取的数据文件',
    says: [
      {
        by: 'kind',
        is: {
          spreadsheet: '不读取电子表格；请另存为 CSV',
          packed: '不读取以这种方式压缩的文件；请解压，或改用 gzip、Zstandard 或 zip',
          records: '不读取 Avro、ORC 和 TFRecord 文件；请将记录另存为 Parquet、Arrow 或 JSONL',
          arrays: '不读取程序保存的数组和对象；请另存为 Parquet、Arrow 或 JSONL',
          database: '不读取数据库文件；请将其中的表另存为 Parquet 或 CSV',
          tokens: '不是每行一个词：各行的列数不一致',
        },
        other: '不读取这类文件（{kind}）',
      },
    ],
  },
  'dataset-file-missing': {
    title: '所描述数据集的文件不在拖入的内容中',
    says: ['“{entry}”指定了“{name}”，但拖入的内容中没有该文件'],
  },
  'dataset-remote': {
    title: '所描述的数据集存放在别处',
    says: ['“{entry}”存放在别处（{place}）；不会下载任何内容'],
  },
  'dataset-column-missing': {
    title: '描述中指定的列在记录中不存在',
    says: ['“{entry}”指定了列“{column}”，但查看过的记录中都没有这一列'],
  },
  'media-missing': {
    title: '记录提到的文件不在拖入的内容中',
    says: [
      { by: 'records', other: '“{name}”不在拖入的内容中；{records} 条记录提到它' },
      { by: 'more', other: '还有 {more} 条记录提到了不在拖入内容中的其他文件' },
    ],
  },
  'rows-differ': {
    title: '记录数与描述不符',
    says: ['描述称划分“{split}”有 {declared} 条记录，实际为 {found} 条', '描述称有 {declared} 条记录，实际为 {found} 条'],
  },
  'shards-missing': {
    title: '数据集的分片不齐全',
    says: ['“{name}”的 {declared} 个分片中，拖入的内容只有 {found} 个'],
  },
  'lines-differ': {
    title: '各语言的行数不同',
    says: ['此文件有 {found} 行，另一种语言有 {declared} 行：在此之前，各行的内容可能已不再对应'],
  },
} as const satisfies Partial<ProblemDictionary>;
