/**
 * Student's t distribution: its tails and its quantiles. No maintained and typed package offers both without a hundred others beneath
 * it, so the two functions stand here, checked against tables.
 */

/** P(T <= t) for `freedom` > 0 degrees of freedom. */
export function studentCumulative(t: number, freedom: number): number {
  const tail = twoSidedProbability(t, freedom) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** P(|T| >= |t|). */
export function twoSidedProbability(t: number, freedom: number): number {
  const whole = freedom + t * t;
  return incompleteBeta(freedom / whole, (t * t) / whole, freedom / 2, 1 / 2);
}

/** The t that T stays below with this probability, 0 < probability < 1: by bisection, to the last bit. */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability === 0.5) return 0;
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  let [low, high] = [0, 1];
  while (studentCumulative(high, freedom) < probability) high *= 2;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return middle;
    if (studentCumulative(middle, freedom) < probability) low = middle;
    else high = middle;
  }
}

/**
 * Regularized incomplete beta function I_x(a, b), by its continued fraction (Lentz's method), which converges fast for
 * x < (a + 1) / (a + b + 2); otherwise I_x(a, b) = 1 - I_{1-x}(b, a). y: 1 - x, given apart because it may be too small to be
 * told from 0 in 1 - x. Source: DLMF 8.17.22.
 */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x === 0) return 0;
  if (y === 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGamma(a + b) - logGamma(a) - logGamma(b)) / a;
  const terms = 500;
  const smallest = 1e-300;
  let [numerator, denominator] = [1, 1 - ((a + b) * x) / (a + 1)];
  denominator = 1 / (Math.abs(denominator) < smallest ? smallest : denominator);
  let fraction = denominator;
  for (let m = 1; m <= terms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    const before = fraction;
    for (const coefficient of [even, odd]) {
      denominator = 1 / nonZero(1 + coefficient * denominator, smallest);
      numerator = nonZero(1 + coefficient / numerator, smallest);
      fraction *= numerator * denominator;
    }
    if (Math.abs(fraction - before) <= 1e-16 * Math.abs(fraction)) break;
  }
  return front * fraction;
}

function nonZero(value: number, smallest: number): number {
  return Math.abs(value) < smallest ? smallest : value;
}

/** log of the gamma function for x > 0: Stirling's series after shifting x above 15. Source: DLMF 5.11.1. */
function logGamma(x: number): number {
  let shift = 0;
  let shifted = x;
  while (shifted < 15) shift += Math.log(shifted++);
  const squared = shifted * shifted;
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * squared)) / squared) / squared) / shifted;
  return (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - shift;
}
