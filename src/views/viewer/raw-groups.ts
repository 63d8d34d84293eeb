import type { RawRecord } from '../../engine/protocol.ts';

/** Records that stand together in a file under one head. */
export interface RawGroup {
  readonly first: RawRecord;
  readonly records: readonly RawRecord[];
  /** As in the file, with the line ends between the records. */
  readonly text: string;
}

/** Neighbouring lines of one file (the labels of a picture) are one group; any other record is a group of its own. */
export function rawGroups(records: readonly RawRecord[]): readonly RawGroup[] {
  const groups: { readonly first: RawRecord; readonly records: RawRecord[]; text: string }[] = [];
  for (const record of records) {
    const group = groups.at(-1);
    const before = group?.records.at(-1);
    const between = before && follows(before, record) ? record.start - before.end : -1;
    if (!group || between < 0 || between > 2) groups.push({ first: record, records: [record], text: record.text });
    else {
      group.records.push(record);
      group.text += ['', '\n', '\r\n'][between] + record.text;
    }
  }
  return groups;
}

function follows(before: RawRecord, record: RawRecord): boolean {
  return before.path === record.path && before.line !== undefined && record.line !== undefined && !before.cut;
}
