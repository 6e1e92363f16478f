/**
 * Isotonic regression: the rising curve over the probability with the least squared error, found by pooling adjacent violators. It fits any
 * rising relation and needs many labels to do so. Source: Zadrozny and Elkan 2002; the same curve as scikit-learn's IsotonicRegression.
 */
import type { Curve, TargetCalibration } from './class-calibration.ts';

interface Pool {
  readonly first: number;
  readonly last: number;
  readonly weight: number;
  readonly mean: number;
}

/** probabilities: of class 1, [rows]; labels: 0 or 1. */
export function fitIsotonic(probabilities: ArrayLike<number>, labels: ArrayLike<number>): TargetCalibration {
  return { scale: 1, shift: 0, curve: risingCurve(probabilities, labels), labels: labels.length };
}

function risingCurve(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Curve {
  const pools: Pool[] = [];
  for (const pool of byProbability(probabilities, labels)) {
    let joined = pool;
    for (let below = pools.at(-1); below && below.mean >= joined.mean; below = pools.at(-1)) {
      pools.pop();
      joined = pooled(below, joined);
    }
    pools.push(joined);
  }
  // Both ends of a level piece; a piece of one probability is one point.
  const points = pools.flatMap(({ first, last, mean }) =>
    first === last
      ? [[first, mean]]
      : [
          [first, mean],
          [last, mean],
        ],
  );
  return { from: points.map(([from]) => from!), to: points.map(([, to]) => to!) };
}

/** Rows of one probability are one point. */
function byProbability(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Pool[] {
  const order = Array.from(probabilities, (_, row) => row).sort((a, b) => probabilities[a]! - probabilities[b]!);
  const pools: Pool[] = [];
  for (const row of order) {
    const at = probabilities[row]!;
    const pool = { first: at, last: at, weight: 1, mean: labels[row]! };
    const below = pools.at(-1);
    if (below?.last === at) pools[pools.length - 1] = pooled(below, pool);
    else pools.push(pool);
  }
  return pools;
}

function pooled(below: Pool, above: Pool): Pool {
  const weight = below.weight + above.weight;
  const mean = (below.mean * below.weight + above.mean * above.weight) / weight;
  return { first: below.first, last: above.last, weight, mean };
}
