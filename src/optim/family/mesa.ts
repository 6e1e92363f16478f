/**
 * MESA, memory-efficient sharpness-aware training for free: as SAF, but the reference are the outputs of averaged
 * weights a.
 *
 *     loss = L + lambda * tau^2 * mean over the batch of KL(r_i / tau || z_i / tau)   while startEpoch < epoch < endEpoch
 *     r: outputs at a for the same batch, without dropout;    after the update  a <- decay * a + (1 - decay) * w
 *
 * a begins as the initial weights; the forward pass uses a from before the update. The forms of the divergence are
 * those of SAF. Source: Du et al. 2022, arXiv 2205.14083; AngusDujw/SAF.
 */
import { z } from 'zod';
import { interpolate, zeros } from '../../base/index.ts';
import { defineMethod } from '../definition.ts';
import type { EvaluateOptions } from '../objective.ts';
import { fraction } from './shared.ts';
import { actsIn, checkTrajectory, isActive, trajectoryHyperparameters } from './trajectory.ts';

export const mesa = defineMethod({
  name: 'mesa',
  title: 'MESA',
  summary:
    'Keeps the outputs close to those of an exponential moving average of the weights, for one extra forward pass.',
  guidance: 'Instead of SAF when there are too many samples to store their outputs.',
  citation: { paper: 'Du et al. 2022, "Sharpness-aware training for free"', arxiv: '2205.14083' },
  hyperparameters: z.strictObject({
    ...trajectoryHyperparameters(0.8),
    decay: fraction.lt(1).default(0.9995).describe('fraction of the averaged weights that is kept each step'),
  }),
  reducesToBase: { lambda: 0 },
  evaluations: () => ({ full: 1, cheap: 0, forward: 1 }),
  memory: () => ({ persistent: 1, transient: 0 }),
  needs: () => ['consistency', 'outputs', 'sampleIds'],
  check: checkTrajectory,
  actsIn,
  create: ({ lambda, tau, decay, ...window }, { allocate, precision }) => {
    const average = allocate();
    const state = { vectors: { average }, scalars: { started: false } };
    return {
      state,
      estimate: async (step) => {
        let options: EvaluateOptions = {};
        if (isActive(step.clock, window) && lambda > 0) {
          const reference = await step.outputs(state.scalars.started ? average : step.weights);
          const active = zeros(step.sampleIds().length, precision).fill(1);
          options = { consistency: { reference, active, factor: lambda, temperature: tau } };
        }
        const gradient = step.scratch('gradient');
        const { loss, norm } = await step.evaluate(step.weights, gradient, options);
        const commit = (): void => {
          if (!state.scalars.started) average.set(step.weights);
          state.scalars.started = true;
        };
        return { gradient, norm, loss, lossAt: 'weights', perturbationNorm: 0, commit };
      },
      afterUpdate: (weights) => {
        interpolate({ result: average, start: average, end: weights }, { share: 1 - decay });
      },
    };
  },
});
