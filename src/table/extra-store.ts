/** How the values of an `ExtraColumn` are kept, by what they are. */
import type { Growable, GrowableState } from '../base/growable.ts';
import { DictionaryColumn, TextColumn, u8, type DictionaryState, type TextState } from './column.ts';
import { NumberColumn, type NumberState } from './number-column.ts';

/** Bytes kept of each text that is in no dictionary: enough to sort by and to look at; the record holds the rest. */
export const TEXT_PREFIX_BYTES = 64;

export type Store =
  | { readonly mode: 'empty' }
  | { readonly mode: 'number'; readonly values: NumberColumn }
  /** 0: nothing, 1: false, 2: true. */
  | { readonly mode: 'boolean'; readonly values: Growable<Uint8Array> }
  | { readonly mode: 'dictionary'; readonly values: DictionaryColumn }
  | { readonly mode: 'text'; readonly values: TextColumn };

/** The same as plain data. */
export type StoreState =
  | { readonly mode: 'empty' }
  | { readonly mode: 'number'; readonly values: NumberState }
  | { readonly mode: 'boolean'; readonly values: GrowableState<Uint8Array> }
  | { readonly mode: 'dictionary'; readonly values: DictionaryState }
  | { readonly mode: 'text'; readonly values: TextState };

export function stateOfStore(store: Store): StoreState {
  switch (store.mode) {
    case 'empty':
      return store;
    case 'number':
      return { mode: store.mode, values: store.values.state };
    case 'boolean':
      return { mode: store.mode, values: store.values.state };
    case 'dictionary':
      return { mode: store.mode, values: store.values.state };
    case 'text':
      return { mode: store.mode, values: store.values.state };
  }
}

/** Takes over the arrays of a state. */
export function restoredStore(state: StoreState): Store {
  switch (state.mode) {
    case 'empty':
      return state;
    case 'number':
      return { mode: state.mode, values: restored(new NumberColumn(), state.values) };
    case 'boolean':
      return { mode: state.mode, values: restored(u8(), state.values) };
    case 'dictionary':
      return { mode: state.mode, values: restored(new DictionaryColumn(), state.values) };
    case 'text':
      return { mode: state.mode, values: restored(new TextColumn(TEXT_PREFIX_BYTES), state.values) };
  }
}

function restored<State, Column extends { restore(state: State): void }>(column: Column, state: State): Column {
  column.restore(state);
  return column;
}
