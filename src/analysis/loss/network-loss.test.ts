import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { syntheticMolecule } from '../../../bench/synthetic-molecules.ts';
import { assertClose } from '../../../test/assert-close.ts';
import { DataError } from '../../base/errors.ts';
import { RandomStream } from '../../base/random.ts';
import { addScaled, dot, norm } from '../../base/vector.ts';
import { findModel } from '../../models/index.ts';
import { openSession } from '../../objective/open-session.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import type { Runtime } from '../../runtime/program.ts';
import { binary, findLoss, regression } from '../../tasks/index.ts';
import { NetworkLosses } from './network-loss.ts';
import type { SmoothLoss } from './smooth-loss.ts';

const models = [
  { name: 'compt', settings: { width: 8, heads: 2, layers: 2, maxAtoms: 12 } },
  {
    name: 'compt',
    settings: { width: 8, heads: 2, layers: 1, maxAtoms: 12, distanceKernel: 'softmax', norm: 'scaleNorm' },
  },
  {
    name: 'grover',
    settings: { width: 8, heads: 2, depth: 3, headWidth: 6, dropout: 0.3, bondDropRate: 0.3, activation: 'tanh' },
  },
] as const;
/** Every model and every loss: what a loss is of is the same for all. */
const pairs = [
  [models[0], 'bce'],
  [models[0], 'mse'],
  [models[1], 'rmse'],
  [models[2], 'bce'],
  [models[2], 'rmse'],
] as const;
const sizes = [5, 9, 1, 7, 6, 3];
const batches = [
  { rows: [0, 1, 2, 3], targets: Float64Array.of(1, Number.NaN, 0, 1, 1, 1, 0, 1) },
  { rows: [4, 5], targets: Float64Array.of(1, 0, 0, Number.NaN) },
];
let runtime: Runtime;
before(async () => {
  runtime = await loadRuntime();
});

function setupOf({ name, settings }: (typeof models)[number], loss: string, type: 'float32' | 'float64') {
  const model = findModel(name);
  const stream = new RandomStream(1, 'molecules');
  const features = sizes.map((size) => model.featurize(syntheticMolecule(size, stream)));
  return {
    model,
    config: model.configSchema.parse(settings),
    tasks: 2,
    head: (binary.losses.includes(findLoss(loss)) ? binary : regression).head({ taskNames: [] }),
    loss: findLoss(loss),
    dropoutRate: 0.3,
    features,
    runtime,
    threads: 1,
    type,
  };
}

function randomVector(size: number, name: string, factor = 1): Float64Array {
  const stream = new RandomStream(3, name);
  return Float64Array.from({ length: size }, () => factor * stream.normal());
}

async function differenceProduct(
  loss: SmoothLoss,
  weights: Float64Array,
  direction: Float64Array,
  step: number,
): Promise<Float64Array> {
  const [at, up, down] = [weights.slice(), weights.slice(), weights.slice()];
  addScaled({ result: at, start: weights, direction }, { factor: step });
  await loss.gradient(at, up);
  addScaled({ result: at, start: weights, direction }, { factor: -step });
  await loss.gradient(at, down);
  return up.map((value, index) => (value - down[index]!) / (2 * step));
}

