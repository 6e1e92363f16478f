/** What a training is given, checked at the door, and the identity by which a checkpoint knows its run again. */
import { ConfigError, checksum, DataError, setting } from '../base/index.ts';
import type { Arithmetic, Optimizer } from '../optim/index.ts';
import { type RunIdentity, type RunStore, type TrainingEvent, trackingKey } from '../runs/index.ts';
import { type Standardization, standardize } from '../tasks/index.ts';
import type { EarlyStopping } from './early-stopping.ts';
import {
  type EvaluatedByMeasures,
  type EvaluatedByPredictions,
  type EvaluationTable,
  evaluatorOf,
} from './evaluator.ts';
import type { LabelWeights } from './label-weights.ts';
import { requireProbed } from './probe.ts';

export interface TrainingData extends EvaluationTable {
  /** Rows (positions in the session's list of molecules) of each part. Without val the last epoch is the one that is kept. */
  readonly train: readonly number[];
  readonly val: readonly number[];
  readonly test: readonly number[];
  /** Rows of train that are evaluated after each epoch as those of val are; default: none. */
  readonly watched?: readonly number[];
  /** Labels that the loss sees where limits are among them; default: `labels`. */
  readonly trainedLabels?: Float64Array | undefined;
  /** How much each label counts in the loss; default: all the same. */
  readonly weights?: LabelWeights | undefined;
  /** Training rows to draw equally often, group by group; default: every row once an epoch. */
  readonly groups?: readonly (readonly number[])[] | undefined;
  /** Rows of train that lie together: only a few blocks are shuffled at a time (shuffleBlocks). Default: all rows are. */
  readonly blocks?: readonly (readonly number[])[] | undefined;
  /** Of targets that are quantities, fitted on the training rows; undefined for all others. */
  readonly standardization?: Standardization | undefined;
  /** Molecule features before scaling, [rows, features]: another run if they are others. */
  readonly extra?: Float64Array | undefined;
  /** How messages name a row, for instance `line 17`. Default: `row 16`. */
  readonly describeRow?: (row: number) => string;
}

export type TrainingOptions = TrainingSettings & (EvaluatedByPredictions | EvaluatedByMeasures);

export interface TrainingSettings {
  readonly optimizer: Optimizer;
  /** Where the weights and the optimizer's vectors are: what the optimizer was made with. Default: here. */
  readonly arithmetic?: Arithmetic | undefined;
  readonly data: TrainingData;
  /** Whole number >= 1. */
  readonly epochs: number;
  readonly batchSize: number;
  /** Leave out each epoch's last batch if it is incomplete. Default false. */
  readonly dropLast?: boolean;
  readonly earlyStopping?: EarlyStopping | undefined;
  /** Decay a step of averaged weights (weight-average.ts), 0 to 1; they are then judged and kept. Default: none. */
  readonly emaDecay?: number | undefined;
  /** Of initial weights, order of the rows, and dropout. */
  readonly seed: number;
  /** Weights to start from. Default: the session's for this seed. */
  readonly initialWeights?: Float32Array | undefined;
  readonly store: RunStore;
  /** Keep the weights after every so many epochs, before the first and after the last one. Default: none. */
  readonly keepWeightsEvery?: number | undefined;
  /** Probe two neighboring steps of every so many (probe.ts). Default: none. */
  readonly probeEvery?: number | undefined;
  /** Seconds between checkpoints within an epoch, the most that a kill costs. Default 600. */
  readonly checkpointSeconds?: number | undefined;
  /** Milliseconds since 1970: no step begins after it, nor an epoch that would not end before it. The training is then finished. */
  readonly deadline?: number | undefined;
  /** Stops after the present batch, with everything saved. */
  readonly signal?: AbortSignal | undefined;
  /** Awaited before every step and every part of an evaluation: a page reads its messages here, or holds a training. */
  readonly betweenSteps?: (() => Promise<void>) | undefined;
  readonly onEvent?: (event: TrainingEvent) => void;
}

/** Throws ConfigError or DataError for what cannot be trained, before anything is written. */
export function checkTrainingOptions(options: TrainingOptions): void {
  const { data, epochs, earlyStopping, session, keepWeightsEvery, store } = options;
  if (!Number.isInteger(epochs) || epochs < 1) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['training', 'epochs'],
      what: `epochs is ${epochs}, expected a whole number above 0`,
    });
  }
  if (options.emaDecay !== undefined && !(options.emaDecay >= 0 && options.emaDecay < 1)) {
    throw new ConfigError({
      code: 'wrong-value',
      path: ['training', 'emaDecay'],
      what: `emaDecay is ${options.emaDecay}, expected at least 0 and below 1`,
    });
  }
  if (data.train.length === 0) {
    throw new DataError({
      code: 'empty-part',
      path: ['split', 'sizes'],
      what: 'the training part has no rows',
      advice: `Give it a larger share with ${setting('split.sizes')}.`,
    });
  }
  if (earlyStopping && data.val.length === 0) {
    throw new ConfigError({
      code: 'empty-part',
      path: ['training', 'patience'],
      what: 'early stopping needs validation rows and there are none',
      advice: `Give validation a share with ${setting('split.sizes')}, or leave out ${setting('training.patience')}.`,
    });
  }
  if (keepWeightsEvery !== undefined && !store.keepWeights) {
    throw new ConfigError({
      code: 'not-supported',
      path: ['training', 'keepWeights'],
      what: 'weights of single epochs cannot be kept here',
    });
  }
  if (options.probeEvery !== undefined) {
    requireProbed(options.optimizer.config.name);
    if (!store.appendProbe)
      throw new ConfigError({ code: 'not-supported', path: ['training', 'probe'], what: 'probes cannot be kept here' });
  }
  if (data.labels.length % session.tasks !== 0) {
    throw new DataError({
      code: 'layout-mismatch',
      what: `${data.labels.length} labels do not fill rows of ${session.tasks} tasks`,
    });
  }
}

/** Targets as the loss sees them: standardized, or 0/1. */
export function targetsOf({ labels, trainedLabels = labels, standardization }: TrainingData): Float64Array {
  return standardization ? standardize(trainedLabels, standardization) : trainedLabels;
}

export function identityOf(options: TrainingOptions): RunIdentity {
  const { data, session, earlyStopping } = options;
  return {
    epochs: options.epochs,
    'batch size': options.batchSize,
    'drop last': options.dropLast ?? false,
    seed: options.seed,
    [trackingKey]: evaluatorOf(options).tracked.name + ('scales' in data && data.scales ? ', standardized' : ''),
    patience: earlyStopping?.patience ?? null,
    'min delta': earlyStopping?.minDelta ?? null,
    ...(options.emaDecay !== undefined && { 'ema decay': options.emaDecay }),
    tasks: session.tasks,
    'training rows': data.train.length,
    'validation rows': data.val.length,
    'data checksum': checksum(targetsOf(data), Float64Array.from(data.train), Float64Array.from(data.val)),
    ...(data.extra && { 'features checksum': checksum(data.extra) }),
    ...(data.weights && { 'weights checksum': checksum(data.weights.late, Float64Array.of(data.weights.lateFrom)) }),
    ...(data.groups && { 'groups checksum': checksum(...data.groups.map((rows) => Float64Array.from(rows))) }),
  };
}
