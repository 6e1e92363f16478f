/**
 * A small network written without tensors of ours, for tests and parity: loss and gradient as a plain closure, with
 * everything that an unusual method may ask for.
 *
 *     out = A tanh(A X W1 + b1) W2      A [samples, samples]: mixing between samples; the identity if there is none
 *     loss = mean over samples and outputs of (out - Y)^2
 *
 * W1 [inputs, hidden], b1 [hidden], W2 [hidden, outputs], stored [in, out]. `withoutMessagePassing` leaves A out. A consistency
 * penalty is added to the loss: factor * temperature^2 * mean over samples of KL(reference || out), see `Divergence`.
 */
import { ParameterLayout, type Vector } from '../../base/index.ts';
import type { Consistency, EvaluateOptions, Evaluation, Objective } from '../objective.ts';

type Matrix = readonly (readonly number[])[];

export interface Samples {
  readonly inputs: Matrix;
  readonly targets: Matrix;
  /** Numbers of the samples in the training set. */
  readonly ids?: readonly number[];
}

/** Between outputs as class scores, as scores of independent yes/no questions, or as means of equal Gaussians. */
export type Divergence = 'softmax' | 'bernoulli' | 'gaussian';

export interface TanhNetworkOptions {
  readonly hidden: number;
  readonly mixing?: Matrix;
  readonly divergence?: Divergence;
  /** Which axis of the weight matrices counts output units; default 1, as they are stored [in, out]. */
  readonly filterAxis?: number;
}

export interface TanhNetwork extends Objective {
  setBatch(current: Samples, next?: Samples): void;
}

export function tanhNetwork(inputs: number, outputs: number, options: TanhNetworkOptions): TanhNetwork {
  const { hidden, mixing, divergence = 'gaussian', filterAxis = 1 } = options;
  const layout = new ParameterLayout([
    { name: 'W1', shape: [inputs, hidden], role: 'weight', filterAxis },
    { name: 'b1', shape: [hidden], role: 'bias' },
    { name: 'W2', shape: [hidden, outputs], role: 'weight', filterAxis },
  ]);
  let batch: Samples = { inputs: [], targets: [] };
  let nextBatch: Samples | undefined;

  const forward = (weights: Vector, samples: Samples, mixes: boolean) => {
    const first = rows(layout.view(weights, 'W1'), hidden);
    const bias = layout.view(weights, 'b1');
    const second = rows(layout.view(weights, 'W2'), outputs);
    const mix = (values: Matrix): Matrix => (mixes && mixing ? product(mixing, values) : values);
    const mixedInputs = mix(samples.inputs);
    const active = product(mixedInputs, first).map((row) => row.map((value, unit) => Math.tanh(value + bias[unit]!)));
    const mixedActive = mix(active);
    return { mixedInputs, active, mixedActive, second, out: product(mixedActive, second) };
  };

  const evaluate = (weights: Vector, gradient: Vector, request: EvaluateOptions = {}): Evaluation => {
    const samples = request.batch === 'next' ? (nextBatch ?? batch) : batch;
    const mixes = request.variant !== 'withoutMessagePassing';
    const { mixedInputs, active, mixedActive, second, out } = forward(weights, samples, mixes);
    const chosen = request.samples ?? samples.targets.map((_, index) => index);
    let loss = 0;
    const outGradient = out.map((row) => row.map(() => 0));
    for (const sample of chosen) {
      for (let output = 0; output < outputs; output++) {
        const error = out[sample]![output]! - samples.targets[sample]![output]!;
        loss += error ** 2 / (chosen.length * outputs);
        outGradient[sample]![output] = (2 * error) / (chosen.length * outputs);
      }
    }
    if (request.consistency) loss += addConsistency(divergence, request.consistency, out, outGradient);

    const back = (values: Matrix): Matrix => (mixes && mixing ? product(transpose(mixing), values) : values);
    const activeGradient = back(product(outGradient, transpose(second)));
    const before = activeGradient.map((row, sample) =>
      row.map((value, unit) => value * (1 - active[sample]![unit]! ** 2)),
    );
    layout.view(gradient, 'W1').set(product(transpose(mixedInputs), before).flat());
    layout.view(gradient, 'b1').set(transpose(before).map((column) => column.reduce((sum, value) => sum + value, 0)));
    layout.view(gradient, 'W2').set(product(transpose(mixedActive), outGradient).flat());
    return { loss, outputs: Float64Array.from(out.flat()) };
  };

  return {
    layout,
    setBatch: (current, next) => {
      batch = current;
      nextBatch = next;
    },
    evaluate: async (weights, gradient, request) => evaluate(weights, gradient, request),
    sampleLosses: async (weights) => {
      const { out } = forward(weights, batch, true);
      const errors = out.map((row, sample) =>
        row.map((value, output) => (value - batch.targets[sample]![output]!) ** 2),
      );
      return Float64Array.from(errors, (row) => row.reduce((sum, value) => sum + value, 0) / outputs);
    },
    outputs: async (weights) => Float64Array.from(forward(weights, batch, true).out.flat()),
    sampleIds: () => batch.ids ?? batch.inputs.map((_, index) => index),
  };
}

