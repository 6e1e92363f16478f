import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../../test/assert-close.ts';
import { ConfigError } from '../../base/errors.ts';
import { RandomStream } from '../../base/random.ts';
import { addScaled, dot, norm } from '../../base/vector.ts';
import { principalPlane } from './principal-plane.ts';

function randomUnit(size: number, name: string, orthogonalTo?: Float64Array): Float64Array {
  const stream = new RandomStream(2, name);
  const vector = Float64Array.from({ length: size }, () => stream.normal());
  if (orthogonalTo) {
    addScaled({ result: vector, start: vector, direction: orthogonalTo }, { factor: -dot(vector, orthogonalTo) });
  }
  return vector.map((value) => value / norm(vector));
}

test('a path that lies in a plane is found again, with its coordinates, and the plane explains all of it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), {
        minLength: 3,
        maxLength: 9,
      }),
      (places) => {
        const [first, end] = [randomUnit(40, 'first'), randomUnit(40, 'end')];
        const second = randomUnit(40, 'second', first);
        const path = [...places, [0, 0] as const].map(([x, y]) =>
          end.map((value, index) => value + x * first[index]! + y * second[index]!),
        );
        const spread = places.reduce((sum, [x]) => sum + x * x, 0) * places.reduce((sum, [, y]) => sum + y * y, 0);
        const mixed = places.reduce((sum, [x, y]) => sum + x * y, 0);
        fc.pre(spread - mixed * mixed > 1e-3);
        const { across, up, explained, places: found } = principalPlane(path);
        assertClose([norm(across), norm(up), dot(across, up)], [1, 1, 0], { absolute: 1e-6 });
        assertClose([explained[0] + explained[1]], [1], { absolute: 1e-9 });
        assert.ok(explained[0] >= explained[1]);
        path.forEach((weights, index) => {
          const again = end.map((value, at) => value + found[index]!.x * across[at]! + found[index]!.y * up[at]!);
          assertClose(again, weights, { absolute: 1e-5 });
        });
      },
    ),
  );
});

test('the end of the path is the middle of the plane, and its beginning lies on the positive side', () => {
  const path = [
    Float64Array.of(4, 3, 0),
    Float64Array.of(1, 2, 0),
    Float64Array.of(0, 0.5, 0.1),
    Float64Array.of(0, 0, 0),
  ];
  const { places: points } = principalPlane(path);
  assert.deepEqual(points.at(-1), { x: 0, y: 0 });
  assert.ok(points[0]!.x > 0 && points[0]!.y >= 0);
});

test('too few weights, and weights on a line, span no plane', () => {
  const on = (factor: number): Float64Array => Float64Array.of(factor, 2 * factor, 3 * factor);
  assert.throws(() => principalPlane([on(1), on(2)]), ConfigError);
  assert.throws(() => principalPlane([on(1), on(2), on(5), on(0)]), ConfigError);
});
