/**
 * Averaged weights (EMA): an exponential moving average of the weights after each step, with its bias corrected, begun after the
 * warm-up of the learning rate. Averages of the weights lie nearer to the middle of a flat minimum than the weights themselves
 * (arXiv 2306.09121, 2411.18704), at the price of one vector and one pass over it a step.
 *
 *     a_n = sum_i decay^(n - i) (1 - decay) w_i / (1 - decay^n)  =  a_(n-1) + r_n (w_n - a_(n-1)),   r_n = (1 - decay) / (1 - decay^n)
 *
 * The second form keeps the corrected average itself: a_1 = w_1, and the average of equal weights is exact. A weighted
 * sum would not be: in float32 its two shares do not add up to 1, which comes to 2e-4 of the weights at decay 0.9999.
 */
import { combine, interpolate, type Vector } from '../base/index.ts';
import { type Arithmetic, here } from '../optim/index.ts';

export class WeightAverage {
  readonly decay: number;
  /** The average so far; meaningless before the first step. */
  readonly weights: Vector;
  /** Steps that were averaged. */
  steps: number;

  /** weights: room for the average, as it was saved after so many steps. */
  constructor(decay: number, weights: Vector, steps = 0) {
    this.decay = decay;
    this.weights = weights;
    this.steps = steps;
  }

  add(weights: Vector, arithmetic: Arithmetic = here): void {
    this.steps += 1;
    const rate = (1 - this.decay) / (1 - this.decay ** this.steps);
    const result = this.weights;
    // What the average held before its first step is no weight.
    if (rate === 1)
      arithmetic.run(combine, { result, left: result, right: weights }, { leftFactor: 0, rightFactor: 1 });
    else arithmetic.run(interpolate, { result, start: result, end: weights }, { share: rate });
  }
}
