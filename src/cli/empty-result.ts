/** What opening nothing comes to: for paths that are not there. */
import type { OpenResult } from '../engine/protocol.ts';

export const EMPTY_RESULT: OpenResult = {
  phase: 'done',
  done: 1,
  total: 1,
  datasets: [],
  unclaimed: { count: 0, paths: [] },
  problems: [],
  classLists: [],
  recognised: false,
  extensions: [],
};
