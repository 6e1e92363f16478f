/** Quantities of which a network says a value: one output a target, standardized by the training part. */
import { add, constant, divide, multiply, scalar, subtract, type Tensor } from '../tensor/index.ts';
import { singleOutput } from './single-output.ts';
import type { TaskHead } from './task.ts';

export const regressionHead: TaskHead = {
  ...singleOutput,
  join: (branches) => {
    const [first] = branches as [Tensor];
    return branches.length === 1 ? first : divide(branches.reduce(add), scalar(first, branches.length));
  },
  /** ||z - r||^2 / 2: between Gaussians of equal variance. */
  divergence: (reference, values) => {
    const difference = subtract(values, reference);
    return multiply(multiply(difference, difference), scalar(difference, 0.5));
  },
  transform: (raw, standardization) => {
    if (!standardization) return raw;
    const row = (values: readonly number[]): Tensor => constant(raw.type, [1, values.length], values);
    return add(multiply(raw, row(standardization.std)), row(standardization.mean));
  },
};
