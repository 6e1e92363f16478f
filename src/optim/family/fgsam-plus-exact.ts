/**
 * The exact step that both variants of FGSAM+ begin with: one evaluation of the whole model and two of the cheap one.
 */
import type { Step } from '../step.ts';
import { gradientAtWeights } from './shared.ts';

export interface FgsamPlusOptions {
  readonly rho: number;
  readonly lambda: number;
  readonly k: number;
  readonly alpha: number;
}

/** g, m and s, and the length of the perturbation; constant is added to the norm that rho is divided by. */
export async function exactEvaluations(step: Step, rho: number, constant: number) {
  const whole = await gradientAtWeights(step, 'gradientAtWeights');
  const cheap = step.scratch('otherGradient');
  await step.evaluate(step.weights, cheap, { variant: 'withoutMessagePassing' });
  if (whole.norm === 0 && rho > 0) step.note('the direction of the perturbation is zero: nothing was perturbed');
  const factor = whole.norm === 0 ? 0 : rho / (whole.norm + constant);
  const sharp = step.scratch('gradient');
  await step.evaluate(step.perturbed(factor, whole.gradient), sharp, { variant: 'withoutMessagePassing' });
  return { whole, cheap, sharp, at: factor * whole.norm };
}
