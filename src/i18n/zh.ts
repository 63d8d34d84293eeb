/** 简体中文。数据中的词（类别名、划分、格式名、查询语法、问题代码）不翻译。缺少的键是类型错误。 */
import { containersZh } from './containers-zh.ts';
import { startZh } from './start-zh.ts';
import { filtersZh } from './filters-zh.ts';
import { tableZh } from './table-zh.ts';
import { viewerZh } from './viewer-zh.ts';
import { textZh } from './text-zh.ts';
import { openingZh } from './opening-zh.ts';
import { overviewZh } from './overview-zh.ts';
import { commandsZh } from './commands-zh.ts';
import type { MessageKey } from './en.ts';
import { foldersZh } from './folders-zh.ts';
import { inspectorZh } from './inspector-zh.ts';
import { columnsZh } from './columns-zh.ts';
import { searchZh } from './search-zh.ts';
import type { Message } from './message.ts';
import { profileZh } from './profile-zh.ts';
import { readingZh } from './reading-zh.ts';
import { projectsZh } from './projects-zh.ts';

export const zh: Readonly<Record<MessageKey, Message>> = {
  ...containersZh,
  ...startZh,
  ...filtersZh,
  ...tableZh,
  ...viewerZh,
  ...textZh,
  ...openingZh,
  ...overviewZh,
  ...commandsZh,
  ...foldersZh,
  ...inspectorZh,
  ...columnsZh,
  ...searchZh,
  ...projectsZh,
  ...profileZh,
  ...readingZh,
  'app.name': 'datasets.viewer',
  'app.promise': '一切都留在本机：不上传，无需账号，不做统计；只读取文件，绝不修改。',

  // top bar
  'top.datasets': '数据集',
  'top.switch': '切换数据集：{name}',
  'top.close': '关闭 {name}',
  'top.closeAll': '全部关闭',
  'top.add': '添加文件夹…',
  'top.addFiles': '添加文件…',
  'top.openAs': '将 {name} 作为 {format} 打开',
  'top.view': '视图',
  'top.table': '表格',
  'top.gallery': '画廊',
  'top.problems': '问题（{n}）',
  'top.problemsWord': '问题',
  'top.settings': '设置',
  'top.shortcuts': '快捷键',

  // problems
  'problems.name': '问题',
  'problems.byCode': '按代码',
  'problems.byFile': '按文件',
  'problems.copy': '复制报告',
  'problems.copied': '报告已复制',
  'problems.close': '关闭问题',
  'problems.accounted': '每条记录都有着落',
  'problems.notAccounted': '有记录缺失',
  'problems.counting': '仍在统计',
  'problems.sum': '读取 {read} = 显示 {shown} + 拒绝 {rejected}',
  'problems.code': '代码',
  'problems.times': '次数',
  'problems.images': '样本',
  'problems.showImages': '显示样本',
  'problems.filtered': '已筛选',
  'problems.more': '其余 {n} 项',
  'problems.none': '据目前所知，此数据集没有问题。',
  'problems.file': '文件',
  'problems.unit': '记录',
  'problems.read': '读取',
  'problems.shown': '显示',
  'problems.rejected': '拒绝',
  'problems.unclaimed': '{n} 个文件没有读取器认领',
  'problems.drop': '关于整批文件',
  'unit.items': '项',
  'unit.rows': '行',
  'unit.lines': '行',
  'unit.images': '图像',
  'unit.records': '记录',
  'severity.error': '{n} 个错误',
  'severity.warning': '{n} 个警告',
  'severity.note': '{n} 条提示',
  'severityWord.error': '错误',
  'severityWord.warning': '警告',
  'severityWord.note': '提示',

  // status
  'status.images': '{n} / {total} 张图像 · {m} / {all} 个标注',
  'status.records': '{n} / {total} 条记录',
  'status.growing': '仍在读取',
  'status.listing': '正在列出文件 · 已找到 {n} 个',
  'status.amount': '{what} · {done} / {total}',
  'status.amountOfRecords': '{what} · {done} / {total} 条记录',
  'status.matching': '正在识别数据布局',
  'status.indexing': '正在读取文件',
  'status.headers': '正在读取图像尺寸',
  'status.checking': '正在检查每条记录',
  'status.counting': '正在读取一列的值',
  'status.searching': '正在搜索文本',
  'status.cancel': '取消',
  'status.cancelled': '已取消，显示目前读到的内容。',
  'status.ready': '全部文件已在 {time} 秒内读完',
  'status.progress': '进度',

  // settings
  'settings.theme': '主题',
  'settings.themeSystem': '跟随系统',
  'settings.themeLight': '浅色',
  'settings.themeDark': '深色',
  'settings.language': '语言',
  'settings.memory': '索引：{size} MB',

  // broken
  'broken.title': '出错了',
  'broken.text': '这是程序的错误，不是数据的问题。页面的其余部分仍可使用。',
  'broken.worker': '读取进程已停止，正在重新读取已打开的内容。',
  'broken.copy': '复制报告',
  'broken.retry': '重试',
  'toast.close': '关闭消息',
};
