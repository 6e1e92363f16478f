/** A small training for tests: a tanh network on random samples, its batches and its clock. */
import { type Precision, RandomStream, type Vector, zeros } from '../../base/index.ts';
import type { Clock, EvaluateOptions, Objective } from '../objective.ts';
import type { Optimizer, StepReport } from '../optimizer.ts';
import { type Samples, tanhNetwork } from './tanh-network.ts';

export const toySize = { batch: 6, stepsPerEpoch: 5, epochs: 4 } as const;

export interface ToyTraining {
  readonly objective: Objective;
  initialWeights(precision: Precision): Vector;
  /** Puts the batch of a step (counted over all epochs) in place. */
  clockAt(step: number): Clock;
}

/**
 * Two epochs' batches hold the same samples; mixing between samples is on, so that the whole and the cheap pass differ.
 */
export function toyTraining(seed = 1): ToyTraining {
  const random = new RandomStream(seed, 'toy');
  const { batch, stepsPerEpoch, epochs } = toySize;
  const matrix = (rows: number, columns: number): number[][] =>
    Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));
  const inputs = matrix(batch * stepsPerEpoch, 4);
  const targets = matrix(batch * stepsPerEpoch, 2);
  const mixing = Array.from({ length: batch }, (_, row) =>
    Array.from({ length: batch }, (_, column) => (row === column ? 0.6 : 0.4 / (batch - 1))),
  );
  const network = tanhNetwork(4, 2, { hidden: 3, mixing });
  const samplesOf = (step: number): Samples => {
    const ids = Array.from({ length: batch }, (_, index) => (step % stepsPerEpoch) * batch + index);
    return { ids, inputs: ids.map((id) => inputs[id]!), targets: ids.map((id) => targets[id]!) };
  };
  const initial = Array.from({ length: network.layout.size }, () => 0.7 * random.normal());
  return {
    objective: network,
    initialWeights: (precision) => {
      const weights = zeros(network.layout.size, precision);
      weights.set(initial);
      return weights;
    },
    clockAt: (step) => {
      network.setBatch(samplesOf(step), samplesOf(step + 1));
      return {
        step,
        epoch: Math.floor(step / stepsPerEpoch),
        stepInEpoch: step % stepsPerEpoch,
        stepsPerEpoch,
        epochs,
      };
    },
  };
}

/** Runs steps first .. last - 1 and returns their reports; objective: seen instead of the toy's own. */
export async function runToy(
  optimizer: Optimizer,
  weights: Vector,
  training: ToyTraining,
  { first = 0, last, objective = training.objective }: { first?: number; last: number; objective?: Objective },
): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (let step = first; step < last; step++) {
    const clock = training.clockAt(step);
    reports.push(await optimizer.step(weights, objective, clock));
  }
  return reports;
}

export interface RecordedEvaluation {
  readonly at: Vector;
  readonly gradient: Vector;
  readonly options: EvaluateOptions;
}

/** The objective, and a list that fills with what it is asked. */
export function recording(objective: Objective): {
  readonly objective: Objective;
  readonly calls: RecordedEvaluation[];
} {
  const calls: RecordedEvaluation[] = [];
  const evaluate: Objective['evaluate'] = async (weights, gradient, options = {}) => {
    const evaluation = await objective.evaluate(weights, gradient, options);
    calls.push({ at: weights.slice(), gradient: gradient.slice(), options });
    return evaluation;
  };
  return { objective: { ...objective, evaluate }, calls };
}

/** Length of the difference between two points, over all elements or a part of them. */
export function lengthBetween(left: Vector, right: Vector, offset = 0, size = left.length): number {
  let squares = 0;
  for (let index = offset; index < offset + size; index++) squares += (left[index]! - right[index]!) ** 2;
  return Math.sqrt(squares);
}
