import { ownValue } from '../../base/own-value.ts';
import { useMemo } from 'react';
import type { FacetValue } from '../../engine/protocol.ts';
import { ANNOTATION_FIELDS, SAMPLE_FIELDS, TEXT_FIELDS } from '../../table/query.ts';
import type { CompletionSource } from '../../table/query-complete.ts';
import { fieldOfColumn, mayCompare } from '../../table/query-normal.ts';
import { SPEAKERS } from '../../model/turn-texts.ts';
import { fieldOfSpeaker } from '../../table/query-speaker.ts';
import { useT } from '../shared/use-t.ts';
import { currentDataset } from '../../state/store.ts';
import { useAppState } from '../../state/use-app.ts';

const NO_VALUES: readonly string[] = [];

/** What may be typed: fields of every dataset and its columns; values from the facets. */
export function useCompletionSource(): CompletionSource {
  const t = useT();
  const facets = useAppState((state) => state.facets);
  const columns = useAppState((state) => currentDataset(state)?.columns);
  const measures = useAppState((state) => currentDataset(state)?.measures);
  const speakers = useAppState((state) => currentDataset(state)?.record?.speakers);
  return useMemo(() => {
    const extras = [...(columns ?? []), ...(measures ?? [])];
    const isColumn = (name: string): boolean => columns?.some((column) => column.name === name) === true;
    // Records of which some have turns are measured by who speaks in them.
    const hasTurns = measures?.some(({ measure }) => measure === 'roles') === true;
    const builtIn = ['class', ...ANNOTATION_FIELDS.filter((field) => field !== 'class'), ...SAMPLE_FIELDS, ...TEXT_FIELDS];
    return {
      fields: [
        ...builtIn.map((name) => ({ name, comparable: mayCompare(name) })),
        { name: 'count(', comparable: false },
        ...(hasTurns ? SPEAKERS : []).map((speaker) => ({ name: fieldOfSpeaker(speaker, isColumn), hint: t(`query.speaker.${speaker}`) })),
        ...(speakers ?? []).map((speaker) => ({ name: fieldOfSpeaker(speaker, isColumn), hint: t('query.speaker.own') })),
        ...extras.map((column) => ({ name: fieldOfColumn(column.name), comparable: column.kind === 'number' })),
      ],
      values: (field) => {
        const values = ownValue<readonly FacetValue[] | undefined>(facets?.facets, field) ?? ownValue(facets?.columns, field);
        return values?.map(({ value }) => value) ?? NO_VALUES;
      },
    };
  }, [facets, columns, measures, speakers, t]);
}
