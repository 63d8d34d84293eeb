/** Records as their formats hand them over: parsed by us, null as undefined. */
import { assert } from '../../../src/base/assert.ts';
import { readRecord, recognise } from '../../../src/formats/records/index.ts';
import type { Fields } from '../../../src/formats/records/schema.ts';
import { isObject } from '../../../src/formats/records/values.ts';
import type { ChatForm, Part, RecordForm } from '../../../src/model/record-form.ts';
import { parseJson } from '../../../src/syntax/json-value.ts';

export function fields(record: unknown): Fields {
  const result = parseJson(typeof record === 'string' ? record : JSON.stringify(record));
  assert(result.ok && isObject(result.value), 'a record is an object');
  return result.value;
}

/** The schema of a record alone. */
export const schemaOf = (record: unknown): string | undefined => readRecord(fields(record), undefined)?.schema;

export const shareOf = (records: readonly unknown[]): [string | undefined, number] => {
  const { schema, fits } = recognise(records.map(fields));
  return [schema, fits];
};

export function chatOf(record: unknown): ChatForm {
  const read = readRecord(fields(record), undefined);
  assert(read?.form.kind === 'chat', 'a conversation');
  return read.form;
}

/** Turns as `role: what is said`, calls and results in short. */
export function script(form: Pick<ChatForm, 'turns'>): string[] {
  return form.turns.map(({ role, parts }) => `${role}: ${parts.map(short).join(' | ')}`);
}

function short(part: Part): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'call':
      return `${part.name}(${JSON.stringify(part.arguments)})${part.result ? ` → ${JSON.stringify(part.result.value)}` : ''}`;
    case 'result':
      return `→ ${JSON.stringify(part.value)}`;
    case 'media':
      return `#${part.media}`;
    case 'json':
      return `json ${JSON.stringify(part.value)}`;
    default:
      return `${part.kind} ${part.text}`;
  }
}

/** The normal form of a record alone. */
export function formOf(record: unknown): RecordForm {
  const read = readRecord(fields(record), undefined);
  assert(read, 'a schema fits');
  return read.form;
}

/** The form, where it is of this kind. */
export function formAs<K extends RecordForm['kind']>(record: unknown, kind: K): Extract<RecordForm, { kind: K }> {
  const form = formOf(record);
  assert(form.kind === kind, `${form.kind} is ${kind}`);
  return form as Extract<RecordForm, { kind: K }>;
}
