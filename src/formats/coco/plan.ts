import type { LabelRole } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { TextEncodingName } from '../../files/text.ts';

/** What `match` learned of a dataset: plain data, sent between threads. */
export interface CocoPlan {
  /** Files over the same images; the images of one are not those of another. */
  readonly parts: readonly CocoPart[];
  /** Images claimed by folder because the files are too large to name them all while matching. */
  readonly imagesByFolder: boolean;
}

export interface CocoPart {
  /** Begins the keys of samples where several parts number their images alike; '' for the only part. */
  readonly prefix: string;
  readonly split?: string;
  /** Truths before results. */
  readonly files: readonly CocoFile[];
}

export interface CocoFile {
  readonly file: FileIndex;
  readonly encoding: TextEncodingName;
  /** results: a bare list, or an object without images. */
  readonly kind: 'sections' | 'results';
  readonly role: LabelRole;
  /** Label sets of one name are one, over several parts. */
  readonly labelSet: string;
  /** Whether the label set is this file alone. */
  readonly alone: boolean;
  /** True where its rows name images by file name without extension, not by the truth's ids: Ultralytics writes results so. */
  readonly byStem?: true;
  /** Its categories must be read before its annotations: they may mean other classes by the same ids than files before. */
  readonly categoriesFirst: boolean;
}
