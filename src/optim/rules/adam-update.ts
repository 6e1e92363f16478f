/**
 * The update that Adam and AdamW share; t counts updates from 1. One pass over weights, gradient and both moments.
 *
 *     d = u + coupledDecay * w
 *     m <- beta1 m + (1 - beta1) d;    v <- beta2 v + (1 - beta2) d^2;    largest v so far instead of v with amsgrad
 *     step = learningRate / (1 - beta1^t) * m / ( sqrt(v) / sqrt(1 - beta2^t) + epsilon )
 *     w <- shrinkAfter * ( shrinkBefore * w - step )
 */
import {
  add,
  divide,
  elementwise,
  maximum,
  multiply,
  squareRoot,
  subtract,
  type Term,
  type Vector,
} from '../../base/index.ts';
import type { BaseRule } from '../definition.ts';

const scalars = [
  'beta1',
  'rest1',
  'beta2',
  'rest2',
  'rate',
  'correction',
  'epsilon',
  'coupledDecay',
  'shrinkBefore',
  'shrinkAfter',
] as const;
type Scalars = Readonly<Record<(typeof scalars)[number], Term>>;

function moments(vector: Readonly<Record<'weights' | 'gradient' | 'mean' | 'square', Term>>, scalar: Scalars) {
  const gradient = add(vector.gradient, multiply(scalar.coupledDecay, vector.weights));
  const mean = add(multiply(scalar.beta1, vector.mean), multiply(scalar.rest1, gradient));
  const square = add(multiply(scalar.beta2, vector.square), multiply(scalar.rest2, multiply(gradient, gradient)));
  return { mean, square };
}

function updated(weights: Term, mean: Term, square: Term, scalar: Scalars): Term {
  const deviation = add(multiply(squareRoot(square), scalar.correction), scalar.epsilon);
  const step = divide(multiply(scalar.rate, mean), deviation);
  return multiply(scalar.shrinkAfter, subtract(multiply(scalar.shrinkBefore, weights), step));
}

const plainUpdate = elementwise({
  vectors: ['weights', 'gradient', 'mean', 'square'],
  scalars,
  result: (vector, scalar) => {
    const { mean, square } = moments(vector, scalar);
    return { mean, square, weights: updated(vector.weights, mean, square, scalar) };
  },
});

const amsgradUpdate = elementwise({
  vectors: ['weights', 'gradient', 'mean', 'square', 'largest'],
  scalars,
  result: (vector, scalar) => {
    const { mean, square } = moments(vector, scalar);
    const largest = maximum(vector.largest, square);
    return { mean, square, largest, weights: updated(vector.weights, mean, largest, scalar) };
  },
});

const copied = elementwise({
  vectors: ['result', 'vector'],
  scalars: [],
  result: ({ vector }) => ({ result: vector }),
});

const preconditioned = elementwise({
  vectors: ['result', 'vector', 'square'],
  scalars: ['correction', 'epsilon'],
  result: ({ vector, square }, { correction, epsilon }) => ({
    result: divide(vector, add(multiply(squareRoot(square), correction), epsilon)),
  }),
});

export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;
  /**
   * Decay of the weights at a learning rate: added to the gradient, or a factor of the weights before or after the
   * step.
   */
  readonly decay: Decay;
  /** Another decay, for `applyThenDecay`. */
  readonly lateDecay?: Decay;
}

type Decay = (learningRate: number) => { coupledDecay: number; shrinkBefore: number; shrinkAfter: number };

export function adamRule(options: AdamOptions, allocate: () => Vector): BaseRule {
  const { beta1, beta2, epsilon, decay, lateDecay } = options;
  const mean = allocate();
  const square = allocate();
  const largest = options.amsgrad ? allocate() : undefined;
  const state = { vectors: { mean, square, ...(largest && { largest }) }, scalars: { updates: 0 } };
  const updateWith =
    (decayAt: Decay): BaseRule['apply'] =>
    (weights, gradient, learningRate, arithmetic) => {
      const count = ++state.scalars.updates;
      const values = {
        ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, epsilon },
        rate: learningRate / (1 - beta1 ** count),
        correction: 1 / Math.sqrt(1 - beta2 ** count),
        ...decayAt(learningRate),
      };
      if (largest) arithmetic.run(amsgradUpdate, { weights, gradient, mean, square, largest }, values);
      else arithmetic.run(plainUpdate, { weights, gradient, mean, square }, values);
    };
  return {
    state,
    momentum: mean,
    precondition: (vector, result, arithmetic) => {
      const { updates } = state.scalars;
      if (updates === 0) return arithmetic.run(copied, { result, vector }, {});
      const correction = 1 / Math.sqrt(1 - beta2 ** updates);
      return arithmetic.run(preconditioned, { result, vector, square: largest ?? square }, { correction, epsilon });
    },
    apply: updateWith(decay),
    ...(lateDecay && { applyThenDecay: updateWith(lateDecay) }),
  };
}
