/**
 * GraphSAM as the authors' public code behaves on a GPU (YL-wang/GraphSAM: GraphSAM.py and CoMPT-main/sam.py). Where it
 * departs from the paper:
 *
 * 1. The perturbation is scaled by the norm of the gradient buffers. On the first step of an epoch they hold the
 * anchor; later
 *    they were just zeroed, so the scale is 1e12 * rho and the clip to `radius` always acts, tensor by tensor.
 * 2. The moving average is taken tensor by tensor; 1e-8 is added to every element inside the norm.
 * 3. rho and radius fall by a compounding schedule (compoundedDecayFactor).
 * 4. `lossScaled`: the training script back-propagates the loss itself, so gradients are multiplied by the loss; not
 * the anchor's.
 *
 * On a CPU the original's stored gradients share memory with the buffers it zeroes, so all perturbations but the first
 * of an epoch vanish there; that is not imitated.
 */

import { combine, scale, type Vector } from '../../../base/index.ts';
import type { Method, MethodContext } from '../../method.ts';
import { compoundedDecayFactor } from '../../schedules/rho.ts';
import { forEachTensor, gradientAtWeights } from '../shared.ts';
import { clippedPerturbation } from './perturbation.ts';

export interface AuthorsOptions {
  readonly rho: number;
  readonly radius: number;
  readonly gamma: number;
  readonly lambda: number;
  readonly adaptive: boolean;
  readonly lossScaled: boolean;
}

interface VariantOptions {
  readonly variant: 'paper' | 'authors';
  readonly lossScaled?: boolean | undefined;
}

/** Whether a method in the form of the authors multiplies gradients by the loss: unless that is switched off. */
export function multipliesByLoss({ variant, lossScaled = true }: VariantOptions): boolean {
  return variant === 'authors' && lossScaled;
}

export function authorsGraphSam(options: AuthorsOptions & { readonly beta: number }, context: MethodContext): Method {
  const average = context.allocate();
  const state = { vectors: { average }, scalars: { anchoredEpoch: -1 } };
  return {
    state,
    estimate: async (step) => {
      const { epoch } = step.clock;
      const decay = compoundedDecayFactor(step.perturbedClock.epoch, options);
      const anchor =
        state.scalars.anchoredEpoch === epoch ? undefined : await gradientAtWeights(step, 'gradientAtWeights');
      const ascent = anchor ? anchor.gradient : average;
      const { at, perturbationNorm } = clippedPerturbation(step, ascent, {
        rho: options.rho * decay,
        radius: options.radius * decay,
        adaptive: options.adaptive,
        buffers: anchor?.gradient,
      });
      const gradient = step.scratch('gradient');
      const { loss, norm } = await step.evaluate(at, gradient);
      const lossFactor = options.lossScaled ? loss : 1;
      scale({ vector: gradient }, { factor: lossFactor });
      return {
        ...{ gradient, norm: norm * Math.abs(lossFactor), loss, lossAt: 'perturbed weights' },
        ...{ rho: options.rho * decay, perturbationNorm },
        commit: () => {
          forEachTensor(step.layout, { average, ascent, gradient }, (tensor) => {
            const rightFactor = (1 - options.beta) / shiftedNorm(tensor.gradient);
            const vectors = { result: tensor.average, left: tensor.ascent, right: tensor.gradient };
            combine(vectors, { leftFactor: options.beta, rightFactor });
          });
          state.scalars.anchoredEpoch = epoch;
        },
      };
    },
  };
}

/** || vector + 1e-8 ||, the constant added to every element as the original does. */
function shiftedNorm(vector: Vector): number {
  let squares = 0;
  for (let index = 0; index < vector.length; index++) squares += (vector[index]! + 1e-8) ** 2;
  return Math.sqrt(squares);
}
