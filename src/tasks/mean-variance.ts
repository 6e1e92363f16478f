/**
 * Quantities of which a network says a mean and a variance: two outputs a target, the standardized value m and the logarithm s of its variance.
 *   loss: stop(v^beta) * ( (y - m)^2 / v + s ) / 2,   v = e^s
 * With beta 0 it is the likelihood of a normal distribution, which learns little where it is unsure; with beta 1 the means are learned as by mse.
 * What is stopped counts as a constant. A limit (bounds, loss.ts) says nothing of how far values scatter: its v is
 * stopped and its s left out, so that it moves the mean alone, and only from the wrong side.
 * Source: Seitzer et al. 2022, arXiv 2203.09168 (beta 0.5); Nix and Weigend 1994 (beta 0).
 */
import {
  abs,
  add,
  constant,
  divide,
  exp,
  maximum,
  minimum,
  multiply,
  reshape,
  scalar,
  slice,
  stopGradient,
  subtract,
  sum,
  type Tensor,
} from '../tensor/index.ts';
import { errorOf, type LabelTensors, type LossDefinition } from './loss.ts';
import { regressionHead } from './regression-head.ts';
import type { TaskHead } from './task.ts';

/** Of the logarithm of a variance of standardized targets: beyond, nothing is known better, and e^s would overflow. */
const [least, most] = [-10, 10];
const defaultBeta = 0.5;

export function meanVarianceLoss(beta = defaultBeta): LossDefinition {
  return {
    name: 'mean-variance',
    aliases: ['mve', 'beta-nll', 'gaussian-nll'],
    summary:
      'Likelihood of a normal distribution whose mean and variance are predicted (beta-NLL, Seitzer et al. 2022).',
    saysVariance: true,
    withBeta: meanVarianceLoss,
    perLabel(outputs, labels) {
      const said = bounded(part(outputs, 1));
      const error = errorOf(part(outputs, 0), { ...labels, targets: part(labels.targets, 0) });
      const { logVariance, cost } = learnedVariance(said, labels);
      const likelihood = add(divide(multiply(error, error), exp(logVariance)), cost);
      const weight = stopGradient(exp(multiply(said, scalar(said, beta))));
      return multiply(multiply(weight, likelihood), scalar(likelihood, 0.5));
    },
  };
}

/** Raw outputs: [molecules, tasks * 2], the value of each target and behind it the logarithm of its variance. */
export const meanVarianceHead: TaskHead = {
  ...regressionHead,
  outputsPerTask: 2,
  perTask: (values) => sum(apart(values), [2]),
  encode: (targets) => Float64Array.from({ length: 2 * targets.length }, (_, at) => targets[at >> 1]!),
  transform: (raw, standardization) => regressionHead.transform(part(raw, 0), standardization),
  valuesOf: (raw) => Float64Array.from({ length: raw.length / 2 }, (_, at) => raw[2 * at]!),
  spread: {
    /** e^(s / 2), in the unit of the targets. */
    transform(raw, standardization) {
      const logVariance = bounded(part(raw, 1));
      const deviation = exp(multiply(logVariance, scalar(logVariance, 0.5)));
      if (!standardization) return deviation;
      const { std } = standardization;
      return multiply(deviation, constant(raw.type, [1, std.length], std));
    },
    of: (raw, standardization) =>
      Float64Array.from({ length: raw.length / 2 }, (_, at) => {
        const { std } = standardization ?? { std: [1] };
        return Math.exp(Math.min(most, Math.max(least, raw[2 * at + 1]!)) / 2) * std[at % std.length]!;
      }),
  },
};

/** The logarithm of the variance as the error reads it, and what it costs by itself; limits teach neither. */
function learnedVariance(said: Tensor, { bounds }: LabelTensors): { logVariance: Tensor; cost: Tensor } {
  if (!bounds) return { logVariance: said, cost: said };
  const isLimit = abs(bounds);
  const cost = multiply(subtract(scalar(isLimit, 1), isLimit), said);
  return { logVariance: add(cost, multiply(isLimit, stopGradient(said))), cost };
}

function apart(values: Tensor): Tensor {
  const [molecules, width] = values.shape as readonly [Tensor['shape'][number], number];
  return reshape(values, [molecules, width / 2, 2]);
}

/** Values (0) or logarithms of variances (1), [molecules, tasks]. */
function part(values: Tensor, which: 0 | 1): Tensor {
  const pairs = apart(values);
  return reshape(slice(pairs, 2, which, which + 1), pairs.shape.slice(0, 2));
}

function bounded(logVariance: Tensor): Tensor {
  return minimum(maximum(logVariance, scalar(logVariance, least)), scalar(logVariance, most));
}
