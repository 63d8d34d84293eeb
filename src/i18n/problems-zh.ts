/** 问题的中文说明。每句话单独成立：文件与行号显示在旁边。 */
import { containerProblemsZh } from './containers-zh.ts';
import type { Forms } from './message.ts';
import { projectProblemsZh } from './problems-projects-zh.ts';
import type { ProblemDictionary } from './problems.ts';

export const problemsZh: ProblemDictionary = {
  ...projectProblemsZh,
  ...containerProblemsZh,
  // files
  'file-unreadable': { title: '文件无法读取', says: ['文件无法读取：{reason}'] },
  'file-empty': { title: '文件为空', says: ['文件开头的 {blank} 字节全是空白'] },
  'file-changed': { title: '文件在打开后被修改或删除', says: ['文件在打开后被修改或删除：{reason}'] },
  'file-binary': { title: '文件名表示文本，内容却是二进制数据' },
  'file-encoding': { title: '文本编码不是 UTF-8', says: ['文本编码是 {encoding}，不是 UTF-8；已按该编码读取'] },
  'text-invalid': {
    title: '文本不是有效的 UTF-8',
    says: [{ by: 'count', other: '此处的文本不是有效的 UTF-8；文件中共有 {count} 处' }],
  },
  'text-mixed': {
    title: '同一文件中的记录编码不同',
    says: ['该记录是 UTF-8，而文件按 {encoding} 读取：文件中的记录编码不同，该记录显示为乱码'],
  },
  'lfs-pointer': {
    title: 'Git LFS 指针：原文件尚未下载，只有占位文本',
    says: ['这是 Git LFS 指针，不是原文件；原文件有 {size} 字节。请用“git lfs pull”下载'],
  },
  'zip-broken': {
    title: '压缩包已损坏',
    says: [{ by: 'entries', other: '压缩包已损坏，损坏处之前的 {entries} 个条目已读取：{reason}' }, '压缩包已损坏：{reason}'],
  },
  'packed-broken': {
    title: '压缩文件已损坏',
    says: [
      {
        by: 'how',
        is: {
          cut: '压缩文件在第 {packed} 字节处提前结束；能解压的 {unpacked} 字节已读取',
          checksum: '压缩文件第 {packed} 字节处的校验和不符；此前的 {unpacked} 字节已全部解压并读取，内容可能有改动',
          length: '压缩文件第 {packed} 字节处声明的长度与数据不符；{unpacked} 字节已全部解压并读取',
        },
        other: '压缩文件约在第 {packed} 字节处损坏；此前能解压的 {unpacked} 字节已读取：{reason}',
      },
    ],
  },
  'zip-entry-unsupported': {
    title: '压缩包中有条目无法读取',
    says: [
      {
        by: 'reason',
        is: {
          encrypted: '该条目已加密',
          link: '该条目是指向其他文件的链接，不会跟随',
          method: '该条目的压缩方法是 {method}；只支持“存储”和“deflate”',
          size: '该条目声称 {compressed} 字节解压后为 {size} 字节，这不可能',
          nested: '不打开压缩包中的压缩包；请先解压外层文件',
        },
        other: '该条目无法读取：{reason}',
      },
    ],
  },
  'parquet-broken': { title: 'Parquet 文件已损坏', says: ['无法读取该 Parquet 文件：{reason}'] },
  'arrow-broken': {
    title: 'Arrow 文件已损坏',
    says: ['无法读取该 Arrow 文件：{reason}', 'Arrow 文件在批次中间结束或已损坏；此前的批次照常显示'],
  },
  'column-unreadable': { title: '有一列无法解码', says: ['无法解码列“{column}”；其余列照常显示：{reason}'] },
  'line-too-long': {
    title: '行或记录过长，无法读取',
    says: ['一条记录有 {bytes} 字节；最多读取 {limit} 字节', '“{section}”中有一项过长，无法读取'],
  },
  'tokenizer-invalid': { title: '分词器无法使用', says: ['无法用此文件统计词元：{reason}'] },

  // containers
  'json-syntax': {
    title: '记录不是有效的 JSON',
    says: [
      expected('第 {column} 列'),
      expected('字节 {offset} 处'),
      '字节 {offset} 处不是有效的 JSON，位于“{section}”中',
      '不是有效的 JSON；字节 {stopped} 之后的内容未读取',
      '字节 {offset} 处不是有效的 JSON',
      '“{section}”中有一项不是有效的 JSON',
    ],
  },
  'json-truncated': {
    title: '文件在记录中间结束',
    says: [
      '文件在字节 {offset} 处结束，“{section}”不完整',
      '文件在字节 {offset} 处结束，JSON 不完整',
      '文件在第 {column} 列结束，记录不完整',
    ],
  },
  'json-shape': {
    title: 'JSON 的结构与预期不符',
    says: ['“{section}”中字节 {offset} 处的条目不是对象', '“{section}”应为对象列表', '字节 {offset} 处既不是对象也不是列表'],
  },
  'json-not-finite': {
    title: '含有 NaN 或 Infinity，JSON 中没有这样的值',
    says: [{ by: 'count', other: '有 {count} 处 NaN 或 Infinity，JSON 中没有这样的值' }],
  },
  'csv-syntax': { title: '带引号的单元格没有闭合' },
  'csv-width': { title: '记录的单元格数与表头不一致', says: [{ by: 'cells', other: '有 {cells} 个单元格，表头却有 {columns} 列' }] },
  'yaml-syntax': { title: 'YAML 无法读取', says: ['YAML 无法读取：{reason}'] },

  // images
  'image-missing': { title: '提到的图像不在文件中', says: ['图像 {name} 不在文件中', '图像 {reference} 不在文件中'] },
  'images-absent': {
    title: '所有图像都不在文件中',
    says: [{ by: 'images', one: '唯一的图像不在文件中', other: '{images} 张图像都不在文件中' }],
  },
  'image-ambiguous': {
    title: '同一引用对应多张图像',
    says: ['{name} 对应 {count} 张图像：{candidates}', '{reference} 对应 {count} 张图像：{candidates}'],
  },
  'image-unreadable': {
    title: '图像无法解码',
    says: [{ by: 'reason', is: { truncated: '图像文件在像素数据之前就结束了' }, other: '图像无法读取：{reason}' }],
  },
  'image-size-differs': {
    title: '图像尺寸与标注中所写的不一致',
    says: ['标注中写的是 {declaredWidth} × {declaredHeight}，图像实际为 {width} × {height}'],
  },
  'image-turned': { title: '图像按 EXIF 旋转', says: ['EXIF 方向为 {orientation}：显示前会旋转像素'] },
  'image-listed-twice': { title: '同一图像列出了两次', says: ['{name} 列出了两次，此处的 id 为 {id}', 'id {id} 列出了两次'] },

  // ids and references
  'id-missing': { title: '有条目没有 id', says: [{ by: 'count', other: '“{section}”中有 {count} 项没有 id，此处为第一项' }] },
  'id-duplicate': {
    title: '同一 id 出现两次',
    says: [
      { by: 'count', other: '“{section}”中有 {count} 项的 id 与前面的重复，首个为 {id}' },
      'id {id} 已用于另一张图像，此处又用于 {name}',
      'id {id} 已用于另一张图像',
    ],
  },
  'id-zero': {
    title: 'id 为 0，COCO 的评估程序会视为“未匹配”',
    says: [{ by: 'count', other: '{count} 个标注的 id 为 0，COCO 的评估程序会视为“未匹配”' }],
  },
  'id-mixed-types': {
    title: 'id 有的是文本，有的是数字',
    says: ['{numbers} 处 id 是数字，{texts} 处是文本；写法相同的视为同一个'],
  },
  'image-unknown': { title: '记录引用了未列出的图像', says: ['图像 {image} 未列出', '记录没有“{field}”'] },
  'category-unknown': {
    title: '引用了未声明的类别',
    says: [
      { by: 'count', other: '{count} 个标注的类别为 {category}，但该类别未声明' },
      { by: 'count', other: '{count} 个标注引用了 {ids} 个未声明的类别：{categories}' },
    ],
  },
  'category-duplicate': {
    title: '两个类别的名称或 id 相同',
    says: ['id {id} 重复声明，此处用于“{name}”', '“{name}”重复声明，此处的 id 为 {category}'],
  },
  'category-missing': { title: '有标注没有类别', says: [{ by: 'count', other: '{count} 个标注没有类别' }] },
  'class-unknown': {
    title: '类别编号没有对应的名称',
    says: [
      { by: 'classes', other: '类别编号为 {class}，但 {names} 只列出 {classes} 个类别' },
      { by: 'classes', other: '类别编号为 {class}，但只列出 {classes} 个类别' },
    ],
  },
  'class-count-differs': {
    title: 'nc 与 names 不一致',
    says: [{ by: 'names', other: 'nc 为 {nc}，names 却列出 {names} 个名称' }],
  },
  'class-names-conflict': {
    title: '多个文件中的类别名称不一致',
    says: [
      '类别 {category} 在此处为“{name}”，在前面的文件中为“{other}”',
      '类别名称与所采用的 {other} 不同：此处 {classes} 个，那里 {otherClasses} 个',
    ],
  },
  'class-names-missing': { title: '没有文件给出类别名称；按编号显示' },
  'class-invalid': { title: '类别编号不是数字', says: ['“{class}”不是类别编号'] },

  // shapes
  'box-invalid': { title: '框无法读取', says: ['不是由四个数字构成的框：{box}'] },
  'box-degenerate': { title: '框没有面积', says: ['{width} × {height} 的框没有面积'] },
  'box-negative': { title: '框的尺寸为负', says: ['框的尺寸为 {width} × {height}'] },
  'box-out-of-bounds': {
    title: '框或多边形超出图像边缘',
    says: [
      '框延伸到 x = {right}，y = {bottom}，但图像只有 {imageWidth} × {imageHeight}',
      '框延伸到 x = {right}，但图像宽度只有 {imageWidth}',
      '框延伸到 y = {bottom}，但图像高度只有 {imageHeight}',
      '延伸到 x = {right}，y = {bottom}，但图像到 1 为止',
      '延伸到 x = {right}，但图像到 1 为止',
      '延伸到 y = {bottom}，但图像到 1 为止',
      '从 x = {left}，y = {top} 开始，但图像从 0 开始',
      '从 x = {left} 开始，但图像从 0 开始',
      '从 y = {top} 开始，但图像从 0 开始',
    ],
  },
  'box-normalised': {
    title: '框坐标似乎已归一化（0 到 1），此处应为像素',
    says: ['{total} 个框中有 {count} 个在 0 到 1 之间：似乎已归一化，此处应为像素'],
  },
  'class-names-alike': {
    title: '两个类别的名称几乎相同',
    says: [{ by: 'count', other: '“{name}”（{count} 个标注）与“{other}”（{otherCount} 个）' }],
  },
  'box-corners': {
    title: '框似乎写成了两个角点（x y x y），此处应为宽和高',
    says: ['{total} 个框中有 {count} 个超出图像，而几乎所有框都符合角点写法（x y x y）'],
  },
  'box-doubled': { title: '同一类别的两个框重合', says: ['此处已有一个“{class}”框，IoU {iou}'] },
  'polygon-odd': {
    title: '多边形的坐标个数为奇数',
    says: [{ by: 'numbers', other: '{numbers} 个数字无法两两组成 x 和 y；最后一个已忽略' }],
  },
  'polygon-too-short': {
    title: '多边形不足三个点',
    says: [{ by: 'numbers', other: '多边形只有 {numbers} 个数字；三个点需要六个' }],
  },
  'polygon-invalid': {
    title: '多边形无法读取',
    says: [
      { by: 'value', is: { flat: '多边形缺少外层括号：应为列表的列表，而不是数字列表；已按一个环读取' }, other: '不是多边形：{value}' },
    ],
  },
  'mask-invalid': {
    title: '掩码无法读取',
    says: [
      '游程合计 {pixels} 个像素，但高 × 宽 {size} 应为 {expected} 个',
      '不是掩码的高和宽：{found}',
      '高 × 宽为 {size} 的掩码，其游程无法读取',
    ],
  },
  'mask-size-differs': { title: '掩码与图像的尺寸不一致', says: ['掩码的高 × 宽为 {size}，图像为 {expected}'] },
  'keypoints-invalid': {
    title: '关键点无法读取',
    says: [{ by: 'numbers', other: '{numbers} 个数字无法按 x、y、可见性三个一组；多余的已忽略' }, '不是关键点：{value}'],
  },
  'keypoints-count': {
    title: '关键点个数与类别声明的不一致',
    says: [{ by: 'count', other: '类别 {category} 的 {count} 个标注各有 {found} 个关键点，而该类别声明了 {expected} 个' }],
  },
  'area-missing': {
    title: '有标注没有 area，已改用形状的面积',
    says: [{ by: 'count', other: '{count} 个标注没有 area，已改用形状的面积' }],
  },
  'value-invalid': {
    title: '取值不正确',
    says: [
      '数字以“{decimal}”作小数点；已按此读取',
      '“{field}”不能是 {value}',
      { by: 'count', other: '“{field}”有 {count} 处是文本；已按数字读取' },
    ],
  },

  // rows
  'row-invalid': {
    title: '行无法读取',
    says: ['共 {tokens} 个值，第 {column} 个不是数字：“{text}”', { by: 'tokens', other: '只有 {tokens} 个值，不足以构成标注：“{text}”' }],
  },
  'row-shape': { title: '标注没有形状：没有框、多边形、掩码、关键点或描述' },
  'row-duplicate': { title: '同一行出现两次', says: ['与第 {first} 行相同'] },
  'rows-mixed': {
    title: '同一文件中混有框和多边形：Ultralytics 会读错其中的框',
    says: ['同一文件中既有框（{boxes} 行）也有多边形（{polygons} 行）：Ultralytics 会读错其中的框；此处每行按各自的类型读取'],
  },
  'rows-undecided': {
    title: '行有不止一种读法',
    says: [
      {
        by: 'as',
        is: {
          keypoints: '每行 {tokens} 个值，没有 kpt_shape 说明含义：按框加关键点读取',
          obb: '每行 {tokens} 个值：按旋转框读取；也可能是四点多边形',
          polygon: '每行 {tokens} 个值：按四点多边形读取；也可能是旋转框',
          score: '每行 {tokens} 个值：按类别、框、置信度读取；也可能是类别、置信度、框',
        },
        other: '每行 {tokens} 个值：按 {as} 读取',
      },
    ],
  },
  'record-not-object': {
    title: '记录不是对象',
    says: [
      {
        by: 'kind',
        is: {
          null: '记录是 null，不是对象',
          list: '记录是列表，不是对象',
          string: '记录是文本，不是对象',
          number: '记录是数字，不是对象',
          boolean: '记录是布尔值，不是对象',
        },
        other: '记录是 {kind}，不是对象',
      },
    ],
  },
  'columns-many': { title: '记录的字段非常多', says: ['前 {limit} 个字段作为表格的列；其余字段随记录显示'] },

  // layouts
  'label-missing': { title: '该图像没有标注文件；显示时不带标注' },
  'label-empty': { title: '标注文件为空：图像中没有目标' },
  'label-shared': { title: '多张图像共用一个标注文件', says: ['多张图像共用一个标注文件：{images}。标注归第一张所有'] },
  'folder-missing': { title: '提到的文件夹或列表不在文件中', says: ['“{split}”指向 {path}，但它不在文件中'] },
  'split-shared': {
    title: '两个划分指向相同的图像',
    says: ['“{split}”与“{other}”都指向 {path}；其中的图像归入“{other}”'],
  },
  'split-classes-differ': {
    title: '有划分缺少其他划分中的类别',
    says: [{ by: 'count', other: '“{split}”缺少其他划分中的 {count} 个类别：{classes}' }],
  },
  'results-without-truth': {
    title: '只有预测，没有可对照的标注',
    says: [{ by: 'files', other: '有 {files} 个预测文件，但没有可对照的标注' }],
  },
  'prediction-classes-shifted': { title: '预测的类别编号似乎有偏移', says: ['预测的类别编号似乎偏移了 {shift}'] },
  'nothing-recognised': { title: '没有识别出任何内容', says: [{ by: 'files', other: '{files} 个文件均未识别' }] },
};

function expected(place: string): Forms {
  return {
    by: 'expected',
    is: {
      value: `${place}不是有效的 JSON：此处应有一个值`,
      string: `${place}不是有效的 JSON：此处的文本有误或没有闭合`,
      key: `${place}不是有效的 JSON：此处应有带引号的键`,
      colon: `${place}不是有效的 JSON：此处应有冒号`,
      comma: `${place}不是有效的 JSON：此处应有逗号或右括号`,
      end: `${place}不是有效的 JSON：值之后还有内容`,
      depth: `${place}不是有效的 JSON：嵌套过深`,
    },
    other: `${place}不是有效的 JSON：此处应为 {expected}`,
  };
}
