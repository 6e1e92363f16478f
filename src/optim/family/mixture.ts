/** The mixture of a perturbed and a clean gradient that RWP and m-ARWP hand to the base rule. */
import { combine, type Vector } from '../../base/index.ts';
import type { LossPoint } from '../method.ts';
import type { Step } from '../step.ts';
import { gradientAtWeights } from './shared.ts';

export interface Mixture {
  readonly gradient: Vector;
  readonly loss: number;
  readonly lossAt: LossPoint;
  /** The perturbed gradient alone, until the next evaluation. */
  readonly perturbed: Vector;
}

/** share * dL_B'(at) + (1 - share) * dL_B(weights); B' is the next batch unless sameBatch or share is 1. */
export async function mixture(
  step: Step,
  at: Vector,
  { share, sameBatch }: { share: number; sameBatch: boolean },
): Promise<Mixture> {
  const perturbed = step.scratch('gradient');
  if (share === 1) {
    const { loss } = await step.evaluate(at, perturbed);
    return { gradient: perturbed, perturbed, loss, lossAt: 'perturbed weights' };
  }
  const clean = await gradientAtWeights(step, 'gradientAtWeights');
  await step.evaluate(at, perturbed, sameBatch ? {} : { batch: 'next' });
  const gradient = clean.gradient;
  combine({ result: gradient, left: perturbed, right: gradient }, { leftFactor: share, rightFactor: 1 - share });
  return { gradient, perturbed, loss: clean.loss, lossAt: 'weights' };
}
