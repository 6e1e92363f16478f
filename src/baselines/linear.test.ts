import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Matrix, solve } from 'ml-matrix';
import { assertClose } from '../../test/assert-close.ts';
import type { TaskData } from './baseline.ts';
import { hasBit } from './fingerprints.ts';
import { fitLinear } from './linear.ts';
import { randomTask, width } from './tables.test.helper.ts';

/** [examples, bits + 1], the last column 1. */
function dense({ table, rows }: TaskData): number[][] {
  return rows.map((row) => [...Array.from({ length: width }, (_, bit) => Number(hasBit(table, row, bit))), 1]);
}

test('ridge regression is the solution of the normal equations, its intercept without penalty', () => {
  const data = randomTask(
    150,
    { isLogistic: false },
    (has, random) => 5 + 2 * Number(has(3)) - Number(has(7)) + random.normal(),
  );
  const x = new Matrix(dense(data));
  for (const penalty of [0.1, 3, 100]) {
    const penalties = Matrix.diag([...new Array<number>(width).fill(penalty), 0]);
    const system = Matrix.add(x.transpose().mmul(x), penalties);
    const exact = solve(system, x.transpose().mmul(Matrix.columnVector([...data.labels])));
    assertClose(fitLinear(data, penalty, 1e-10), exact.getColumn(0), { absolute: 1e-7 });
    // As precise as it is used.
    assertClose(fitLinear(data, penalty), exact.getColumn(0), { absolute: 1e-3 });
  }
});

test('logistic regression ends where the gradient of the penalized loss is zero', () => {
  const data = randomTask(200, { isLogistic: true }, (has, random) => Number(Number(has(3)) + random.normal() > 0.5));
  const x = dense(data);
  for (const penalty of [0.1, 3, 100]) {
    const weights = fitLinear(data, penalty, 1e-9);
    const errors = x.map((bits, row) => {
      const score = bits.reduce((sum, bit, at) => sum + bit * weights[at]!, 0);
      return 1 / (1 + Math.exp(-score)) - data.labels[row]!;
    });
    const gradient = Float64Array.from(weights, (weight, at) =>
      errors.reduce((sum, error, row) => sum + error * x[row]![at]!, at < width ? penalty * weight : 0),
    );
    assertClose(gradient, new Float64Array(width + 1), { absolute: 1e-6 });
  }
});

test('classes that one bit separates give finite weights, and the bit gets the largest', () => {
  const weights = fitLinear(
    randomTask(100, { isLogistic: true }, (has) => Number(has(5))),
    0.1,
  );
  assert.ok(weights.every(Number.isFinite));
  assert.equal(weights.subarray(0, width).indexOf(Math.max(...weights.subarray(0, width))), 5);
});
