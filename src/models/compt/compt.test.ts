import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { syntheticMolecule } from '../../../bench/synthetic-molecules.ts';
import { RandomStream } from '../../base/random.ts';
import { type ComptFeatures, comptFeatures } from '../../chem/index.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import type { Runtime } from '../../runtime/program.ts';
import { ModelObjective } from '../../train/objective.ts';
import type { Model } from '../model.ts';
import { type ComptConfig, comptConfigSchema } from './config.ts';
import { compt } from './index.ts';

const small = { width: 16, heads: 2, layers: 2, maxAtoms: 30 };
const tasks = 2;
let runtime: Runtime;
const opened: ModelObjective[] = [];

before(async () => {
  runtime = await loadRuntime();
});
after(async () => {
  for (const objective of opened) await objective.release();
});

function molecules(sizes: readonly number[], seed = 1): ComptFeatures[] {
  const stream = new RandomStream(seed, 'test');
  return sizes.map((size) => comptFeatures(syntheticMolecule(size, stream), 'float64'));
}

function open(features: readonly ComptFeatures[], settings: Partial<ComptConfig> = {}): ModelObjective {
  const config = comptConfigSchema.parse({ ...small, ...settings });
  const objective = new ModelObjective({
    model: compt as Model,
    config,
    tasks,
    loss: 'bce',
    dropoutRate: config.dropout,
    features,
    runtime,
    threads: 1,
    type: 'float64',
  });
  opened.push(objective);
  return objective;
}

function randomWeights(objective: ModelObjective, seed = 3): Float64Array {
  const stream = new RandomStream(seed, 'weights');
  return Float64Array.from({ length: objective.layout.size }, () => 0.3 * stream.normal());
}

function everyRow(count: number): { rows: number[]; targets: Float64Array } {
  const rows = Array.from({ length: count }, (_, row) => row);
  return {
    rows,
    targets: Float64Array.from({ length: count * tasks }, (_, index) => (index % 3 === 2 ? Number.NaN : index % 2)),
  };
}

function largestDifference(left: ArrayLike<number>, right: ArrayLike<number>): number {
  assert.equal(left.length, right.length);
  return Array.from(left).reduce((largest, value, index) => Math.max(largest, Math.abs(value - right[index]!)), 0);
}

