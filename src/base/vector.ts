/**
 * Arithmetic on flat vectors, float32 or float64. Sums are taken in float64 whatever the vectors' precision, in four
 * interleaved parts: a single running sum waits for each addition (1.7 ms for 2.4 million numbers against 0.7 ms). The
 * order of additions is fixed, so results are reproducible bit for bit.
 */

import { elementwise } from './elementwise.ts';
import { add, multiply, subtract } from './formula.ts';
import type { Vector } from './parameter-layout.ts';

export type Precision = 'float32' | 'float64';

export function precisionOf(vector: Vector): Precision {
  return vector instanceof Float32Array ? 'float32' : 'float64';
}

/** A vector of zeros. */
export function zeros(size: number, precision: Precision): Vector {
  return precision === 'float32' ? new Float32Array(size) : new Float64Array(size);
}

/** <left, right>. Vectors: equally long, of one precision. */
export function dot(left: Vector, right: Vector): number {
  return productSum({ left, right }, {});
}

export const productSum = elementwise({
  vectors: ['left', 'right'],
  scalars: [],
  sumOfProducts: ({ left, right }) => [left, right],
});

const squareSum = elementwise({ vectors: ['vector'], scalars: [], sumOfProducts: ({ vector }) => [vector, vector] });

/** Sums of squares outside this range may have lost elements to underflow or overflowed; norm then scales first. */
const safeSquares = { lowest: 1e-280, highest: 1e300 };

/** The 2-norm; NaN or Infinity exactly if an element is NaN or infinite. */
export function norm(vector: Vector): number {
  const squares = squareSum({ vector }, {});
  if (squares > safeSquares.lowest && squares < safeSquares.highest) return Math.sqrt(squares);
  if (Number.isNaN(squares)) return Number.NaN;
  let largest = 0;
  for (let index = 0; index < vector.length; index++) largest = Math.max(largest, Math.abs(vector[index]!));
  if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest;
  let scaled = 0;
  for (let index = 0; index < vector.length; index++) scaled += (vector[index]! / largest) ** 2;
  return largest * Math.sqrt(scaled);
}

/** || factor * vector ||, elementwise product. */
export function weightedNorm(factor: Vector, vector: Vector): number {
  let squares = 0;
  for (let index = 0; index < vector.length; index++) squares += (factor[index]! * vector[index]!) ** 2;
  return Math.sqrt(squares);
}

/** || left - right ||. Vectors: equally long, of one precision. */
export function distance(left: Vector, right: Vector): number {
  return Math.sqrt(squaredDistance({ left, right }, {}));
}

export const squaredDistance = elementwise({
  vectors: ['left', 'right'],
  scalars: [],
  sumOfProducts: ({ left, right }) => [subtract(left, right), subtract(left, right)],
});

/** result = start + factor * direction. result may be one of the others. */
export const addScaled = elementwise({
  vectors: ['result', 'start', 'direction'],
  scalars: ['factor'],
  result: (vector, scalar) => ({ result: add(vector.start, multiply(scalar.factor, vector.direction)) }),
});

/** result = leftFactor * left + rightFactor * right. result may be one of the others. */
export const combine = elementwise({
  vectors: ['result', 'left', 'right'],
  scalars: ['leftFactor', 'rightFactor'],
  result: (vector, scalar) => ({
    result: add(multiply(scalar.leftFactor, vector.left), multiply(scalar.rightFactor, vector.right)),
  }),
});

/** result = start + share * (end - start): `start` to the last bit where both are equal, however the share is rounded. */
export const interpolate = elementwise({
  vectors: ['result', 'start', 'end'],
  scalars: ['share'],
  result: ({ start, end }, { share }) => ({ result: add(start, multiply(share, subtract(end, start))) }),
});

/** vector <- factor * vector. */
export const scale = elementwise({
  vectors: ['vector'],
  scalars: ['factor'],
  result: (vector, scalar) => ({ vector: multiply(scalar.factor, vector.vector) }),
});
