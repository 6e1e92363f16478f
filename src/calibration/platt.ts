/**
 * Platt's scaling: a logistic regression of the label on the logit, with targets that are a little inside of 0 and 1, so that few labels do not
 * give certainty. Source: Platt 1999; the same objective as in scikit-learn's CalibratedClassifierCV(method="sigmoid").
 */
import type { TargetCalibration } from './class-calibration.ts';

const iterations = 100;

/** logits: of class 1, [rows]; labels: 0 or 1. */
export function fitPlatt(logits: ArrayLike<number>, labels: ArrayLike<number>): TargetCalibration {
  const positives = Array.from(labels).filter((label) => label === 1).length;
  const [yes, no] = [(positives + 1) / (positives + 2), 1 / (labels.length - positives + 2)];
  const targets = Array.from(labels, (label) => (label === 1 ? yes : no));
  let [scale, shift] = [1, 0];
  let loss = lossOf(logits, targets, { scale, shift });
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = newtonStep(logits, targets, { scale, shift });
    // Halved until it descends: far from the optimum a whole step may overshoot.
    let size = 1;
    let next = { scale: scale - step.scale, shift: shift - step.shift };
    while (size > 1e-10 && lossOf(logits, targets, next) > loss) {
      size /= 2;
      next = { scale: scale - size * step.scale, shift: shift - size * step.shift };
    }
    const descended = loss - lossOf(logits, targets, next);
    if (!(descended > 0)) break;
    [scale, shift, loss] = [next.scale, next.shift, loss - descended];
  }
  return { scale, shift, labels: labels.length };
}

interface Line {
  readonly scale: number;
  readonly shift: number;
}

function lossOf(logits: ArrayLike<number>, targets: readonly number[], { scale, shift }: Line): number {
  return targets.reduce((sum, target, row) => {
    const moved = scale * logits[row]! + shift;
    return sum + Math.max(moved, 0) + Math.log1p(Math.exp(-Math.abs(moved))) - target * moved;
  }, 0);
}

/** The gradient times the inverse of the matrix of second derivatives. */
function newtonStep(logits: ArrayLike<number>, targets: readonly number[], { scale, shift }: Line): Line {
  let [byScale, byShift, scaleScale, scaleShift, shiftShift] = [0, 0, 1e-12, 0, 1e-12];
  targets.forEach((target, row) => {
    const logit = logits[row]!;
    const probability = 1 / (1 + Math.exp(-(scale * logit + shift)));
    const [error, curvature] = [probability - target, probability * (1 - probability)];
    byScale += error * logit;
    byShift += error;
    scaleScale += curvature * logit * logit;
    scaleShift += curvature * logit;
    shiftShift += curvature;
  });
  const determinant = scaleScale * shiftShift - scaleShift * scaleShift;
  return {
    scale: (shiftShift * byScale - scaleShift * byShift) / determinant,
    shift: (scaleScale * byShift - scaleShift * byScale) / determinant,
  };
}
