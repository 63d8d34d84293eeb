/** What records have of the things they stand in, made ready for many of them. */
import type { ByteSource } from '../files/byte-source.ts';
import type { ParsedRecord, RecordContainer, RecordPart } from './record-container.ts';

/** Adds to a record what it has of the things it stands in. */
export type Complete = (record: ParsedRecord, start: number) => ParsedRecord;

export const asItIs: Complete = (record) => record;

/** Prepared for the records that begin from `from` to `last`, in bytes of the file. */
export async function aroundOf<P extends RecordPart>(
  container: RecordContainer<P>,
  source: ByteSource,
  part: P,
  from: number,
  last: number,
  signal: AbortSignal,
): Promise<Complete> {
  const around = await container.around?.(source, part, from, last + 1, signal);
  if (!around) return asItIs;
  return (record, start) => (record.rejected ? record : { ...record, fields: around(record.fields, start) });
}