describe('CoMPT', () => {
  it('predicts a molecule alone as in any batch, whatever shares its lane', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('exp', 'softmax'), async (chosen, distanceKernel) => {
        const objective = open(molecules(chosen), { distanceKernel: distanceKernel as ComptConfig['distanceKernel'] });
        const weights = randomWeights(objective);
        const together = await objective.predict(weights, [...chosen.keys()]);
        for (const row of chosen.keys()) {
          const alone = await objective.predict(weights, [row]);
          assert.ok(largestDifference(alone, together.subarray(row * tasks, (row + 1) * tasks)) < 1e-12);
        }
      }),
      { numRuns: 12 },
    );
  });

  it('does not depend on the order of the batch', async () => {
    const features = molecules([9, 3, 12, 7]);
    const objective = open(features);
    const weights = randomWeights(objective);
    const straight = await objective.predict(weights, [0, 1, 2, 3]);
    const turned = await objective.predict(weights, [2, 0, 3, 1]);
    for (const [place, row] of [2, 0, 3, 1].entries()) {
      const expected = straight.subarray(row * tasks, (row + 1) * tasks);
      assert.ok(largestDifference(turned.subarray(place * tasks, (place + 1) * tasks), expected) < 1e-12);
    }
  });

  it('depends on the padding length with the padding of the authors, and not without', async () => {
    const features = molecules([5, 8]);
    const predict = async (settings: Partial<ComptConfig>): Promise<ArrayLike<number>> => {
      const objective = open(features, { layers: 1, ...settings });
      const table = objective.layout.entry('embedding.position');
      const weights = randomWeights(objective);
      // The position tables differ in length: the same numbers elsewhere, and the same first rows here.
      const filled = new RandomStream(9, 'same');
      for (const { name } of objective.layout.entries) {
        const view = objective.layout.view(weights, name);
        for (let index = 0; index < Math.min(view.length, 9 * 16); index++) view[index] = 0.3 * filled.normal();
        if (name !== table.name) view.fill(0.1, 9 * 16);
        for (let skipped = view.length; skipped < 9 * 16 && name === table.name; skipped++) filled.normal();
      }
      return objective.predict(weights, [0, 1]);
    };
    const none = [await predict({ maxAtoms: 10 }), await predict({ maxAtoms: 20 })] as const;
    const padded = [
      await predict({ maxAtoms: 10, readoutPadding: 'maxAtoms' }),
      await predict({ maxAtoms: 20, readoutPadding: 'maxAtoms' }),
    ] as const;
    assert.ok(largestDifference(...none) < 1e-12);
    assert.ok(largestDifference(...padded) > 1e-3);
  });

  for (const settings of [
    {},
    { norm: 'scaleNorm', distanceKernel: 'softmax' },
    { readoutPadding: 'maxAtoms', maxAtoms: 12 },
  ] as const) {
    it(`has the gradient that differences of its loss give: ${JSON.stringify(settings)}`, async () => {
      const objective = open(molecules([6, 2, 11, 1]), settings);
      objective.setBatch(everyRow(4), undefined, 0);
      const weights = randomWeights(objective);
      const gradient = new Float64Array(weights.length);
      await objective.evaluate(weights, gradient);
      const stream = new RandomStream(5, 'direction');
      const direction = weights.map(() => stream.normal());
      const step = 1e-6;
      const lossAt = async (shift: number): Promise<number> =>
        (
          await objective.evaluate(
            weights.map((weight, index) => weight + shift * direction[index]!),
            new Float64Array(weights.length),
          )
        ).loss;
      const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
      assert.ok(Math.abs(measured - computed) < 1e-7 * Math.max(1, Math.abs(measured)), `${measured} and ${computed}`);
    });
  }

  it('gives exactly zero gradient to what acts through attention only when atoms do not mix', async () => {
    const objective = open(molecules([6, 9]));
    objective.setBatch(everyRow(2), undefined, 0);
    const weights = randomWeights(objective);
    const gradient = new Float64Array(weights.length).fill(7);
    await objective.evaluate(weights, gradient, { variant: 'withoutMixing' });
    for (const { name } of objective.layout.entries) {
      const isSilent = /query|key|distanceDecay|embedding\.bond/.test(name);
      assert.equal(
        objective.layout.view(gradient, name).every((each) => each === 0),
        isSilent,
        name,
      );
    }
  });

  it('draws dropout masks from the step alone: equal for an equal number, others for fresh ones and other steps', async () => {
    const objective = open(molecules([6, 9]), { dropout: 0.3 });
    const weights = randomWeights(objective);
    const gradient = new Float64Array(weights.length);
    const lossOf = async (seed: number, freshDropout = false): Promise<number> => {
      objective.setBatch(everyRow(2), undefined, seed);
      return (await objective.evaluate(weights, gradient, { freshDropout })).loss;
    };
    const first = await lossOf(1);
    assert.equal(await lossOf(1), first);
    assert.notEqual(await lossOf(2), first);
    assert.notEqual(await lossOf(1, true), first);
  });

  it('computes molecules without bonds and single atoms', async () => {
    const objective = open(molecules([1, 1]));
    objective.setBatch(everyRow(2), undefined, 0);
    const gradient = new Float64Array(objective.layout.size);
    const { loss } = await objective.evaluate(randomWeights(objective), gradient);
    assert.ok(Number.isFinite(loss) && gradient.every(Number.isFinite));
  });

  it('has the number of parameters that the authors have, without the unused maps', () => {
    const size = (preset: 'esol' | 'bbbp'): number => {
      const config = comptConfigSchema.parse(compt.presets[preset]);
      return compt
        .parameters(config, 1)
        .reduce((total, { shape }) => total + shape.reduce((product, length) => product * length, 1), 0);
    };
    assert.equal(size('esol'), 2_032_905);
    assert.equal(size('bbbp'), 2_364_933);
  });
});
