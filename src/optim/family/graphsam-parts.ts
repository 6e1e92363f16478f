/**
 * The three parts of GraphSAM's step that an ablation replaces: when an anchor is taken, how long it counts, and what a unit
 * vector is. graphsam.ts holds the step itself.
 */
import { norm, type ParameterLayout, scale, type Vector } from '../../base/index.ts';
import type { Clock } from '../objective.ts';
import { forEachTensor, tiny } from './shared.ts';

/** Number of the stretch of steps that one anchor serves. */
export type AnchorPeriod = (clock: Clock) => number;

/** anchorEvery: steps from one anchor to the next, 0: one at the first step of the training; undefined: one an epoch. */
export function anchorPeriod(anchorEvery: number | undefined): AnchorPeriod {
  if (anchorEvery === undefined) return ({ epoch }) => epoch;
  return ({ step }) => (anchorEvery === 0 ? 0 : Math.floor(step / anchorEvery));
}

/** Factor of an anchor of this norm where it enters the moving average: 1, or what makes its length 1. */
export const anchorFactors = {
  raw: () => 1,
  unit: (anchorNorm) => 1 / (anchorNorm + tiny),
} satisfies Record<string, (anchorNorm: number) => number>;

/**
 * Sign of the perturbation along d. The average d of past update gradients points back along the way the weights came, so within
 * an epoch the perturbation is nearly fixed, and weights trained for L(w + p) settle at their optimum minus p. Other signs than
 * the paper's take away that pull. `true-sign` is not the sign of the true gradient of the step, which would cost a second
 * evaluation: it takes the update gradient of the step before for it.
 */
export type SignOf = (known: {
  /** Draws -1 or 1. */
  readonly drawn: () => number;
  /** Whether d is the gradient at the weights. */
  readonly isAnchor: boolean;
  /** Sign of the inner product of d with the update gradient of the step before. */
  readonly ofUpdate: number;
}) => number;

export const signs = {
  past: () => 1,
  ahead: () => -1,
  'two-sided': ({ drawn }) => drawn(),
  'true-sign': ({ isAnchor, ofUpdate }) => (isAnchor ? 1 : ofUpdate),
} satisfies Record<string, SignOf>;
export const directions = [
  'past',
  'ahead',
  'two-sided',
  'true-sign',
] as const satisfies readonly (keyof typeof signs)[];

/** vector / divisor is the unit vector; length: of `vector`. The zero vector has no unit: its divisor is infinite. */
interface Unit {
  readonly vector: Vector;
  readonly length: number;
  readonly divisor: number;
}

/** length: of the vector, over all tensors; scratch: where a result may be written. */
export type UnitOf = (vector: Vector, length: number, scratch: () => Vector) => Unit;

/** v / ||v||, with the norm over all tensors. */
const globalUnit: UnitOf = (vector, length) => ({
  vector,
  length,
  divisor: length === 0 ? Number.POSITIVE_INFINITY : length + tiny,
});

/** v[l] / (sqrt(L) ||v[l]||) for each of the L tensors that are not 0. */
const tensorUnit =
  (layout: ParameterLayout): UnitOf =>
  (vector, length, scratch) => {
    if (length === 0) return { vector, length, divisor: Number.POSITIVE_INFINITY };
    const lengths = new Map<string, number>();
    forEachTensor(layout, { vector }, (part, { name }) => void lengths.set(name, norm(part.vector)));
    const tensors = [...lengths.values()].filter((each) => each > 0).length;
    const result = scratch();
    forEachTensor(layout, { vector, result }, (part, { name }) => {
      const factor = 1 / (Math.sqrt(tensors) * (lengths.get(name)! + tiny));
      part.result.set(part.vector);
      scale({ vector: part.result }, { factor });
    });
    return { vector: result, length: norm(result), divisor: 1 };
  };

export const units = { global: () => globalUnit, tensor: tensorUnit } satisfies Record<
  string,
  (layout: ParameterLayout) => UnitOf
>;
