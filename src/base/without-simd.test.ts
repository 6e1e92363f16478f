/** Where WebAssembly is missing, has no SIMD or may not be compiled, the plain versions serve, and give the same bits. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { type Elementwise, elementwise } from './elementwise.ts';
import { compileSimd } from './formula.simd.ts';
import { add, type Formula, multiply, planOf } from './formula.ts';
import { stateWords } from './normals.plain.ts';
import { compileNormals } from './normals.simd.ts';
import { fillNormals } from './normals.ts';
import { RandomStream } from './random.ts';

const original = globalThis.WebAssembly;

/** A stand-in for WebAssembly with these members replaced. */
const changed = (members: object): typeof WebAssembly => ({ ...allOf(original), ...members }) as typeof WebAssembly;

/** Its members are not enumerable. */
function allOf(module: typeof WebAssembly): object {
  return Object.fromEntries(
    Object.getOwnPropertyNames(module).map((name) => [name, module[name as keyof typeof WebAssembly]]),
  );
}

const places: readonly (readonly [string, typeof WebAssembly | undefined])[] = [
  ['WebAssembly is missing', undefined],
  ['the engine has no SIMD', changed({ validate: () => false })],
  [
    'a security policy forbids compiling',
    changed({
      Module: class {
        constructor() {
          throw new original.CompileError('refused by the content security policy');
        }
      },
    }),
  ],
];

const formula: Formula<'weights' | 'direction', 'factor'> = {
  vectors: ['weights', 'direction'],
  scalars: ['factor'],
  result: (vector, scalar) => ({ weights: add(vector.weights, multiply(scalar.factor, vector.direction)) }),
  sumOfProducts: (vector) => [vector.weights, vector.direction],
};

const length = 40_003;
function vectors(): { weights: Float32Array; direction: Float32Array } {
  const stream = new RandomStream(1, 'vectors');
  const drawn = (): Float32Array => Float32Array.from({ length }, () => stream.normal());
  return { weights: drawn(), direction: drawn() };
}

function updated(update: Elementwise<'weights' | 'direction', 'factor'>): { weights: Float32Array; sum: number } {
  const { weights, direction } = vectors();
  return { weights, sum: update({ weights, direction }, { factor: 0.3 }) };
}

const words = Int32Array.from({ length: stateWords }, (_, index) => (index + 1) * 0x9e3779b1);
function normalsBy(fill: typeof fillNormals): Float32Array {
  const drawn = new Float32Array(10_001);
  fill(drawn, Int32Array.from(words));
  return drawn;
}

const withSimd = { ...updated(elementwise(formula)), normals: normalsBy(fillNormals) };

test('here both run as SIMD, so that something is compared', () => {
  assert.ok(compileSimd(planOf(formula)) && compileNormals());
});

for (const [index, [name, replacement]] of places.entries()) {
  describe(name, () => {
    beforeEach(() => {
      Object.assign(globalThis, { WebAssembly: replacement });
    });
    afterEach(() => {
      Object.assign(globalThis, { WebAssembly: original });
    });

    test('a formula is computed all the same', () => {
      assert.equal(compileSimd(planOf(formula)), undefined);
      const { weights, sum } = updated(elementwise(formula));
      assert.equal(sum, withSimd.sum);
      assert.deepEqual(weights, withSimd.weights);
    });

    test('normal numbers are drawn all the same', async () => {
      assert.equal(compileNormals(), undefined);
      // Anew, since the choice is made once and kept.
      const anew = `./normals.js?${index}`;
      const { fillNormals: fill }: typeof import('./normals.ts') = await import(anew);
      assert.notEqual(fill, fillNormals);
      assert.deepEqual(normalsBy(fill), withSimd.normals);
    });
  });
}