for (const [model, loss] of pairs) {
  describe(`${model.name} ${JSON.stringify(model.settings)}, ${loss}`, () => {
    let open: NetworkLosses;
    let all: SmoothLoss;
    let weights: Float64Array;
    before(() => {
      open = new NetworkLosses(setupOf(model, loss, 'float64'));
      all = open.ofBatches(batches);
      weights = randomVector(open.layout.size, 'weights', 0.4);
    });
    after(() => open.release());

    it('gives a gradient that is the change of the loss', async () => {
      const gradient = weights.slice();
      const atWeights = await all.gradient(weights, gradient);
      assertClose([atWeights], [await all.loss(weights)], { relative: 1e-12 });
      const direction = randomVector(weights.length, 'direction');
      const at = weights.slice();
      addScaled({ result: at, start: weights, direction }, { factor: 1e-5 });
      const up = await all.loss(at);
      addScaled({ result: at, start: weights, direction }, { factor: -1e-5 });
      assertClose([dot(gradient, direction)], [(up - (await all.loss(at))) / 2e-5], { relative: 1e-5 });
    });

    it('multiplies with its exact Hessian, as central differences of its exact gradients do', async () => {
      const direction = randomVector(weights.length, 'direction');
      const product = weights.slice();
      await all.hessianProduct(weights, direction, product);
      const expected = await differenceProduct(all, weights, direction, 1e-5);
      assert.ok(norm(product) > 1e-4, 'the product is not 0');
      assertClose(product, expected, { relative: 2e-6 });
    });

    it('has a symmetric Hessian', async () => {
      const [left, right] = [randomVector(weights.length, 'left'), randomVector(weights.length, 'right')];
      const [ofLeft, ofRight] = [weights.slice(), weights.slice()];
      await all.hessianProduct(weights, left, ofLeft);
      await all.hessianProduct(weights, right, ofRight);
      assertClose([dot(right, ofLeft)], [dot(left, ofRight)], { relative: 1e-9 });
    });

    it('is the mean of its batches by labels that are present', async () => {
      const [first, second] = await Promise.all(batches.map((batch) => open.ofBatch(batch).loss(weights)));
      assertClose([await all.loss(weights)], [(7 * first! + 3 * second!) / 10], { relative: 1e-12 });
    });
  });
}

describe('the loss of a network in evaluation', () => {
  it('for bce does not depend on how the rows are cut into batches, and draws nothing', async () => {
    const losses = new NetworkLosses(setupOf(models[2], 'bce', 'float64'));
    const weights = randomVector(losses.layout.size, 'weights', 0.4);
    const whole = losses.ofBatch({
      rows: [0, 1, 2, 3, 4, 5],
      targets: Float64Array.from(batches.flatMap(({ targets }) => [...targets])),
    });
    const [once, again] = [await whole.loss(weights), await whole.loss(weights)];
    assert.equal(once, again);
    assertClose([await losses.ofBatches(batches).loss(weights)], [once], { relative: 1e-12 });
    await losses.release();
  });

  it('is the loss that training minimizes where nothing is drawn at random', async () => {
    const setup = { ...setupOf(models[0], 'rmse', 'float64'), dropoutRate: 0 };
    const session = openSession(setup);
    const losses = new NetworkLosses(setup);
    const weights = randomVector(losses.layout.size, 'weights', 0.4);
    const [gradient, expected] = [weights.slice(), weights.slice()];
    session.objective.setBatch(batches[0]!, undefined, 0);
    const trained = await session.objective.evaluate(weights, expected);
    assertClose([await losses.ofBatch(batches[0]!).gradient(weights, gradient)], [trained.loss], { relative: 1e-12 });
    assertClose(gradient, expected, { relative: 1e-12 });
    await losses.release();
    await session.release();
  });

  it('in float32 multiplies with the Hessian of float64, up to rounding', async () => {
    const products = await Promise.all(
      (['float32', 'float64'] as const).map(async (type) => {
        const losses = new NetworkLosses(setupOf(models[0], 'bce', type));
        const make = type === 'float32' ? Float32Array : Float64Array;
        const weights = make.from(Float32Array.from(randomVector(losses.layout.size, 'weights', 0.4)));
        const direction = make.from(Float32Array.from(randomVector(losses.layout.size, 'direction')));
        const product = new make(weights.length);
        await losses.ofBatches(batches).hessianProduct(weights, direction, product);
        await losses.release();
        return product;
      }),
    );
    assertClose(products[0]!, products[1]!, { relative: 1e-4 });
  });

  it('refuses rows without any label', async () => {
    const losses = new NetworkLosses(setupOf(models[0], 'bce', 'float32'));
    const empty = { rows: [0], targets: Float64Array.of(Number.NaN, Number.NaN) };
    assert.throws(() => losses.ofBatches([empty]), DataError);
    await losses.release();
  });
});
