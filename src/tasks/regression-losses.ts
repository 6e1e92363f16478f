/**
 * Losses of numbers, of the errors e of standardized targets (loss.ts says what the error of a limit is).
 *   mse:   mean of e^2
 *   rmse:  square root of the batch's mean of e^2; its derivative is taken as 0 where the error is exactly 0
 *   mae:   mean of |e|
 *   huber: mean of e^2 / 2 where |e| < 1 and of |e| - 1/2 elsewhere (Huber 1964, doi 10.1214/aoms/1177703732)
 */
import { abs, maximum, minimum, multiply, scalar, sqrt, subtract, type Tensor } from '../tensor/index.ts';
import { errorOf, type LossDefinition } from './loss.ts';

/** Far below any squared error that float32 can tell from 0. */
const tiny = 1e-36;

export const meanSquared: LossDefinition = {
  name: 'mse',
  aliases: ['l2', 'mean-squared-error'],
  summary: 'Mean squared error.',
  perLabel: (outputs, labels) => square(errorOf(outputs, labels)),
};

export const rootMeanSquared: LossDefinition = {
  name: 'rmse',
  aliases: ['batch-rmse', 'root-mean-squared-error'],
  summary: "Square root of the batch's mean squared error.",
  perLabel: (outputs, labels) => square(errorOf(outputs, labels)),
  ofMean: (mean) => sqrt(maximum(mean, scalar(mean, tiny))),
};

export const meanAbsolute: LossDefinition = {
  name: 'mae',
  aliases: ['l1', 'mean-absolute-error'],
  summary: 'Mean absolute error.',
  perLabel: (outputs, labels) => abs(errorOf(outputs, labels)),
};

export const huber: LossDefinition = {
  name: 'huber',
  aliases: ['smooth-l1'],
  summary: 'Squared below one standard deviation of the target, absolute above it (Huber 1964).',
  perLabel(outputs, labels) {
    const size = abs(errorOf(outputs, labels));
    const inner = minimum(size, scalar(size, 1));
    return multiply(inner, subtract(size, multiply(inner, scalar(inner, 0.5))));
  },
};

function square(error: Tensor): Tensor {
  return multiply(error, error);
}
