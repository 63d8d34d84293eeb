import type { MessageKey } from '../../i18n/en.ts';
import type { DatasetSummary } from '../../model/dataset.ts';

/** How far a dataset is that is not complete, in words. @param isBusy files are being read */
export function readingState({ standIn }: DatasetSummary, isBusy: boolean): MessageKey {
  if (standIn === 'kept') return isBusy ? 'status.kept' : 'status.keptUnchecked';
  return isBusy || standIn === 'preview' ? 'status.growing' : 'status.unread';
}
