import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { assertClose } from '../../../test/assert-close.ts';
import type { Vector } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import { dot, norm } from '../../base/vector.ts';
import { type ExtremeEigenvalues, type LanczosOptions, largestEigenvalues } from './lanczos.ts';
import { withEigenvalues } from './quadratic.test.helper.ts';

const stream = (): RandomStream => new RandomStream(5, 'lanczos');

function find(
  rows: readonly (readonly number[])[],
  options: Partial<LanczosOptions> = {},
): Promise<ExtremeEigenvalues> {
  const size = rows.length;
  return largestEigenvalues(productWith(rows), { size, count: 3, iterations: size, stream: stream(), ...options });
}

function productWith(rows: readonly (readonly number[])[]) {
  return async (vector: Vector, into: Vector): Promise<void> => {
    into.set(rows.map((row) => row.reduce((sum, value, index) => sum + value * vector[index]!, 0)));
  };
}

const valuesOf = (found: ExtremeEigenvalues): number[] => found.largest.map(({ value }) => value);

test('the largest and the smallest eigenvalue of a known matrix are found, largest first', async () => {
  const found = await find(withEigenvalues([7, -4, 3, 0.5, 0, -1, 2, 0.1, 1, 0.3]), { tolerance: 1e-9 });
  assertClose(valuesOf(found), [7, 3, 2], { absolute: 1e-9 });
  assertClose([found.smallest.value], [-4], { absolute: 1e-9 });
});

test('all eigenvalues of any symmetric matrix agree with the dense decomposition', async () => {
  // In steps of 1e-9: with elements of 1e-131 beside others of 1e-15 the dense decomposition reads beyond its columns and throws.
  const element = fc.integer({ min: -3e9, max: 3e9 }).map((value) => value / 1e9);
  const matrices = fc.integer({ min: 1, max: 12 }).chain((size) =>
    fc.array(element, { minLength: size * size, maxLength: size * size }).map((values) => {
      const square = new Matrix(size, size);
      values.forEach((value, index) => {
        square.set(Math.floor(index / size), index % size, value);
      });
      return square.add(square.transpose()).mul(0.5);
    }),
  );
  await fc.assert(
    fc.asyncProperty(matrices, async (matrix) => {
      const size = matrix.rows;
      const found = await find(matrix.to2DArray(), { count: size, tolerance: 0 });
      const dense = new EigenvalueDecomposition(matrix, { assumeSymmetric: true }).realEigenvalues.sort(
        (a, b) => b - a,
      );
      assertClose(valuesOf(found), dense, { absolute: 1e-6 });
    }),
    { numRuns: 60 },
  );
});

test('it stops when the wanted ones have settled, and their bounds hold', async () => {
  const spectrum = Array.from({ length: 200 }, (_, index) => (index < 3 ? 100 / (index + 1) : Math.cos(index)));
  const found = await find(withEigenvalues(spectrum), { iterations: 60, tolerance: 1e-4 });
  assert.ok(found.settled);
  assert.ok(found.products < 30, `${found.products} products`);
  [100, 50, 100 / 3].forEach((value, index) => {
    const { value: ritz, bound } = found.largest[index]!;
    assert.ok(Math.abs(ritz - value) <= bound + 1e-8, `${ritz} for ${value}, bound ${bound}`);
  });
});

test('too few products are said not to have settled', async () => {
  const spectrum = Array.from({ length: 80 }, (_, index) => index);
  assert.equal((await find(withEigenvalues(spectrum), { iterations: 6, tolerance: 1e-6 })).settled, false);
});

test('in float32 no eigenvalue is found twice', async () => {
  const spectrum = Array.from({ length: 60 }, (_, index) => (index === 0 ? 1000 : 1 / index));
  const found = await find(withEigenvalues(spectrum), { precision: 'float32', tolerance: 0, iterations: 40 });
  assertClose(valuesOf(found), [1000, 1, 0.5], { absolute: 2e-2 });
});

test('multiples of the identity and zero are no obstacle', async () => {
  const two = Array.from({ length: 6 }, (_, row) => Array.from({ length: 6 }, (_, column) => (row === column ? 2 : 0)));
  assertClose(valuesOf(await find(two)), [2, 2, 2], { absolute: 1e-12 });
  const zero = two.map((row) => row.map(() => 0));
  assertClose(valuesOf(await find(zero)), [0, 0, 0], {});
  assertClose(valuesOf(await find([[-3]])), [-3], {});
});

test('vectors are orthonormal, and the matrix stretches the first by the largest eigenvalue', async () => {
  const rows = withEigenvalues([9, 4, 1, 0.2, 0.1]);
  const { vectors } = await find(rows, { tolerance: 1e-10 });
  const vector = vectors[0]!;
  const product = new Float64Array(5);
  await productWith(rows)(vector, product);
  assertClose([norm(vector), dot(vector, vectors[1]!)], [1, 0], { absolute: 1e-9 });
  assertClose(
    product,
    vector.map((value) => 9 * value),
    { absolute: 1e-6 },
  );
});
