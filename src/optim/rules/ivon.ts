/**
 * IVON, improved variational online Newton: learns a Gaussian over the weights, N(w, 1 / (ess (h + delta))) in each element, at
 * Adam's cost. The gradient is taken at one draw of it, which prefers flat regions, and what the noise says of the gradient
 * estimates the diagonal h of the Hessian, by which the step is divided.
 *
 *     n = z / sqrt(ess (h + delta)),  z ~ N(0, 1);      g = dL(w + n)
 *     m <- beta1 m + (1 - beta1) g
 *     f = ess (h + delta) n g;         h <- beta2 h + (1 - beta2) f + (1 - beta2)^2 (h - f)^2 / (2 (h + delta))
 *     w <- w - lr (h0 + delta) clip((m / (1 - beta1^t) + delta w) / (h + delta), clipRadius)
 *
 * delta: weightDecay, the precision of the prior over ess; h0: hessianInit, the first h. The last term keeps h above 0. L is the mean
 * loss, as everywhere here. The first step is as long as SGD's, so learning rates are SGD's (.1), not Adam's (1e-3).
 * The deviation of the weights, for uncertainty: Optimizer.posteriorDeviation (training/ensemble/finish-posterior.ts draws from it).
 * Cost: 1 evaluation, 2 state vectors, 2 scratch vectors. Source: Shen et al. 2024, arXiv 2402.17641, algorithm 1;
 * team-approx-bayes/ivon, with its default `price` estimate of the Hessian and one draw a step.
 */
import { z } from 'zod';
import {
  add,
  divide,
  elementwise,
  maximum,
  minimum,
  multiply,
  norm,
  squareRoot,
  subtract,
  type Vector,
} from '../../base/index.ts';
import { type BaseRule, defineRule, type RuleContext } from '../definition.ts';

interface IvonOptions {
  readonly ess: number;
  readonly hessianInit: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly clipRadius: number;
}

export const ivon = defineRule({
  name: 'ivon',
  title: 'IVON',
  summary: 'Learns a Gaussian over the weights at the cost of Adam: each gradient is taken at one draw of it.',
  guidance:
    "To have a deviation with each prediction from one training: the setting `posteriorSamples` of a training draws networks from the Gaussian into one model.onnx; without it predictions are those of the mean weights. In programs `posteriorDeviation()` of the optimizer that `createOptimizer` gives is the deviation of each weight. It needs a learning rate of SGD's size, about 0.1. The noise, 1 / root of `ess` times the Hessian, is too loud for CoMPT by default: `hessianInit` 30, and `ess` some ten times the number of training molecules where networks are drawn.",
  citation: {
    paper: 'Shen et al. 2024, "Variational learning is effective for large deep networks"',
    arxiv: '2402.17641',
  },
  hyperparameters: z.strictObject({
    ess: z.number().positive().default(1000).describe('effective sample size: about the number of training molecules'),
    hessianInit: z.number().positive().default(1).describe('first value of the Hessian; a larger one draws closer'),
    beta1: z.number().min(0).lt(1).default(0.9).describe('decay of the moving average of the gradient'),
    beta2: z.number().min(0).lt(1).default(0.99999).describe('decay of the moving average of the Hessian'),
    weightDecay: z.number().min(0).default(1e-4).describe('precision of the prior over the effective sample size'),
    clipRadius: z
      .number()
      .positive()
      .optional()
      .describe('longest preconditioned gradient of a weight (default: none)'),
  }),
  memory: () => 2,
  transient: 2,
  standsAlone: true,
  learnsPosterior: true,
  learningRate: 0.1,
  create: ({ clipRadius = Number.MAX_VALUE, ...options }, context) => ivonRule({ ...options, clipRadius }, context),
});

const drawn = elementwise({
  vectors: ['noise', 'hessian', 'weights', 'at'],
  scalars: ['ess', 'decay'],
  result: ({ noise, hessian, weights }, { ess, decay }) => {
    const scaled = divide(noise, squareRoot(multiply(ess, add(hessian, decay))));
    return { noise: scaled, at: add(weights, scaled) };
  },
});

const updated = elementwise({
  vectors: ['weights', 'gradient', 'noise', 'mean', 'hessian'],
  scalars: ['beta1', 'rest1', 'beta2', 'rest2', 'half', 'ess', 'decay', 'rate', 'correction', 'clip', 'negativeClip'],
  result: (vector, { beta1, rest1, beta2, rest2, half, ess, decay, rate, correction, clip, negativeClip }) => {
    const mean = add(multiply(beta1, vector.mean), multiply(rest1, vector.gradient));
    const precision = add(vector.hessian, decay);
    const found = multiply(multiply(ess, precision), multiply(vector.noise, vector.gradient));
    const gap = subtract(vector.hessian, found);
    const kept = add(multiply(beta2, vector.hessian), multiply(rest2, found));
    const hessian = add(kept, divide(multiply(half, multiply(gap, gap)), precision));
    const ahead = add(multiply(mean, correction), multiply(decay, vector.weights));
    const step = maximum(negativeClip, minimum(clip, divide(ahead, add(hessian, decay))));
    return { mean, hessian, weights: subtract(vector.weights, multiply(rate, step)) };
  },
});

const deviation = elementwise({
  vectors: ['result', 'hessian'],
  scalars: ['one', 'ess', 'decay'],
  result: ({ hessian }, { one, ess, decay }) => ({
    result: divide(one, squareRoot(multiply(ess, add(hessian, decay)))),
  }),
});

function ivonRule(options: IvonOptions, { allocate }: RuleContext): BaseRule {
  const { ess, hessianInit, beta1, beta2, weightDecay: decay, clipRadius } = options;
  const mean = allocate();
  const hessian = allocate().fill(hessianInit);
  const state = { vectors: { mean, hessian }, scalars: { updates: 0 } };
  /** Of the step under way. */
  let noise: Vector = mean;
  return {
    state,
    momentum: mean,
    estimate: async (step) => {
      noise = step.scratch('perturbation');
      step.noise.fillNormal(noise);
      const at = step.scratch('perturbed');
      drawn({ noise, hessian, weights: step.weights, at }, { ess, decay });
      const gradient = step.scratch('gradient');
      const evaluation = await step.evaluate(at, gradient);
      const common = { gradient, norm: evaluation.norm, loss: evaluation.loss } as const;
      return { ...common, lossAt: 'perturbed weights', perturbationNorm: norm(noise) };
    },
    apply: (weights, gradient, learningRate) => {
      const count = ++state.scalars.updates;
      const rest2 = 1 - beta2;
      updated(
        { weights, gradient, noise, mean, hessian },
        {
          ...{ beta1, rest1: 1 - beta1, beta2, rest2, half: 0.5 * rest2 ** 2, ess, decay },
          rate: learningRate * (hessianInit + decay),
          correction: 1 / (1 - beta1 ** count),
          ...{ clip: clipRadius, negativeClip: -clipRadius },
        },
      );
    },
    posteriorDeviation: () => {
      const result = hessian.slice();
      deviation({ result, hessian }, { one: 1, ess, decay });
      return result;
    },
  };
}
