/**
 * Gauss-Legendre quadrature on [0, 1]: the integral of a function is nearly the sum of its values at these points times these
 * weights, exactly so for polynomials up to degree 2 n - 1. The points are roots of the Legendre polynomial P_n, found by Newton's
 * method from Tricomi's estimate.
 */
export interface Quadrature {
  readonly points: readonly number[];
  /** They sum to 1. */
  readonly weights: readonly number[];
}

export function gaussLegendre(count: number): Quadrature {
  const points: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index++) {
    let root = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let { slope, value } = legendre(count, root);
    for (let step = 0; step < 10 && Math.abs(value) > 1e-15; step++) {
      root -= value / slope;
      ({ slope, value } = legendre(count, root));
    }
    points.push((1 - root) / 2);
    weights.push(1 / ((1 - root * root) * slope * slope));
  }
  return { points, weights };
}

/** P_n and its derivative, by the three-term recurrence. */
function legendre(degree: number, x: number): { value: number; slope: number } {
  let [before, value] = [1, x];
  for (let k = 2; k <= degree; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
