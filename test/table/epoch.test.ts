import { describe, expect, it } from 'vitest';
import { epochUnit, namesInstant } from '../../src/table/epoch.ts';
import { ExtraColumn } from '../../src/table/extra-column.ts';

const DAY = Date.UTC(2024, 4, 1);

function column(name: string, values: readonly (number | string)[]): ExtraColumn {
  const made = new ExtraColumn(name);
  for (const [row, value] of values.entries()) made.add(row, value);
  return made;
}

describe('numbers that are instants', () => {
  it.each(['created_at', 'createdAt', 'create_time', 'timestamp', 'ts', 'created_utc', 'timestamp_ms', 'updated', 'retrieved_on', '时间'])(
    'may stand in %s',
    (name) => {
      expect(namesInstant(name)).toBe(true);
    },
  );

  it.each(['at', 'on', 'id', 'stats', 'runtime', 'times_seen', 'format', 'tokens', 'date_id', 'rating'])('do not stand in %s', (name) => {
    expect(namesInstant(name)).toBe(false);
  });

  it('are seconds, milliseconds or microseconds from 1990 to 2100', () => {
    expect(epochUnit(DAY / 1000, DAY / 1000)).toBe(1000);
    expect(epochUnit(DAY, DAY)).toBe(1);
    expect(epochUnit(DAY * 1000, DAY * 1000)).toBe(0.001);
    expect(epochUnit(20_240_501, 20_240_501)).toBeUndefined();
    expect(epochUnit(0, DAY)).toBeUndefined();
    expect(epochUnit(DAY / 1000, DAY)).toBeUndefined();
  });

  it('make a column of dates where its name and all of its values say so', () => {
    expect(column('created_at', [DAY / 1000, DAY / 1000 + 0.5])).toMatchObject({ kind: 'date', epoch: 1000 });
    expect(column('created_at', [String(DAY), String(DAY + 1)])).toMatchObject({ kind: 'date', epoch: 1 });
    expect(column('score', [DAY / 1000])).toMatchObject({ kind: 'number', epoch: undefined });
    expect(column('created_at', [DAY / 1000, 7])).toMatchObject({ kind: 'number', epoch: undefined });
    expect(column('created_at', ['2024-05-01', '2024-05-02'])).toMatchObject({ kind: 'date', epoch: undefined });
    expect(column('created_at', [DAY / 1000]).numbers()(0)).toBe(DAY);
    expect(column('created_at', [DAY / 1000]).text(0)).toBe(String(DAY / 1000));
    const many = new ExtraColumn('timestamp');
    many.addMany(0, Float64Array.of(DAY / 1000, DAY / 1000 + 60));
    expect([many.kind, many.numbers()(1)]).toEqual(['date', DAY + 60_000]);
    expect(ExtraColumn.restored(many.state)).toMatchObject({ kind: 'date', epoch: 1000 });
  });
});
