/**
 * F-SAM, Friendly SAM: the part of the gradient that all batches share does not help SAM's perturbation, so it is taken
 * off, and the perturbation goes along what is particular to the batch.
 *
 *     code (default):   first step: n = g, m = g;   later: n = g - sigma * m, then m <- lambda * m + (1 - lambda) * g
 *     paper:            m <- lambda * m + (1 - lambda) * g with m = 0 at first;     n = g - sigma * m
 *     p = rho * n / (||n|| + tiny);   the base rule gets the gradient at w + p
 *
 * ||n|| < 1e-7 ||g||: n is rounding noise, as with identical batches; p = 0. sigma 0 is SAM.
 * Source: Li et al. 2024, arXiv 2403.12350; nblt/F-SAM.
 */
import { z } from 'zod';
import { combine } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import { fraction, gradientAtWeights, rho, tiny, unperturbed } from './shared.ts';

const negligible = 1e-7;

export const fSam = defineMethod({
  name: 'f-sam',
  title: 'F-SAM',
  summary: 'SAM that perturbs along the batch-specific noise instead of the gradient common to all batches.',
  guidance: 'When SAM underfits or batches are small: the same cost with a milder perturbation.',
  citation: { paper: 'Li et al. 2024, "Friendly sharpness-aware minimization"', arxiv: '2403.12350' },
  hyperparameters: z.strictObject({
    rho: rho(0.1),
    sigma: z.number().min(0).default(1).describe('how much of the common gradient is taken off; 0 is SAM'),
    lambda: fraction.lt(1).default(0.9).describe('fraction of the common gradient that is kept each step'),
    variant: z.enum(['code', 'paper']).default('code').describe('how the average begins and when it is updated'),
  }),
  onDevice: () => true,
  reducesToBase: { rho: 0 },
  evaluations: () => ({ full: 2, cheap: 0, forward: 0 }),
  memory: () => ({ persistent: 1, transient: 2 }),
  needs: () => [],
  create: ({ rho, sigma, lambda, variant }, { allocate }) => {
    const common = allocate();
    const state = { vectors: { common }, scalars: { started: false } };
    return {
      state,
      estimate: async (step) => {
        const first = await gradientAtWeights(step, 'gradientAtWeights');
        const fresh = variant === 'code' && !state.scalars.started;
        const commit = (): void => {
          const kept = fresh ? 0 : lambda;
          step.arithmetic.run(
            combine,
            { result: common, left: common, right: first.gradient },
            { leftFactor: kept, rightFactor: 1 - kept },
          );
          state.scalars.started = true;
        };
        const particular = step.scratch('perturbed');
        // The paper's m already holds this g: n = g - sigma * (lambda * m + (1 - lambda) * g).
        const factors =
          variant === 'paper'
            ? { leftFactor: 1 - sigma * (1 - lambda), rightFactor: -sigma * lambda }
            : { leftFactor: 1, rightFactor: fresh ? 0 : -sigma };
        step.arithmetic.run(combine, { result: particular, left: first.gradient, right: common }, factors);
        const length = await step.arithmetic.norm(particular);
        if (rho === 0 || length <= negligible * first.norm) return { ...unperturbed(step, first, rho), commit };
        const gradient = step.scratch('gradient');
        const factor = rho / (length + tiny);
        const second = await step.evaluate(step.perturbed(factor, particular), gradient);
        const { loss } = first;
        return { gradient, norm: second.norm, loss, lossAt: 'weights', rho, perturbationNorm: factor * length, commit };
      },
    };
  },
});
