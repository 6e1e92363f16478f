/**
 * A model ready to be trained: its layout, its loss and gradient on a batch, its predictions, its export. The trainer knows
 * models through this interface only, so its tests run on a plain function and every model is trained by the same loop.
 */

import type { ParameterLayout, Vector } from '../base/index.ts';
import type { ClassCalibration } from '../calibration/index.ts';
import type { Metric, MetricValues } from '../metrics/index.ts';
import type { Arithmetic, Objective } from '../optim/index.ts';

/** What a batch is to the loss: which rows of the training table, and their targets. */
export interface Batch {
  /** Positions in the list of featurized molecules that the session was opened with. */
  readonly rows: readonly number[];
  /** Targets as the loss sees them (standardized, or 0/1), [rows, tasks] row-major, NaN where missing. */
  readonly targets: Float64Array;
  /** Of each label in the loss, [rows, tasks] row-major; only where the session was opened to weigh labels. */
  readonly weights?: Float64Array | undefined;
  /** From 0, where the batch is trained on: with it changes what a table that is read again in every epoch shows of its rows. */
  readonly epoch?: number;
}

/** An objective whose batch the trainer sets before each step. */
export interface BatchObjective extends Objective {
  /** `maskSeed` determines the step's dropout masks: the same number gives the same masks. */
  setBatch(current: Batch, next: Batch | undefined, maskSeed: number): void;
  /**
   * From now on the vectors of evaluations are arrays in the memory of the device, which this computes with. Undefined: none can stay
   * there, and all is as before.
   */
  keepOnDevice?(): Arithmetic | undefined;
}

/** What can be trained, whatever it is judged by. */
interface TrainedSession {
  readonly layout: ParameterLayout;
  /** Targets of each row. */
  readonly tasks: number;
  readonly objective: BatchObjective;
  /** Weights before training; the same seed gives the same weights. */
  initialWeights(seed: number): Float32Array;
}

/** Judged by its own measures on rows (pre-training), not by comparing predictions with labels. */
export interface MeasuringSession extends TrainedSession {
  /** The measure that chooses the best epoch. */
  readonly tracked: Pick<Metric, 'name' | 'direction'>;
  /** beforeChunk may throw to stop in between. */
  measure(weights: Vector, rows: readonly number[], beforeChunk: () => void | Promise<void>): Promise<MetricValues>;
}

/** Judged by its predictions. */
export interface PredictingSession extends TrainedSession {
  /** Raw outputs in evaluation mode (logits, or standardized targets), [rows, tasks, outputs of a task] row-major. */
  predict(weights: Vector, rows: readonly number[]): Promise<Float32Array>;
}

export interface ModelSession extends PredictingSession {
  /** The inference model with these weights inside, metadata as key and value, and probabilities corrected, in ONNX's own format. */
  exportOnnx(
    weights: Float32Array,
    metadata: Readonly<Record<string, string>>,
    calibration?: ClassCalibration,
  ): Uint8Array;
  release(): Promise<void>;
}
