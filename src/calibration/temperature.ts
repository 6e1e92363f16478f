/**
 * Temperature scaling: logits are multiplied by one number 1/T, chosen so that the labels are most likely. It changes how sure a model is, and
 * never which class is the most probable. Source: Guo et al. 2017, arXiv 1706.04599.
 */
import type { TargetCalibration } from './class-calibration.ts';

/** Temperatures from 1/20 to 20: beyond, a target is as good as decided or as good as unknown. */
const [smallest, largest] = [1 / 20, 20];
const iterations = 100;

/** logits: of each class, [rows][classes]; labels: the class of each row. */
export function fitTemperature(logits: readonly ArrayLike<number>[], labels: ArrayLike<number>): TargetCalibration {
  // The mean negative logarithm of the likelihood is convex in 1/T: its slope has one root, or lies on one side of 0.
  let [low, high] = [smallest, largest];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const middle = (low + high) / 2;
    if (slope(logits, labels, middle) > 0) high = middle;
    else low = middle;
  }
  return { scale: (low + high) / 2, shift: 0, labels: labels.length };
}

/** Sum over rows of E[z] - z_label, the derivative by the scale. */
function slope(logits: readonly ArrayLike<number>[], labels: ArrayLike<number>, scale: number): number {
  return logits.reduce((sum, row, index) => {
    const scaled = Array.from(row, (logit) => logit * scale);
    const top = Math.max(...scaled);
    const weights = scaled.map((logit) => Math.exp(logit - top));
    const total = weights.reduce((all, weight) => all + weight, 0);
    const mean = weights.reduce((all, weight, at) => all + (weight / total) * row[at]!, 0);
    return sum + mean - row[labels[index]!]!;
  }, 0);
}
