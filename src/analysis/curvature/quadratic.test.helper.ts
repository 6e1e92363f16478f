/** f(w) = (w - c)^T A (w - c) / 2 + cubic / 6 sum of (w_i - c_i)^3: curvature is known to the last digit. */
import { Matrix } from 'ml-matrix';
import type { Vector } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import { dot } from '../../base/vector.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';

export interface Quadratic {
  /** Of A, [size, size]. */
  readonly rows: readonly (readonly number[])[];
  readonly center?: readonly number[];
  readonly cubic?: number;
}

export function quadratic({ rows, center = rows.map(() => 0), cubic = 0 }: Quadratic): SmoothLoss {
  const apart = (weights: Vector): number[] => Array.from(weights, (weight, index) => weight - center[index]!);
  const times = (vector: readonly number[]): number[] =>
    rows.map((row) => row.reduce((sum, value, index) => sum + value * vector[index]!, 0));
  const lossOf = (at: readonly number[]): number =>
    0.5 * dot(Float64Array.from(at), Float64Array.from(times(at))) +
    (cubic / 6) * at.reduce((sum, value) => sum + value ** 3, 0);
  return {
    size: rows.length,
    loss: async (weights) => lossOf(apart(weights)),
    gradient: async (weights, into) => {
      const at = apart(weights);
      into.set(times(at).map((value, index) => value + (cubic / 2) * at[index]! ** 2));
      return lossOf(at);
    },
    hessianProduct: async (weights, direction, into) => {
      const at = apart(weights);
      into.set(times([...direction]).map((value, index) => value + cubic * at[index]! * direction[index]!));
    },
  };
}

/** A symmetric matrix with these eigenvalues, turned at random. */
export function withEigenvalues(values: readonly number[], seed = 1): number[][] {
  const size = values.length;
  const stream = new RandomStream(seed, 'rotation');
  const turned = Matrix.diag([...values]);
  // Reflections keep eigenvalues; as many as there are axes mix everything.
  for (let round = 0; round < size; round++) {
    const axis = Matrix.columnVector(Array.from({ length: size }, () => stream.normal()));
    const factor = 2 / axis.dot(axis);
    // H A H with H = I - factor a a^T, without building H: A - u a^T - a u^T, u = factor (A a - factor / 2 (a^T A a) a).
    const product = turned.mmul(axis);
    const along = Matrix.mul(axis, (factor / 2) * axis.dot(product));
    const shift = product.sub(along).mul(factor);
    turned.sub(shift.mmul(axis.transpose())).sub(axis.mmul(shift.transpose()));
  }
  return turned.to2DArray();
}
