/**
 * Reasons that come in English from the browser, from libraries and from the readers of files, in Chinese. They stand behind the
 * colon of a problem's sentence; those without a translation are quoted as they came, and marked as such.
 */
const REASONS: readonly (readonly [pattern: RegExp, chinese: string])[] = [
  // Chromium and Firefox, https://webidl.spec.whatwg.org/#idl-DOMException-error-names
  [
    /^(A requested file or directory could not be found|File not found|Node was not found|The object can not be found)/,
    '文件或文件夹已不存在',
  ],
  [/^The requested file could not be read, typically due to permission problems/, '没有读取权限，或文件已被修改'],
  [/^(The I\/O read operation failed|.*[Ii]nput\/output error)/, '磁盘读取失败'],
  [/^.*(The source image (could not|cannot) be decoded|The image source is not usable|Failed to decode)/, '浏览器无法解码该图像'],
  [/^.*ENOENT/, '文件或文件夹已不存在'],
  [/^.*(EACCES|EPERM)/, '没有读取权限'],
  // Our own readers
  [/^The file was (\d+) bytes when it was first read and is (\d+) bytes now$/, '首次读取时为 $1 字节，现在为 $2 字节'],
  [/^The file ended at byte (\d+)(?:, before| of) (\d+)$/, '文件在第 $1 字节处结束，应有 $2 字节'],
  [/^(\d+) bytes were promised, (\d+) came$/, '应有 $1 字节，只读到 $2 字节'],
  [/^An entry of (\d+) bytes is too large to be unpacked whole$/, '条目有 $1 字节，过大，无法整体解压'],
  [/^It unpacks to more than (\d+) bytes$/, '解压后超过 $1 字节'],
  [/^The archive ends within the entry at byte (\d+)$/, '压缩包在第 $1 字节处的条目中间结束'],
  [/^There is no (?:entry|tar header) at byte (\d+)$/, '第 $1 字节处没有条目'],
  [/^The entry is longer than the (\d+) bytes that it declares$/, '条目比其声明的 $1 字节更长'],
  [/^The entry ends after (\d+) of (\d+) bytes$/, '条目应有 $2 字节，在第 $1 字节处结束'],
  [/^The checksum of the entry is wrong$/, '校验和不符'],
  [/^The beginning of the file is damaged$/, '文件开头已损坏'],
  [
    /^(The data holds a code that its table does not|A (?:length|distance) has no meaning|A reference points before the beginning)$/,
    '数据无法解码',
  ],
  [/^(A block is of no known kind|A stored block contradicts its own length|The code lengths of a block do not add up)$/, '数据无法解码'],
  [/^(A block has more codes than there can be|There is something that is no gzip data|[Ii]nvalid zstd data)$/, '数据无法解码'],
  [/^longer than (\d+) bytes$/, '超过 $1 字节'],
  [/^more than (\d+) nodes$/, '超过 $1 个节点'],
  [/^A text is longer than can be shown$/, '文本过长，无法显示'],
  [/^It takes more memory than there is$/, '所需内存超过可用内存'],
  [/^The data does not decode: its parts contradict one another$/, '数据无法解码：各部分互相矛盾'],
  // zip.js, https://gildas-lormeau.github.io/zip.js/
  [/^(End of central directory not found|File format is not recognized)/, '没有 zip 目录（文件被截断，或不是 zip）'],
  [/^(Central directory header not found|End of Zip64 central directory not found)/, 'zip 目录不完整'],
  // js-yaml
  [/^duplicated mapping key$/, '键重复'],
  [/^bad indentation of a (?:mapping|sequence) entry$/, '缩进错误'],
  [/^unexpected end of the \w+ within a \w+ quoted scalar$/, '引号没有结束'],
  [/^unexpected end of the stream within a flow collection$/, '括号没有结束'],
  [/^tab characters must not be used in indentation$/, '缩进不能使用制表符'],
  [/^can not read an implicit mapping pair; a colon is missed$/, '缺少冒号'],
  [/^can not read a block mapping entry; a multiline key may not be an implicit key$/, '键不能跨行'],
  [/^unidentified alias /, '别名没有定义'],
  [/^unknown tag /, '标签未知'],
  [/^end of the stream or a \w+ separator is expected$/, '此处文档应当结束'],
];

export function reasonInChinese(reason: string): string {
  for (const [pattern, chinese] of REASONS) {
    const found = pattern.exec(reason);
    if (found) return chinese.replaceAll(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '');
  }
  return `“${reason}”（系统原文）`;
}
