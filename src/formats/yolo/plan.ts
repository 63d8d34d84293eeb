/** What `match` learned of one YOLO dataset: plain data that `index` and `detail` go by. */
import type { LabelRole } from '../../model/annotation.ts';
import type { FileIndex } from '../../model/dataset.ts';
import type { Problem } from '../../model/problem.ts';
import type { YoloClass } from './data-yaml.ts';
import type { RowRules } from './row.ts';

export interface YoloPlan {
  readonly kind: 'yolo';
  /** Folder of the dataset. */
  readonly root: string;
  /** In the order of their numbers; empty where no file names them. */
  readonly classes: readonly YoloClass[];
  /** Where the names come from. */
  readonly classFile?: string;
  readonly kptNames?: Readonly<Record<string, readonly string[]>>;
  /** Images in path order. */
  readonly images: Uint32Array;
  /** For each image the index into `splitNames`, 0 for none. */
  readonly splits: Uint8Array;
  readonly splitNames: readonly string[];
  /** Text files that list images, with the split that they make. */
  readonly lists: readonly { readonly file: FileIndex; readonly split: string | undefined }[];
  readonly sets: readonly YoloSet[];
  /** What was found wrong before any label was read. */
  readonly problems: readonly Problem[];
}

/** Label files of one source: the truth, or one run of a model. */
export interface YoloSet {
  readonly name: string;
  readonly role: LabelRole;
  readonly rules: RowRules;
  /** Label file of each of the plan's images, or NONE. */
  readonly labels: Uint32Array;
  /** Label files whose image is not in the drop. */
  readonly orphans: Uint32Array;
}

export const NONE = 0xffff_ffff;
