/** sharpness.json: what was measured on which runs, and how; nothing of the machine that measured it. */
import type { RunFacts } from '../run/analysed-run.ts';
import type { Sharpness, SharpnessOptions } from './sharpness.ts';

export const sharpnessFileName = 'sharpness.json';

export interface SharpnessFile {
  readonly kind: 'sharpness';
  readonly format: 1;
  /** Version of graphsam that measured. */
  readonly graphsam: string;
  readonly options: SharpnessOptions;
  readonly runs: readonly RunSharpness[];
}

export interface RunSharpness {
  readonly run: RunFacts;
  /** The rows that the loss is the mean over, drawn from the training part; runs with one checksum were measured on the same rows. */
  readonly rows: {
    readonly part: 'train';
    readonly count: number;
    readonly batchSize: number;
    readonly checksum: string;
  };
  readonly sharpness: Sharpness;
}