/** Adds the gradient of the penalty to outGradient [samples, outputs]; returns the penalty. */
function addConsistency(kind: Divergence, consistency: Consistency, out: Matrix, outGradient: number[][]): number {
  const { reference, active, factor, temperature } = consistency;
  const count = out.length;
  let total = 0;
  out.forEach((scores, sample) => {
    if (!active[sample]) return;
    const before = scores.map((_, output) => reference[sample * scores.length + output]!);
    const { penalty, slopes } = divergences[kind](scores, before, temperature);
    total += (factor * penalty) / count;
    slopes.forEach((slope, output) => {
      outGradient[sample]![output]! += (factor * slope) / count;
    });
  });
  return total;
}

type DivergenceOfSample = (
  scores: readonly number[],
  reference: readonly number[],
  temperature: number,
) => { readonly penalty: number; readonly slopes: readonly number[] };

const divergences: Readonly<Record<Divergence, DivergenceOfSample>> = {
  softmax: (scores, reference, temperature) => {
    const now = logSoftmax(scores.map((score) => score / temperature));
    const then = logSoftmax(reference.map((score) => score / temperature));
    const divergence = then.reduce((sum, log, index) => sum + Math.exp(log) * (log - now[index]!), 0);
    return {
      penalty: temperature ** 2 * divergence,
      slopes: now.map((log, index) => temperature * (Math.exp(log) - Math.exp(then[index]!))),
    };
  },
  bernoulli: (scores, reference, temperature) => {
    const now = scores.map((score) => logistic(score / temperature));
    const then = reference.map((score) => logistic(score / temperature));
    const divergence = then.reduce(
      (sum, share, index) =>
        sum + share * Math.log(share / now[index]!) + (1 - share) * Math.log((1 - share) / (1 - now[index]!)),
      0,
    );
    return {
      penalty: temperature ** 2 * divergence,
      slopes: now.map((share, index) => temperature * (share - then[index]!)),
    };
  },
  gaussian: (scores, reference) => ({
    penalty: scores.reduce((sum, score, index) => sum + (score - reference[index]!) ** 2 / 2, 0),
    slopes: scores.map((score, index) => score - reference[index]!),
  }),
};

const logistic = (value: number): number => 1 / (1 + Math.exp(-value));

function logSoftmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const logSum = Math.log(scores.reduce((sum, score) => sum + Math.exp(score - highest), 0));
  return scores.map((score) => score - highest - logSum);
}

function rows(values: Vector, width: number): Matrix {
  return Array.from({ length: values.length / width }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
}

function product(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    right[0]!.map((_, column) => row.reduce((sum, value, index) => sum + value * right[index]![column]!, 0)),
  );
}

function transpose(matrix: Matrix): Matrix {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column]!));
}
