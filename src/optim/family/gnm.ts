/**
 * GNM, Gaussian neighborhood minimization (RSAM-PT): the gradient at a Gaussian neighbor. The perturbation depends on
 * no sample, hence not on the majority class, and costs no evaluation.
 *
 *     paper:  p = rho * sigma * z,                                  z standard normal
 *     code:   p = rho * scale * 0.5^floor((e - 1) / reweightEpoch) * clamp(sigma * z, -1, 1)
 *     the base rule gets the gradient at w + p
 *
 * e: the epoch counted from 0 as the authors' script does although their class expects 1, so that the factor is 2 in
 * epoch 0. Source: Li et al. 2024, arXiv 2410.21042; Keke921/GNM-PT.
 */
import { z } from 'zod';
import { add, elementwise, maximum, minimum, multiply, negate, type Term } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import { refuse, rho } from './shared.ts';

type Vectors = Readonly<Record<'result' | 'weights', Term>>;
type Scalars = Readonly<Record<'sigma' | 'factor' | 'one', Term>>;

/** result, standard normal <- weights + perturbation; returns the perturbation's square. */
const moved = (perturbation: (vectors: Vectors, scalars: Scalars) => Term) =>
  elementwise<keyof Vectors, keyof Scalars>({
    vectors: ['result', 'weights'],
    scalars: ['sigma', 'factor', 'one'],
    result: (vectors, scalars) => ({ result: add(vectors.weights, perturbation(vectors, scalars)) }),
    sumOfProducts: (vectors, scalars) => [perturbation(vectors, scalars), perturbation(vectors, scalars)],
  });

const movedBy = {
  paper: moved(({ result }, { sigma, factor }) => multiply(multiply(factor, sigma), result)),
  code: moved(({ result }, { sigma, factor, one }) =>
    multiply(factor, maximum(negate(one), minimum(one, multiply(sigma, result)))),
  ),
};

export const gnm = defineMethod({
  name: 'gnm',
  title: 'GNM (RSAM-PT)',
  summary:
    'Takes the gradient at weights perturbed by Gaussian noise, which favors no class and needs no extra evaluation.',
  guidance: 'For strongly imbalanced classes, or when only one evaluation per step is affordable.',
  citation: {
    paper:
      'Li et al. 2024, "Improving visual prompt tuning by Gaussian neighborhood minimization for long-tailed visual recognition"',
    arxiv: '2410.21042',
  },
  hyperparameters: z.strictObject({
    rho: rho(0.05),
    sigma: z
      .number()
      .min(0)
      .default(1 / 3)
      .describe('deviation of the noise before it is multiplied by rho'),
    variant: z
      .enum(['paper', 'code'])
      .default('paper')
      .describe("the paper's noise, or the code's smaller, clamped one"),
    scale: z.number().min(0).optional().describe('code: factor of the noise (default 0.1)'),
    reweightEpoch: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('code: epochs after which the noise halves (default 59)'),
  }),
  aliases: { disMul: 'scale' },
  reducesToBase: { rho: 0 },
  evaluations: () => ({ full: 1, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 1 }),
  needs: () => [],
  check: ({ variant, scale, reweightEpoch }) => {
    if (variant === 'paper') refuse({ scale, reweightEpoch }, 'variant is paper');
  },
  create: ({ rho, sigma, variant, scale, reweightEpoch }) => {
    const halving = reweightEpoch ?? 59;
    const codeFactor = (epoch: number): number => rho * (scale ?? 0.1) * 0.5 ** Math.floor((epoch - 1) / halving);
    return {
      state: noState(),
      estimate: async (step) => {
        const at = step.scratch('perturbed');
        step.noise.fillNormal(at);
        const factor = variant === 'paper' ? rho : codeFactor(step.perturbedClock.epoch);
        const squares = movedBy[variant]({ result: at, weights: step.weights }, { sigma, factor, one: 1 });
        const gradient = step.scratch('gradient');
        const { loss, norm } = await step.evaluate(squares === 0 ? step.weights : at, gradient);
        return { gradient, norm, loss, lossAt: 'perturbed weights', rho, perturbationNorm: Math.sqrt(squares) };
      },
    };
  },
});
