/**
 * What curvature and landscapes are measured on: a function of the weights alone. Rows, batches and network are fixed inside, nothing
 * is drawn at random, so the same weights give the same number always. A quadratic in a test is one as well as a network.
 */
import { addScaled, precisionOf, type Vector, zeros } from '../../base/index.ts';

export interface SmoothLoss {
  /** Number of weights. */
  readonly size: number;
  loss(weights: Vector): Promise<number>;
  /** Writes the gradient into `into`, every element, and returns the loss. */
  gradient(weights: Vector, into: Vector): Promise<number>;
  /** into = H direction, with H the exact Hessian at the weights. */
  hessianProduct(weights: Vector, direction: Vector, into: Vector): Promise<void>;
}

export interface WeightedLoss {
  readonly loss: SmoothLoss;
  readonly factor: number;
}

/** sum over terms of factor * loss, with its gradient and its Hessian. terms: at least one, all of the same weights. */
export function weightedSum(terms: readonly WeightedLoss[]): SmoothLoss {
  const sum = async (
    into: Vector,
    add: (loss: SmoothLoss, part: Vector) => Promise<number | undefined>,
  ): Promise<number> => {
    const part = zeros(into.length, precisionOf(into));
    into.fill(0);
    let total = 0;
    for (const { loss, factor } of terms) {
      total += factor * ((await add(loss, part)) ?? 0);
      addScaled({ result: into, start: into, direction: part }, { factor });
    }
    return total;
  };
  return {
    size: terms[0]!.loss.size,
    async loss(weights) {
      let total = 0;
      for (const { loss, factor } of terms) total += factor * (await loss.loss(weights));
      return total;
    },
    gradient: (weights, into) => sum(into, (loss, part) => loss.gradient(weights, part)),
    async hessianProduct(weights, direction, into) {
      await sum(into, async (loss, part) => {
        await loss.hessianProduct(weights, direction, part);
        return undefined;
      });
    },
  };
}
