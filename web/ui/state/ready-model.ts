/** A model that comes with the page, and what was measured of it: an entry of web/models/models.json. */
export interface ReadyModel {
  readonly name: string;
  readonly title: string;
  readonly unit?: string;
  readonly targets: readonly string[];
  readonly source: string;
  readonly limits: string;
  /** Molecules. */
  readonly trainedOn: number;
  readonly split: string;
  readonly tested: {
    readonly molecules: number;
    readonly metric: string;
    readonly value: number;
    /** 95 %, over the molecules of the test set. */
    readonly interval: readonly number[];
    /** The same metric of guessing the mean. */
    readonly guess: number;
    readonly baselines: readonly { readonly name: string; readonly value: number }[];
  };
  /** What made it, without the place of its table. */
  readonly command: string;
  readonly sizeBytes: number;
}
