/**
 * The SAM in the GraphSAM authors' code: the perturbation of perturbation.ts with the true gradient norm, clipped
 * tensor by tensor to a radius that falls by the compounding schedule; rho itself never falls. Its second gradient is
 * multiplied by the loss (`lossScaled`), because the training script back-propagates the loss itself.
 */
import { scale } from '../../../base/index.ts';
import { type Method, noState } from '../../method.ts';
import { compoundedDecayFactor } from '../../schedules/rho.ts';
import { gradientAtWeights } from '../shared.ts';
import type { AuthorsOptions } from './graphsam.ts';
import { clippedPerturbation } from './perturbation.ts';

export function authorsSam(options: AuthorsOptions): Method {
  return {
    state: noState(),
    estimate: async (step) => {
      const first = await gradientAtWeights(step, 'gradient');
      const { gradient } = first;
      const { at, perturbationNorm } = clippedPerturbation(step, gradient, {
        rho: options.rho,
        radius: options.radius * compoundedDecayFactor(step.perturbedClock.epoch, options),
        adaptive: options.adaptive,
        buffers: gradient,
      });
      const second = await step.evaluate(at, gradient);
      const lossFactor = options.lossScaled ? second.loss : 1;
      scale({ vector: gradient }, { factor: lossFactor });
      return {
        ...{ gradient, norm: second.norm * Math.abs(lossFactor), loss: first.loss, lossAt: 'weights' },
        ...{ rho: options.rho, perturbationNorm },
      };
    },
  };
}
