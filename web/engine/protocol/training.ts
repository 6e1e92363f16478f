/** Trainings: what they will need, how they are asked for, and what they report on the way. */
import type { FinishedRun, Position, TrainConfigInput } from '../../../src/index.web.ts';
import type { TableFile } from './table.ts';

interface SettledNumbers {
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest of the schedule. */
  readonly learningRate: number | undefined;
}

/** What trainings side by side will need, estimated before they begin. */
export interface ResourceEstimate {
  /** Of each. */
  readonly parameters: number;
  /** Of all together. */
  readonly memoryMb: number;
  /** Of the longest, on the machine of docs/performance.md; another one is faster or slower by a factor. */
  readonly seconds: number;
  readonly fits: boolean;
  /** What holds, whether it was given or not. */
  readonly settled: SettledNumbers;
  /** A summary for people; with a smaller setting if it does not fit. */
  readonly summary: string;
  /** Settings of the model with which all would fit, to be put over the present ones. */
  readonly smaller?: Readonly<Record<string, unknown>>;
}

export interface TrainingRequest {
  /** A line for lists of runs, for instance `Adam`. */
  readonly title: string;
  /** One to three tables, or none for the built-in example. */
  readonly files: readonly TableFile[];
  /** Without `data.paths`: the files take their place. */
  readonly config: TrainConfigInput;
  /** How many trainings compute at the same time, this one included: they share the cores. Default 1. */
  readonly sideBySide?: number;
}

/** One update of the weights, for the live curves. */
export interface StepNews {
  /** Epoch from 1, and steps done in it. */
  readonly at: Position;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Loss of this batch. */
  readonly loss: number;
  /** Mean of this epoch's losses so far. */
  readonly meanLoss: number | null;
  readonly learningRate: number;
  /** Radius of the perturbation; null for methods without one. */
  readonly rho: number | null;
  readonly gradientNorm: number;
  /** Gradient evaluations since the training began (or was continued). */
  readonly evaluations: number;
  readonly moleculesPerSecond: number;
  /** How long this step took. */
  readonly seconds: number;
  readonly secondsLeft: number | undefined;
  /** Of the WebAssembly heap and the weights, where it is known. */
  readonly memoryMb: number | undefined;
}

export type TrainingState = 'loading' | 'running' | 'paused' | 'finished' | 'stopped' | 'failed';

export type TrainingOutcome =
  | { readonly status: 'finished'; readonly result: FinishedRun }
  /** Saved; continueRun goes on from here. */
  | { readonly status: 'stopped'; readonly at: Position };
