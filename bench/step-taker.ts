/** Takes one training step after the other, and says where the time went. */

import type { Batch, ModelSession } from '../src/objective/model-session.ts';
import {
  type Arithmetic,
  type Clock,
  createOptimizer,
  type EvaluationCounts,
  type Objective,
  type Optimizer,
} from '../src/optim/index.ts';

export interface StepTimes {
  readonly totalMs: number;
  /** Making a batch's arrays. */
  readonly collationMs: number;
  /** In the objective: loss and gradient, as often as the optimizer asked for them. */
  readonly evaluationMs: number;
}

export interface MeasuredStep extends StepTimes {
  readonly evaluations: Readonly<EvaluationCounts>;
}

export interface StepSituation {
  /** Molecules of the batch after this one, for methods that read two; default: none. */
  readonly next?: readonly number[];
  /** Where the training stands; default: steps are counted, in an epoch without end. */
  readonly clock?: Clock;
}

export class StepTaker {
  readonly optimizer: Optimizer;
  readonly #session: ModelSession;
  readonly #objective: Objective;
  readonly #weights: Float32Array;
  #steps = 0;
  #evaluationMs = 0;

  /** arithmetic: where its vectors are; default here. */
  constructor(session: ModelSession, optimizer: string, arithmetic?: Arithmetic) {
    this.#session = session;
    this.optimizer = createOptimizer({ name: optimizer }, session.layout, { ...(arithmetic && { arithmetic }) });
    this.#weights = session.initialWeights(0);
    this.#objective = timed(session.objective, (durationMs) => {
      this.#evaluationMs += durationMs;
    });
  }

  /** rows: molecules of the batch, by their place in the session. */
  async step(
    rows: readonly number[],
    { next, clock = this.#countedClock() }: StepSituation = {},
  ): Promise<MeasuredStep> {
    this.#evaluationMs = 0;
    const start = performance.now();
    this.#session.objective.setBatch(labeled(rows), next && labeled(next), clock.step);
    const collated = performance.now();
    const { evaluations } = await this.optimizer.step(this.#weights, this.#objective, clock);
    const totalMs = performance.now() - start;
    return { totalMs, collationMs: collated - start, evaluationMs: this.#evaluationMs, evaluations };
  }

  #countedClock(): Clock {
    return { step: this.#steps++, epoch: 0, stepInEpoch: 0, stepsPerEpoch: 100, epochs: 1 };
  }
}

/** Every other molecule is of one class. */
function labeled(rows: readonly number[]): Batch {
  return { rows, targets: Float64Array.from(rows, (row) => row % 2) };
}

/** The same objective; `onDone` is told how long each evaluation of any kind took. */
function timed(objective: Objective, onDone: (durationMs: number) => void): Objective {
  const clocked =
    <Inputs extends unknown[], Result>(call: (...inputs: Inputs) => Promise<Result>) =>
    async (...inputs: Inputs): Promise<Result> => {
      const start = performance.now();
      const result = await call(...inputs);
      onDone(performance.now() - start);
      return result;
    };
  return {
    layout: objective.layout,
    evaluate: clocked((...inputs) => objective.evaluate(...inputs)),
    sampleLosses: clocked((weights) => objective.sampleLosses!(weights)),
    outputs: clocked((weights) => objective.outputs!(weights)),
    sampleIds: () => objective.sampleIds!(),
  };
}
