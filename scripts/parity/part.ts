/**
 * One part of a golden folder (features, CoMPT models, optimizer trajectories ...): a file of this folder checks it. A folder
 * of golden data may lack any part.
 */
export interface ParityResult {
  /** Path inside the golden folder. */
  readonly file: string;
  /** What was compared, for instance `float32` or `charges`; a file may give several results. */
  readonly what: string;
  readonly largestAbsolute: number;
  /** Relative to the scale that the tolerance is relative to; equal to largestAbsolute where the tolerance is absolute. */
  readonly largestRelative: number;
  readonly tolerance: number;
  readonly passed: boolean;
  /** Where the largest difference is, or why the file failed. */
  readonly note?: string;
}

export interface ParityPart {
  /** File or folder inside the golden folder that this part reads. */
  readonly path: string;
  /** Checks everything under `path` of `folder`; called only if it exists. */
  check(folder: string): AsyncIterable<ParityResult>;
}
