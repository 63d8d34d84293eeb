/** Archives of WebDataset whose records are conversations: each is read as its schema, with the picture, sound or film of the same key. */
import { addAll } from '../base/add-all.ts';
import { baseName, stemOf, type FileSet } from '../files/file-set.ts';
import type { FieldValue } from '../model/annotation.ts';
import type { FileIndex } from '../model/dataset.ts';
import { parseJson } from '../syntax/json-value.ts';
import { fileRecordFormat, type FilePart, type FileRecord } from './file-records.ts';
import type { Format, Match } from './format.ts';
import { parseJsonRecord } from './jsonl.ts';
import { headOf } from './record-files.ts';
import { isList, isObject } from './records/values.ts';
import { archivesOf, mediumOf, membersOf, partOf, placeOf, RECORD, type Member } from './webdataset.ts';

/** Surer than pictures with fields: it says more of the same files. */
const CONFIDENCE = 1;
/** Records of an archive that are looked at. */
const LOOKED = 64;
const CONVERSATIONS = ['messages', 'conversations', 'conversation', 'contents'] as const;
const SPEAKERS = ['role', 'from', 'speaker', 'human', 'user'] as const;

interface Part extends FilePart {
  /** What the key has beside its record. */
  readonly medium: { readonly kind: 'image' | 'audio' | 'video'; readonly name: string } | undefined;
}

interface Group {
  readonly path: string;
  readonly parts: Part[];
  readonly claims: FileIndex[];
}

export const webdatasetRecords: Format = {
  id: 'webdataset-records',
  name: 'WebDataset records',
  docs: 'https://github.com/webdataset/webdataset',

  async match(files, signal): Promise<readonly Match[]> {
    const groups = new Map<string, Group>();
    for (const [path, own] of await archivesOf(files, signal)) {
      const members = membersOf(files, own);
      if (!(await areConversations(files, members))) continue;
      signal.throwIfAborted();
      const { base, split } = placeOf(path);
      const group = groups.get(base) ?? { path, parts: [], claims: [] };
      groups.set(base, group);
      addAll(group.claims, own);
      for (const { key, parts } of members) {
        const file = partOf(parts, RECORD);
        if (file === undefined) continue;
        const found = mediumOf(parts);
        const medium = found && { kind: found.kind, name: baseName(files.paths[found.file] ?? '') };
        group.parts.push({ file, name: baseName(key), split, encoding: 'utf-8', beside: [], medium });
      }
    }
    return [...groups].map(([base, { path, parts, claims }]) => ({
      confidence: CONFIDENCE,
      why: { code: 'webdataset-records', values: { count: parts.length } },
      claims,
      name: baseName(base) || stemOf(path),
      plan: parts,
    }));
  },

  ...fileRecordFormat(parseFile),
};

/** Whether the first records of an archive are lists of what somebody says, as far as they can be read. */
async function areConversations(files: FileSet, members: readonly Member[]): Promise<boolean> {
  const records = members.flatMap(({ parts }) => partOf(parts, RECORD) ?? []).slice(0, LOOKED);
  let found = false;
  for (const record of records) {
    const head = await headOf(files, record);
    const text = new TextDecoder().decode(head);
    const parsed = parseJson(text);
    if (parsed.ok && !isConversation(parsed.value)) return false;
    // A record longer than its head says by its beginning what it is.
    found ||= parsed.ok || CONVERSATIONS.some((key) => text.includes(`"${key}"`));
  }
  return found;
}

function isConversation(value: FieldValue): boolean {
  if (!isObject(value)) return false;
  return CONVERSATIONS.some((key) => {
    const list = value[key];
    return isList(list) && list.length > 0 && list.every((turn) => isObject(turn) && SPEAKERS.some((word) => turn[word] !== undefined));
  });
}

/** The medium of its key is the record's, under whatever path it once had. */
function parseFile([bytes = new Uint8Array(0)]: readonly Uint8Array[], { medium, ...part }: Part): FileRecord {
  const record = parseJsonRecord(bytes, part, true);
  if (record.rejected || !medium) return record;
  const { kind, name } = medium;
  const written = record.fields[kind];
  const isOther = typeof written === 'string' && baseName(written) !== name;
  return { ...record, fields: { ...record.fields, ...(isOther ? { [`${kind}_written`]: written } : {}), [kind]: name } };
}
