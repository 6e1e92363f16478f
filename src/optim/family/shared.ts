/**
 * What several methods of the family share: the small constant, the ascent to the worst nearby point, hyper-parameters.
 */
import { z } from 'zod';
import {
  ConfigError,
  type ParameterEntry,
  type ParameterLayout,
  type Precision,
  type Vector,
} from '../../base/index.ts';
import type { GradientEstimate } from '../method.ts';
import type { MeasuredEvaluation, Step } from '../step.ts';

/** Added to a norm before dividing by it. */
export const tiny = 1e-12;

/**
 * Below this share of the length of what it is left over from, a remainder is rounding noise and counts as zero:
 * dividing by its length would blow noise up to a full step.
 */
export const roundingShare: Readonly<Record<Precision, number>> = { float32: 1e-6, float64: 1e-13 };

export const rho = (standard: number): z.ZodDefault<z.ZodNumber> =>
  z.number().min(0).default(standard).describe('radius of the perturbation');

export const fraction = z.number().min(0).max(1);

/** The gradient at the weights, evaluated into the named scratch vector. */
export async function gradientAtWeights(
  step: Step,
  name: 'gradient' | 'gradientAtWeights',
): Promise<MeasuredEvaluation & { readonly gradient: Vector }> {
  const gradient = step.scratch(name);
  return { gradient, ...(await step.evaluate(step.weights, gradient)) };
}

/**
 * The direction of a step in which nothing was perturbed, because there was no direction to perturb in or no radius.
 */
export function unperturbed(
  step: Step,
  { gradient, norm, loss }: { gradient: Vector; norm: number; loss: number },
  rho: number,
): GradientEstimate {
  if (rho > 0) step.note('the direction of the perturbation is zero: nothing was perturbed');
  return { gradient, norm, loss, lossAt: 'weights', rho, perturbationNorm: 0 };
}

/** SAM's step from the gradient at the weights: the gradient at weights + rho * along / ||along||, in the same vector; along: default the gradient. */
export async function ascended(
  step: Step,
  first: MeasuredEvaluation & { readonly gradient: Vector },
  rho: number,
  along: { readonly vector: Vector; readonly length: number } = { vector: first.gradient, length: first.norm },
): Promise<GradientEstimate> {
  if (rho === 0 || along.length === 0) return unperturbed(step, first, rho);
  const factor = rho / (along.length + tiny);
  const { norm } = await step.evaluate(step.perturbed(factor, along.vector), first.gradient);
  const { gradient, loss } = first;
  return { gradient, norm, loss, lossAt: 'weights', rho, perturbationNorm: factor * along.length };
}

/** Views of a tensor's part of several vectors. */
function tensorViews<N extends string>(entry: ParameterEntry, vectors: Readonly<Record<N, Vector>>): Record<N, Vector> {
  const cut = ([name, vector]: [string, unknown]): [string, Vector] => [
    name,
    (vector as Vector).subarray(entry.offset, entry.offset + entry.size),
  ];
  return Object.fromEntries(Object.entries(vectors).map(cut)) as Record<N, Vector>;
}

/** Runs over the tensors with views of the given vectors. */
export function forEachTensor<N extends string>(
  layout: ParameterLayout,
  vectors: Readonly<Record<N, Vector>>,
  visit: (views: Record<N, Vector>, entry: ParameterEntry) => void,
): void {
  for (const entry of layout.entries) if (entry.size > 0) visit(tensorViews(entry, vectors), entry);
}

export const precondition = z
  .boolean()
  .optional()
  .describe(
    "divide the perturbation by the root of the base rule's second moment of the gradient, which adam and adamw keep (default false)",
  );

/** Refuses hyper-parameters that the chosen variant does not read: none is ever ignored in silence. */
export function refuse(given: Readonly<Record<string, unknown>>, reason: string): void {
  const name = Object.keys(given).find((candidate) => given[candidate] !== undefined);
  if (name === undefined) return;
  throw new ConfigError({
    code: 'contradicting-settings',
    path: ['optimizer', 'hyperparameters', name],
    what: `it is given, but ${reason}`,
    advice: 'Leave it out, or change the other.',
  });
}
