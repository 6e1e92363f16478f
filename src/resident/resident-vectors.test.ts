/** Formulas as ONNX on vectors that stay with the device, here the CPU's memory: the numbers of the plain loops. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  absolute,
  add,
  divide,
  elementwise,
  maximum,
  minimum,
  multiply,
  negate,
  RandomStream,
  squareRoot,
  subtract,
} from '../base/index.ts';
import { loadRuntime } from '../runtime/index.node.ts';
import type { Residence } from '../runtime/index.ts';
import { ResidentVectors } from './resident-vectors.ts';

/** Every operation, a store that another store reads, a scalar as a whole vector, and a sum. */
const everything = elementwise({
  vectors: ['first', 'second', 'third', 'same'],
  scalars: ['factor', 'bound'],
  result: ({ first, second, third }, { factor, bound }) => {
    const shared = add(multiply(factor, first), negate(second));
    const clamped = maximum(negate(bound), minimum(bound, subtract(shared, third)));
    return {
      first: divide(clamped, add(squareRoot(absolute(first)), factor)),
      second: shared,
      third: first,
      same: bound,
    };
  },
  sumOfProducts: ({ first, third }, { factor }) => [subtract(multiply(factor, first), third), first],
});

const names = ['first', 'second', 'third', 'same'] as const;

function drawn(length: number): Record<(typeof names)[number], Float32Array> {
  const stream = new RandomStream(1, 'vectors');
  const vector = () => Float32Array.from({ length }, () => stream.normal());
  return { first: vector(), second: vector(), third: vector(), same: vector() };
}

describe('vectors that stay with a device', () => {
  let residence: Residence;
  before(async () => {
    residence = (await loadRuntime({ backend: 'native' })).residence!;
  });

  test('become what they become here, to the bit, and their sums to seven digits', async () => {
    for (const length of [1, 1024, 2500]) {
      const vectors = new ResidentVectors(residence, 1);
      after(() => vectors.release());
      const [there, here] = [drawn(length), drawn(length)];
      const scalars = { factor: 0.3, bound: 1.5 };
      for (let round = 0; round < 2; round++) {
        const sum = await vectors.sum(everything, there, scalars);
        const expected = everything(here, scalars);
        assert.ok(Math.abs(sum - expected) < 1e-6 * Math.max(1, Math.abs(expected)) * Math.sqrt(length), `${sum}`);
        assert.ok(Math.abs((await vectors.norm(there.first)) - Math.hypot(...here.first)) < 1e-5 * length);
      }
      if (length > 1) assert.notDeepEqual(there.first, here.first);
      await vectors.bringBack();
      for (const name of names) assert.deepEqual(there[name], here[name], name);
    }
  });

  test('are left alone after something failed, and the next call that waits throws it', async () => {
    const vectors = new ResidentVectors(residence, 1);
    const short = { ...drawn(5), second: new Float32Array(4) };
    vectors.run(everything, short, { factor: 1, bound: 1 });
    const whole = drawn(5);
    vectors.run(everything, whole, { factor: 1, bound: 1 });
    await assert.rejects(vectors.settle(), { name: 'RunError' });
    await assert.rejects(vectors.bringBack(), { name: 'RunError' });
    assert.deepEqual(whole, drawn(5));
    await vectors.release();
  });
});
