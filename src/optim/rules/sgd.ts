/**
 * Stochastic gradient descent with momentum, dampening, Nesterov's form and coupled weight decay.
 *
 *     d = u + weightDecay * w
 *     with momentum:   v <- d on the first step, later  v <- momentum * v + (1 - dampening) * d
 *                      d <- d + momentum * v  (nesterov)   or   d <- v
 *     w <- w - learningRate * d
 */
import { z } from 'zod';
import { add, ConfigError, elementwise, multiply, subtract, type Vector } from '../../base/index.ts';
import { defineRule } from '../definition.ts';

const withoutMomentum = elementwise({
  vectors: ['weights', 'gradient'],
  scalars: ['learningRate', 'weightDecay'],
  result: ({ weights, gradient }, { learningRate, weightDecay }) => ({
    weights: subtract(weights, multiply(learningRate, add(gradient, multiply(weightDecay, weights)))),
  }),
});

/** share: 1 on the first step, 1 - dampening later. */
const momentumTerms = {
  vectors: ['weights', 'gradient', 'momentum'],
  scalars: ['learningRate', 'weightDecay', 'decay', 'share'],
} as const;

const withMomentum = elementwise({
  ...momentumTerms,
  result: ({ weights, gradient, momentum }, { learningRate, weightDecay, decay, share }) => {
    const decayed = add(gradient, multiply(weightDecay, weights));
    const next = add(multiply(decay, momentum), multiply(share, decayed));
    return { momentum: next, weights: subtract(weights, multiply(learningRate, next)) };
  },
});

const withNesterov = elementwise({
  ...momentumTerms,
  result: ({ weights, gradient, momentum }, { learningRate, weightDecay, decay, share }) => {
    const decayed = add(gradient, multiply(weightDecay, weights));
    const next = add(multiply(decay, momentum), multiply(share, decayed));
    const ahead = add(decayed, multiply(decay, next));
    return { momentum: next, weights: subtract(weights, multiply(learningRate, ahead)) };
  },
});

export const sgd = defineRule({
  name: 'sgd',
  title: 'SGD',
  summary: 'Stochastic gradient descent, optionally with momentum.',
  guidance:
    'Rarely for transformers, since it needs a carefully tuned learning rate. The simplest base optimizer for comparing methods.',
  citation: {
    paper: 'Polyak 1964; Sutskever et al. 2013, "On the importance of initialization and momentum"',
    arxiv: '',
  },
  hyperparameters: z.strictObject({
    momentum: z.number().min(0).lt(1).default(0).describe('fraction of the last update direction that is kept'),
    dampening: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe('fraction of each new gradient that is left out of the momentum'),
    nesterov: z.boolean().default(false).describe('take the step from the point that the momentum leads to'),
    weightDecay: z.number().min(0).default(0).describe('added to the gradient as weightDecay * weights'),
  }),
  onDevice: () => true,
  memory: ({ momentum }) => (momentum > 0 ? 1 : 0),
  check: ({ momentum, dampening, nesterov }) => {
    if (!nesterov || (momentum > 0 && dampening === 0)) return;
    throw new ConfigError({
      code: 'contradicting-settings',
      what: `Nesterov's form with momentum ${momentum} and dampening ${dampening}`,
      advice: 'It needs a momentum above 0 and no dampening.',
    });
  },
  create: ({ momentum: decay, dampening, nesterov, weightDecay }, { allocate }) => {
    const momentum = decay > 0 ? allocate() : undefined;
    const vectors: Record<string, Vector> = momentum ? { momentum } : {};
    const state = { vectors, scalars: { updates: 0 } };
    return {
      state,
      momentum,
      apply: (weights, gradient, learningRate, arithmetic) => {
        const share = state.scalars.updates === 0 ? 1 : 1 - dampening;
        if (!momentum) arithmetic.run(withoutMomentum, { weights, gradient }, { learningRate, weightDecay });
        else {
          const update = nesterov ? withNesterov : withMomentum;
          arithmetic.run(update, { weights, gradient, momentum }, { learningRate, weightDecay, decay, share });
        }
        state.scalars.updates += 1;
      },
    };
  },
});
