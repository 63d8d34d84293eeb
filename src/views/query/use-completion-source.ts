import { ownValue } from '../../base/own-value.ts';
import { useMemo } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { ANNOTATION_FIELDS, SAMPLE_FIELDS, TEXT_FIELDS } from '../../table/query.ts';
import type { CompletionSource } from '../../table/query-complete.ts';
import { fieldOfColumn, mayCompare } from '../../table/query-normal.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';

const NO_VALUES: readonly string[] = [];

/** What may be typed: fields of every dataset and its columns; values from the facets. */
export function useCompletionSource(): CompletionSource {
  const facets = useAppState((state) => state.facets);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  const measures = useAppState((state) => currentDataset(state)?.measures);
  return useMemo(() => {
    const extras = [...(columns ?? []), ...(measures ?? [])];
    const builtIn = ['class', ...ANNOTATION_FIELDS.filter((field) => field !== 'class'), ...SAMPLE_FIELDS, ...TEXT_FIELDS];
    return {
      fields: [
        ...builtIn.map((name) => ({ name, comparable: mayCompare(name) })),
        { name: 'count(', comparable: false },
        ...extras.map((column) => ({ name: fieldOfColumn(column.name), comparable: column.kind === 'number' })),
      ],
      values: (field) => {
        const values = ownValue<readonly FacetValue[] | undefined>(facets?.facets, field) ?? ownValue(facets?.columns, field);
        return values?.map(({ value }) => value) ?? NO_VALUES;
      },
    };
  }, [facets, columns, measures]);
}
