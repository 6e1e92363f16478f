/** A comparison as an array job: what any scheduler needs to know of it. */

export interface ArrayJob {
  /** What the shell calls: `graphsam`, or words such as a container needs. */
  readonly command: string;
  /** Where it is called: paths of the grid and its tables hold from there. */
  readonly workingFolder: string;
  readonly grid: string;
  /** Of the comparison. */
  readonly folder: string;
  /** Tasks of the array, each of which trains its part of the runs. */
  readonly tasks: number;
  readonly cores: number;
  readonly memoryMiB: number;
  /** Hours that a task may take; undefined: as the scheduler has it. */
  readonly hours?: number | undefined;
  /** What the tasks compute on, as `--device` names it; undefined: the CPU. */
  readonly device?: string | undefined;
  /** Each task asks for one GPU. name: what the scheduler calls it, if not as usual. */
  readonly gpu?: { readonly name: string | undefined } | undefined;
}

/** Seconds from the signal that asks to save until the end: a batch and a checkpoint take less. */
export const graceSeconds = 120;

/** Half as much again as was measured, in steps of 256 MiB: batches differ. */
export function memoryFor(peakBytes: number): number {
  return Math.ceil((1.5 * peakBytes) / 2 ** 20 / 256) * 256;
}
