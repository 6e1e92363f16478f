/**
 * A method of the family says one thing: which gradient the base rule gets. It may evaluate the objective as often as
 * it likes and keep state of its own, but it changes that state only in `commit`, which runs if the step really
 * updates.
 */
import type { ParameterLayout, Precision, Vector } from '../base/index.ts';
import type { PartState } from './state.ts';
import type { Step } from './step.ts';

/** What a method makes of one step: the gradient that the base rule gets, and how it came about. */
export interface GradientEstimate {
  /** What the base rule gets: one of the step's scratch vectors. */
  readonly gradient: Vector;
  /** Its 2-norm, where the method knows it; measured otherwise. */
  readonly norm?: number;
  readonly loss: number;
  /** Where the loss was taken: at the weights, at the perturbed weights, or at the weights without message passing. */
  readonly lossAt: LossPoint;
  /** Radius in force, or the scale of the noise. */
  readonly rho?: number;
  /** 2-norm of the perturbation; 0 if nothing was perturbed. */
  readonly perturbationNorm: number;
  /** Weights shrink after this update, whatever order the base rule is set to; of rules whose decay is apart from the gradient. */
  readonly decaysAfter?: boolean;
  /** Takes the new state over, before the base rule's update. */
  readonly commit?: () => void;
}

export type LossPoint = 'weights' | 'perturbed weights' | 'weights without mixing';

export interface Method {
  readonly state: PartState;
  estimate(step: Step): Promise<GradientEstimate>;
  /** After the base rule's update (MESA's moving average). */
  afterUpdate?(weights: Vector): void;
}

/** What a method is built for. */
export interface MethodContext {
  readonly layout: ParameterLayout;
  readonly precision: Precision;
  /** A state vector: zeros, as long as the weights. */
  readonly allocate: () => Vector;
}

/** State of a method that keeps nothing. */
export const noState = (): PartState => ({ vectors: {}, scalars: {} });
