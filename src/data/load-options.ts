/** Everything that can be said about how a table becomes a data set. */

import type { TaskType } from '../tasks/index.ts';
import type { ColumnOptions } from './columns/choose-columns.ts';
import type { DuplicateOptions } from './duplicates.ts';
import type { LabelOptions } from './labels/read-labels.ts';
import type { ReadMoleculeOptions } from './molecules/read-molecule.ts';

export interface LoadOptions extends ColumnOptions, LabelOptions, ReadMoleculeOptions, DuplicateOptions {
  /** Default: found from the labels, or the recognized table's. */
  readonly taskType?: TaskType | undefined;
  /** Classes of each target, of labels that are names. Default: those that occur. */
  readonly classes?: readonly (readonly string[])[] | undefined;
  /** Rows without a readable molecule: leave out and list, or stop at the first. Default skip. */
  readonly onInvalid?: 'skip' | 'error' | undefined;
  /** Columns that belong to a measurement and not to its molecule: rows that differ in them are no duplicates. */
  readonly conditionColumns?: readonly string[] | undefined;
  /** Share of rows without a readable molecule above which loading stops. Default 0.2. */
  readonly maxRejected?: number | undefined;
  /** The labels are compared with predictions, and nothing is learned from them. Default false. */
  readonly isComparison?: boolean | undefined;
  /** Called now and then with the number of rows read. */
  readonly onProgress?: ((rows: number) => void) | undefined;
  /** Ends the loading with its reason, thrown. */
  readonly signal?: AbortSignal | undefined;
}
