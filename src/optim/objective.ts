/**
 * What an optimizer sees of the world: a function that gives loss and gradient at any weights. It knows no models, so
 * every optimizer serves any function, also one that is not a network.
 */
import type { ParameterLayout, Vector } from '../base/index.ts';

/**
 * A penalty on the distance between the outputs and reference outputs (SAF and MESA); the objective adds it to its
 * loss.
 */
export interface Consistency {
  /** Reference outputs, [samples, outputs] row-major, of the batch's samples in order. */
  readonly reference: Vector;
  /** 1 for a sample that takes part, 0 for one without a reference, [samples]. */
  readonly active: Vector;
  /** Factor of the mean over the batch's samples of the divergence. */
  readonly factor: number;
  /** Temperature; divergences are taken between outputs / temperature and multiplied by its square. */
  readonly temperature: number;
}

export interface EvaluateOptions {
  /** `withoutMessagePassing`: atoms exchange no messages (FGSAM's cheap pass); gradients of tensors that do not occur are 0. */
  readonly variant?: 'full' | 'withoutMessagePassing';
  /** `next`: the batch after the present one (RWP reads two batches a step). */
  readonly batch?: 'current' | 'next';
  /** Positions in the batch: the loss is the mean over these samples only (ESAM), and outputs may be of them alone. */
  readonly samples?: readonly number[];
  readonly consistency?: Consistency;
  /** The outputs are wanted as well; an objective that has them at no cost gives them always. */
  readonly withOutputs?: true;
  /** Draw new dropout masks; default false: all evaluations of a step are of one function. */
  readonly freshDropout?: boolean;
}

export interface Evaluation {
  readonly loss: number;
  /** The outputs that gave this loss, [samples, outputs] row-major, if the objective has any (SAF needs them). */
  readonly outputs?: Vector;
  /** Loss of each sample at these weights, [samples], if it falls out on the way: it spares ESAM a forward pass. */
  readonly sampleLosses?: Vector;
}

export interface Objective {
  readonly layout: ParameterLayout;
  /**
   * Writes the gradient of the loss at `weights` into `gradient` (every element) and returns the loss. `weights` is the
   * optimizer's argument or one of its own vectors (the same few ones every step), which holds perturbed weights.
   */
  evaluate(weights: Vector, gradient: Vector, options?: EvaluateOptions): Promise<Evaluation>;
  /** Loss of each sample of the batch, [samples]; without gradient (ESAM). */
  sampleLosses?(weights: Vector): Promise<Vector>;
  /** Outputs in evaluation mode (no dropout), [samples, outputs] row-major (MESA). */
  outputs?(weights: Vector): Promise<Vector>;
  /** Stable numbers of the batch's samples in the training set, [samples] (SAF keeps a table by them). */
  sampleIds?(): readonly number[];
}

/**
 * Where training stands: all that a schedule or a periodic method needs. Given by the trainer, never counted by a
 * method.
 */
export interface Clock {
  /** Global step from 0, not reset by epochs. */
  readonly step: number;
  /** Epoch from 0. */
  readonly epoch: number;
  /** Step inside the epoch, from 0. */
  readonly stepInEpoch: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
}
