import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../../test/assert-close.ts';
import { ConfigError } from '../../base/errors.ts';
import { ParameterLayout } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import { norm } from '../../base/vector.ts';
import { type DirectionOptions, randomDirection } from './random-direction.ts';

const layout = new ParameterLayout([
  { name: 'map.weight', shape: [4, 3], role: 'weight' },
  { name: 'map.bias', shape: [4], role: 'bias' },
  { name: 'turned.weight', shape: [3, 5], role: 'weight', filterAxis: 1 },
  { name: 'norm.gain', shape: [4], role: 'gain' },
  { name: 'decay', shape: [], role: 'scalar' },
]);

function draw(weights: Float64Array, options: DirectionOptions = {}): Float64Array {
  return randomDirection(layout, weights, new RandomStream(7, 'direction'), options) as Float64Array;
}

const someWeights = fc
  .array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: layout.size, maxLength: layout.size })
  .map((values) => Float64Array.from(values));

test('filter by filter, a direction is as long as the weights, whichever axis counts the filters', () => {
  fc.assert(
    fc.property(someWeights, (weights) => {
      const direction = draw(weights, { ignore: [] });
      const rows = (vector: Float64Array): number[] => {
        const [map, turned] = [layout.view(vector, 'map.weight'), layout.view(vector, 'turned.weight')];
        const ofMap = [0, 1, 2, 3].map((row) => norm(map.subarray(3 * row, 3 * row + 3)));
        const ofTurned = [0, 1, 2, 3, 4].map((column) => norm(turned.filter((_, index) => index % 5 === column)));
        const vectors = ['map.bias', 'norm.gain', 'decay'].map((name) => norm(layout.view(vector, name)));
        return [...ofMap, ...ofTurned, ...vectors];
      };
      assertClose(rows(direction), rows(weights), { relative: 1e-12 });
    }),
  );
});

test('a filter that is twice as large gets a direction that is twice as large, and the others keep theirs', () => {
  const weights = Float64Array.from({ length: layout.size }, (_, index) => Math.sin(index + 1));
  const larger = weights.slice();
  for (let index = 3; index < 6; index++) larger[index]! *= 2;
  const [before, after] = [draw(weights), draw(larger)];
  assertClose(
    after.subarray(3, 6),
    before.subarray(3, 6).map((value) => 2 * value),
    { relative: 1e-12 },
  );
  assert.deepEqual([...after.subarray(6)], [...before.subarray(6)]);
});

test('layer normalization gives each tensor the length of its weights, weight normalization each element its scale', () => {
  const weights = Float64Array.from({ length: layout.size }, (_, index) => index - 10);
  const byLayer = draw(weights, { normalization: 'layer', ignore: [] });
  for (const { name } of layout.entries) {
    assertClose([norm(layout.view(byLayer, name))], [norm(layout.view(weights, name))], { relative: 1e-12 });
  }
  const [plain, byWeight] = [
    draw(weights, { normalization: 'none', ignore: [] }),
    draw(weights, { normalization: 'weight', ignore: [] }),
  ];
  assertClose(
    byWeight,
    plain.map((value, index) => value * Math.abs(weights[index]!)),
    { relative: 1e-15 },
  );
});

test('what is ignored is 0, and what is not is the same as without ignoring', () => {
  const weights = Float64Array.from({ length: layout.size }, (_, index) => 1 + index);
  const [all, some] = [draw(weights, { ignore: [] }), draw(weights, { ignore: ['bias', 'norm', 'scalar'] })];
  for (const { name, role } of layout.entries) {
    const part = [...layout.view(some, name)];
    if (role === 'weight') assert.deepEqual(part, [...layout.view(all, name)]);
    else
      assert.ok(
        part.every((value) => value === 0),
        name,
      );
  }
});

test('a filter of zeros gets a direction of zeros, not NaN', () => {
  assert.ok(draw(new Float64Array(layout.size), { ignore: [] }).every((value) => value === 0));
});

test('an unknown name to ignore is refused, with those that are known', () => {
  assert.throws(
    () => draw(new Float64Array(layout.size), { ignore: ['biases'] }),
    (error: ConfigError) => {
      return error instanceof ConfigError && (error.advice ?? '').includes('bias, norm, scalar');
    },
  );
});
