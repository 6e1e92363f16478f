/**
 * AdaMomentum, also called AdaM3: Adam with the second moment of the momentum instead of the gradient's. t counts from
 * 1.
 *
 *     m <- beta1 m + (1 - beta1) u;    v <- beta2 v + (1 - beta2) m^2 + epsilon        (epsilon accumulates in v)
 *     w <- w - learningRate * ( m / (1 - beta1^t) ) / sqrt( v / (1 - beta2^t) )
 *
 * The first step is 1 / (1 - beta1), ten times Adam's, because v sees (1 - beta1)^2 u^2: use a warm-up.
 * Rectified form, as in RAdam: while N < 5 (N = Nmax - 2 t beta2^t / (1 - beta2^t), Nmax = 2 / (1 - beta2) - 1) the
 * step is learningRate * m / (1 - beta1^t); later learningRate * r * m / (sqrt(v) + epsilon).
 */
import { z } from 'zod';
import { add, divide, elementwise, maximum, multiply, squareRoot, subtract, type Term } from '../../base/index.ts';
import { defineRule } from '../definition.ts';

const scalars = [
  'beta1',
  'rest1',
  'beta2',
  'rest2',
  'accumulated',
  'rate',
  'correction',
  'outside',
  'coupledDecay',
  'shrink',
] as const;
type Scalars = Readonly<Record<(typeof scalars)[number], Term>>;
type Vectors = Readonly<Record<'weights' | 'gradient' | 'mean' | 'square', Term>>;

function moments(vector: Vectors, scalar: Scalars): { mean: Term; square: Term } {
  const gradient = add(vector.gradient, multiply(scalar.coupledDecay, vector.weights));
  const mean = add(multiply(scalar.beta1, vector.mean), multiply(scalar.rest1, gradient));
  const seen = add(multiply(scalar.beta2, vector.square), multiply(scalar.rest2, multiply(mean, mean)));
  return { mean, square: add(seen, scalar.accumulated) };
}

function divided(vector: Vectors, mean: Term, square: Term, scalar: Scalars): Term {
  const deviation = add(multiply(squareRoot(square), scalar.correction), scalar.outside);
  return subtract(multiply(scalar.shrink, vector.weights), divide(multiply(scalar.rate, mean), deviation));
}

const vectors = ['weights', 'gradient', 'mean', 'square'] as const;
const dividedUpdate = elementwise({
  vectors,
  scalars,
  result: (vector, scalar) => {
    const { mean, square } = moments(vector, scalar);
    return { mean, square, weights: divided(vector, mean, square, scalar) };
  },
});

const amsgradUpdate = elementwise({
  vectors: [...vectors, 'largest'],
  scalars,
  result: (vector, scalar) => {
    const { mean, square } = moments(vector, scalar);
    const largest = maximum(vector.largest, square);
    return { mean, square, largest, weights: divided(vector, mean, largest, scalar) };
  },
});

const undividedUpdate = elementwise({
  vectors,
  scalars,
  result: (vector, scalar) => {
    const { mean, square } = moments(vector, scalar);
    const step = multiply(scalar.rate, mean);
    return { mean, square, weights: subtract(multiply(scalar.shrink, vector.weights), step) };
  },
});

export const adamomentum = defineRule({
  name: 'adamomentum',
  title: 'AdaMomentum (AdaM3)',
  summary: 'Adam with the second moment taken of the momentum; according to its authors it prefers flatter minima.',
  guidance: 'As an alternative to Adam at the same cost. Use a warm-up, since its first step is ten times as long.',
  citation: {
    paper: 'Wang et al. 2021, "Rethinking Adam: a twofold exponential moving average approach"',
    arxiv: '2106.11514',
  },
  hyperparameters: z.strictObject({
    beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the moving average of the gradient'),
    beta2: z.number().min(0).lt(1).default(0.999).describe('decay of the moving average of the squared momentum'),
    epsilon: z.number().positive().default(1e-16).describe('added to the second moment at every step'),
    weightDecay: z.number().min(0).default(0).describe('strength of the weight decay'),
    decay: z
      .enum(['decoupled', 'fixed', 'coupled'])
      .default('decoupled')
      .describe('shrink the weights by learningRate * weightDecay, by weightDecay, or add the decay to the gradient'),
    rectify: z.boolean().default(false).describe("the rectified form, as RAdam's"),
    amsgrad: z.boolean().default(false).describe('divide by the largest second moment so far'),
  }),
  onDevice: () => true,
  memory: ({ amsgrad }) => (amsgrad ? 3 : 2),
  create: ({ beta1, beta2, epsilon, weightDecay, decay, rectify, amsgrad }, { allocate }) => {
    const mean = allocate();
    const square = allocate();
    const largest = amsgrad ? allocate() : undefined;
    const state = { vectors: { mean, square, ...(largest && { largest }) }, scalars: { updates: 0 } };
    const shrinkAt = (learningRate: number): number =>
      decay === 'coupled' ? 1 : 1 - weightDecay * (decay === 'fixed' ? 1 : learningRate);
    return {
      state,
      momentum: mean,
      apply: (weights, gradient, learningRate, arithmetic) => {
        const count = ++state.scalars.updates;
        const scaling = rectify
          ? rectified(count, beta1, beta2, epsilon)
          : { rate: 1 / (1 - beta1 ** count), correction: 1 / Math.sqrt(1 - beta2 ** count), outside: 0 };
        const values = {
          ...{ beta1, rest1: 1 - beta1, beta2, rest2: 1 - beta2, accumulated: epsilon },
          ...scaling,
          rate: learningRate * scaling.rate,
          coupledDecay: decay === 'coupled' ? weightDecay : 0,
          shrink: shrinkAt(learningRate),
        };
        const update = scaling.correction === 0 ? undividedUpdate : dividedUpdate;
        if (scaling.correction === 0 || !largest) arithmetic.run(update, { weights, gradient, mean, square }, values);
        else arithmetic.run(amsgradUpdate, { weights, gradient, mean, square, largest }, values);
      },
    };
  },
});

/** Correction 0 says: the second moment is not yet trusted, do not divide by it. */
function rectified(count: number, beta1: number, beta2: number, epsilon: number) {
  const longest = 2 / (1 - beta2) - 1;
  const length = longest - (2 * count * beta2 ** count) / (1 - beta2 ** count);
  const unbiased = 1 / (1 - beta1 ** count);
  if (length < 5) return { rate: unbiased, correction: 0, outside: 0 };
  const numerator = (1 - beta2 ** count) * (length - 4) * (length - 2) * longest;
  const denominator = (longest - 4) * (longest - 2) * length;
  return { rate: Math.sqrt(numerator / denominator) * unbiased, correction: 1, outside: epsilon };
}
