/** What an optimizer is to those who use it: its configuration, what a step reports, what is kept. */
import type { Precision, Vector } from '../base/index.ts';
import type { Arithmetic } from './arithmetic.ts';
import type { ChosenRule } from './definition.ts';
import type { LossPoint } from './method.ts';
import type { NoiseSource } from './noise.ts';
import type { Clock, Objective } from './objective.ts';
import type { PerturbationWindow } from './perturbation-window.ts';
import type { ScheduleConfig } from './schedules/registry.ts';
import type { OptimizerState } from './state.ts';
import type { EvaluationCounts } from './step.ts';

export interface OptimizerConfig {
  /** A method or a base rule of the registry, or an ablation (ablations.ts). */
  readonly name: string;
  readonly hyperparameters?: Readonly<Record<string, unknown>>;
  /** The base rule beneath a method; default adam. */
  readonly base?: { readonly name: string; readonly hyperparameters?: Readonly<Record<string, unknown>> } | undefined;
  /** When a method acts; default: throughout. */
  readonly perturb?: PerturbationWindow | undefined;
  /** Default: constant, 1e-3. */
  readonly schedule?: ScheduleConfig;
  /** Longest update gradient, over all tensors; a longer one is shortened to it. Default: none. */
  readonly clipNorm?: number | undefined;
  /**
   * Draw new dropout masks for every evaluation of a step. Default false: all evaluations of a step see one function.
   */
  readonly freshDropout?: boolean;
}

export interface OptimizerOptions {
  /** Of the weights; default float32. */
  readonly precision?: Precision;
  /** Of the noise of random methods; default 0. */
  readonly seed?: number;
  /** Noise to be used instead of the seed's. */
  readonly noise?: NoiseSource;
  /** Where its vectors are computed with, of optimizers of which no part is off the device (partOffDevice). Default: here. */
  readonly arithmetic?: Arithmetic;
}

/** What a step did. */
export interface StepReport {
  /** Not finite only if the step was skipped for it. */
  readonly loss: number;
  readonly lossAt: LossPoint;
  readonly learningRate: number;
  /** Radius or noise scale in force, if the method has one. */
  readonly rho: number | undefined;
  /** 2-norm of the gradient that the base rule got, before clipping. */
  readonly gradientNorm: number;
  readonly perturbationNorm: number;
  readonly evaluations: Readonly<EvaluationCounts>;
  /** Why nothing was updated; undefined if the weights were. */
  readonly skipped: string | undefined;
  /** For instance that a gradient was zero and nothing was perturbed. */
  readonly notes: readonly string[];
}

export interface Optimizer {
  /** Resolved: with all defaults, as a run's configuration keeps it. */
  readonly config: {
    readonly name: string;
    readonly hyperparameters: Readonly<Record<string, unknown>>;
    readonly base: ChosenRule;
  };
  /**
   * One update of the weights, in place. If a loss or gradient is not finite, or the objective throws, weights and
   * state are as before, bit for bit. The weights are never moved to a perturbed point.
   */
  step(weights: Vector, objective: Objective, clock: Clock): Promise<StepReport>;
  /** Whether the learning rate of this step still rises. */
  isWarmingUp(clock: Clock): boolean;
  /** Vectors in use so far, as long as the weights: kept ones of method and rule, and scratch beyond one gradient. */
  memory(): { readonly persistent: number; readonly transient: number };
  /**
   * Standard deviation of each weight around the present weights, [parameters], where the optimizer learns one (IVON), else undefined:
   * weights drawn with it give an ensemble.
   */
  posteriorDeviation?(): Vector | undefined;
  /** A copy of all that resuming needs. */
  state(): OptimizerState;
  /** Throws CheckpointError, and changes nothing, if the state is another optimizer's or damaged. */
  load(state: OptimizerState): void;
}
