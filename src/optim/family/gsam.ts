/**
 * GSAM, surrogate-gap guided SAM: SAM that also shrinks the gap between perturbed and clean loss.
 *
 *     rho_t = rhoMin + (rhoMax - rhoMin) * (rate_t - lowest) / (highest - lowest)      (rhoMax if the rate is constant)
 *     p = rho_t * g / (||g|| + tiny);   s = dL(w + p)
 *     the base rule gets  s - alpha * ( g - <g,s> / ||s||^2 * s )
 *
 * rate: the learning rate; rhoSchedule `linear` falls from rhoMax to rhoMin over the training instead. adaptive
 * `absolute` (paper and JAX code): p = rho_t * abs(w) * g / ||g||; `squared` (PyTorch code): p = rho_t * w^2 * g / || w
 * * g ||. `minimize: clean` (an option of the JAX code) gives g + alpha * ( s - <g,s> / ||g||^2 * g ). s = 0: the base
 * rule gets s. Source: Zhuang et al. 2022, arXiv 2203.08065, algorithm 1.
 */
import { z } from 'zod';
import {
  absolute,
  add,
  combine,
  elementwise,
  multiply,
  productSum,
  squaredDistance,
  type Vector,
  weightedNorm,
} from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { noState } from '../method.ts';
import type { Step } from '../step.ts';
import { alongSquaredWeights } from './sam.ts';
import { gradientAtWeights, rho, tiny, unperturbed } from './shared.ts';

const absoluteWeightsStep = elementwise({
  vectors: ['result', 'weights', 'gradient'],
  scalars: ['factor'],
  result: ({ weights, gradient }, { factor }) => ({
    result: add(weights, multiply(factor, multiply(absolute(weights), gradient))),
  }),
});

type Adaptivity = 'none' | 'absolute' | 'squared';

export const gsam = defineMethod({
  name: 'gsam',
  title: 'GSAM',
  summary:
    'SAM that also removes a component of the unperturbed gradient to reduce the gap between perturbed and unperturbed loss.',
  guidance: 'When SAM is affordable and the training loss matters too; rho decreases with the learning rate.',
  citation: {
    paper: 'Zhuang et al. 2022, "Surrogate gap minimization improves sharpness-aware training"',
    arxiv: '2203.08065',
  },
  hyperparameters: z.strictObject({
    rhoMax: rho(0.05).describe('radius at the highest learning rate'),
    rhoMin: rho(0.02).describe('radius at the lowest learning rate'),
    alpha: z.number().min(0).default(0.4).describe('strength of the gap term; 0 is SAM'),
    rhoSchedule: z.enum(['learningRate', 'linear']).default('learningRate').describe('what rho follows'),
    adaptive: z.enum(['none', 'absolute', 'squared']).default('none').describe('scale the perturbation by the weights'),
    minimize: z.enum(['perturbed', 'clean']).default('perturbed').describe('which of the two losses is followed'),
  }),
  aliases: { rho: 'rhoMax' },
  onDevice: ({ adaptive }) => adaptive === 'none',
  reducesToBase: { rhoMax: 0, rhoMin: 0 },
  evaluations: () => ({ full: 2, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 0, transient: 2 }),
  needs: () => [],
  create: ({ rhoMax, rhoMin, alpha, rhoSchedule, adaptive, minimize }) => ({
    state: noState(),
    estimate: async (step) => {
      const rho = rhoMin + (rhoMax - rhoMin) * shareOf(step, rhoSchedule);
      const clean = await gradientAtWeights(step, 'gradientAtWeights');
      const length = adaptive === 'squared' ? weightedNorm(step.weights, clean.gradient) : clean.norm;
      if (rho === 0 || length === 0) return unperturbed(step, clean, rho);
      const at = perturbedWeights(step, clean.gradient, rho / (length + tiny), adaptive);
      const gradient = step.scratch('gradient');
      const sharp = await step.evaluate(at, gradient);
      const { arithmetic } = step;
      const overlap = await arithmetic.sum(productSum, { left: clean.gradient, right: gradient }, {});
      if (minimize === 'clean') {
        const leftFactor = 1 - (alpha * overlap) / clean.norm ** 2;
        const vectors = { result: gradient, left: clean.gradient, right: gradient };
        arithmetic.run(combine, vectors, { leftFactor, rightFactor: alpha });
      } else if (sharp.norm > 0) {
        const leftFactor = 1 + (alpha * overlap) / sharp.norm ** 2;
        const vectors = { result: gradient, left: gradient, right: clean.gradient };
        arithmetic.run(combine, vectors, { leftFactor, rightFactor: -alpha });
      }
      const moved = await arithmetic.sum(squaredDistance, { left: at, right: step.weights }, {});
      return { gradient, loss: clean.loss, lossAt: 'weights', rho, perturbationNorm: Math.sqrt(moved) };
    },
  }),
});

/** Where rho stands between its lowest, 0, and its highest, 1. */
function shareOf({ clock, environment }: Step, follows: 'learningRate' | 'linear'): number {
  if (follows === 'linear') return 1 - clock.step / (clock.epochs * clock.stepsPerEpoch);
  const { lowest, highest } = environment.range;
  return highest === lowest ? 1 : (environment.learningRate - lowest) / (highest - lowest);
}

function perturbedWeights(step: Step, gradient: Vector, factor: number, adaptive: Adaptivity): Vector {
  if (adaptive === 'none') return step.perturbed(factor, gradient);
  if (adaptive === 'squared') return alongSquaredWeights(step, gradient, factor);
  const result = step.scratch('perturbed');
  absoluteWeightsStep({ result, weights: step.weights, gradient }, { factor });
  return result;
}
