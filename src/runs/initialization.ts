/** What a training took over from another run: the content of initialization.json and of its event. */

/** What became of each parameter; names in the order of their layout. */
export interface InitializationReport {
  readonly loaded: readonly string[];
  /** In the model, but not in the source: as initialized. */
  readonly missing: readonly string[];
  /** In both, with other lengths: as initialized. */
  readonly misshapen: readonly {
    readonly name: string;
    readonly expected: readonly number[];
    readonly found: readonly number[];
  }[];
  /** In the model and left alone on purpose: as initialized. */
  readonly excluded: readonly string[];
  /** In the source only. */
  readonly unused: readonly string[];
}

/** What initialization.json and the event say. */
export interface Initialization extends InitializationReport {
  readonly from: string;
  readonly runKind: 'pre-training' | 'training';
  /** Molecules that the encoder was pre-trained on; undefined: a training, or a run that an earlier version began from. */
  readonly molecules?: number | undefined;
  /** Numbers in the loaded parameters, and in all of the model. */
  readonly loadedNumbers: number;
  readonly numbers: number;
  readonly warnings: readonly string[];
}
