import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { syntheticMolecule } from '../../../bench/synthetic-molecules.ts';
import { assertClose } from '../../../test/assert-close.ts';
import { DataError } from '../../base/errors.ts';
import { RandomStream } from '../../base/random.ts';
import { type GroverFeatures, groverFeatures } from '../../chem/index.ts';
import { initialWeights } from '../../nn/index.ts';
import { createOptimizer } from '../../optim/index.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import type { Runtime } from '../../runtime/program.ts';
import { ModelObjective } from '../../train/objective.ts';
import type { Model } from '../model.ts';
import { type GroverConfig, groverConfigSchema } from './config.ts';
import { drawHops, probabilityOfHops } from './hops.ts';
import { grover } from './index.ts';

const small = { width: 12, heads: 2, headWidth: 10, activation: 'prelu' } as const;
const tasks = 2;
let runtime: Runtime;
const opened: ModelObjective[] = [];

before(async () => {
  runtime = await loadRuntime();
});
after(async () => {
  for (const objective of opened) await objective.release();
});

function molecules(sizes: readonly number[], seed = 1): GroverFeatures[] {
  const stream = new RandomStream(seed, 'test');
  return sizes.map((size) => groverFeatures(syntheticMolecule(size, stream), 'float64'));
}

function open(features: readonly GroverFeatures[], settings: Partial<GroverConfig> = {}): ModelObjective {
  const config = groverConfigSchema.parse({ ...small, ...settings });
  const objective = new ModelObjective({
    model: grover as Model,
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

async function lossOf(objective: ModelObjective, seed: number, freshDropout = false): Promise<number> {
  objective.setBatch(everyRow(2), undefined, seed);
  const weights = randomWeights(objective);
  return (await objective.evaluate(weights, new Float64Array(weights.length), { freshDropout })).loss;
}

/** Size of the gradient of each parameter after one evaluation. */
async function gradientSizes(
  objective: ModelObjective,
  weights: Float64Array,
  variant: 'full' | 'withoutMixing' = 'full',
): Promise<Map<string, number>> {
  const gradient = new Float64Array(weights.length).fill(7);
  await objective.evaluate(weights, gradient, { variant });
  const { layout } = objective;
  return new Map(layout.entries.map(({ name }) => [name, Math.hypot(...layout.view(gradient, name))]));
}

describe('GROVER', () => {
  it('predicts a molecule alone as in any batch', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.constantFrom('mean', 'selfAttention'), async (chosen, readout) => {
        const objective = open(molecules(chosen), {
          readout: readout as GroverConfig['readout'],
          attentionMeans: 3,
          blocks: 2,
        });
        const weights = randomWeights(objective);
        const together = await objective.predict(weights, [...chosen.keys()]);
        for (const row of chosen.keys()) {
          const alone = await objective.predict(weights, [row]);
          assertClose(alone, together.subarray(row * tasks, (row + 1) * tasks), { absolute: 1e-11 });
        }
      }),
      { numRuns: 12 },
    );
  });

  it('depends on its neighbours in the batch with the padding of the authors', async () => {
    // A pair of atoms has degree 1, larger molecules have more.
    const objective = open(molecules([2, 9]), { padding: 'reference' });
    const weights = randomWeights(objective);
    const alone = await objective.predict(weights, [0]);
    const together = await objective.predict(weights, [0, 1]);
    assert.ok(Math.abs(alone[0]! - together[0]!) > 1e-4);
  });

  for (const settings of [
    {},
    { depth: 1 },
    { activation: 'elu', biases: true, blocks: 2 },
    { readout: 'selfAttention', attentionMeans: 3, activation: 'selu' },
    { padding: 'reference', activation: 'tanh' },
    { dropout: 0.3, bondDropRate: 0.3, headLayers: 3 },
  ] as const satisfies readonly Partial<GroverConfig>[]) {
    it(`has the gradient that differences of its loss give: ${JSON.stringify(settings)}`, async () => {
      const objective = open(molecules([6, 2, 11, 1]), settings);
      objective.setBatch(everyRow(4), undefined, 5);
      const weights = randomWeights(objective);
      const gradient = new Float64Array(weights.length);
      await objective.evaluate(weights, gradient);
      const stream = new RandomStream(5, 'direction');
      const direction = weights.map(() => stream.normal());
      const step = 1e-6;
      const lossAt = async (shift: number): Promise<number> => {
        const moved = weights.map((weight, index) => weight + shift * direction[index]!);
        return (await objective.evaluate(moved, new Float64Array(weights.length))).loss;
      };
      const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
      assert.ok(Math.abs(measured - computed) < 1e-6 * Math.max(1, Math.abs(measured)), `${measured} and ${computed}`);
    });
  }

  it('draws hops from the step alone: equal for an equal number, others for fresh ones and other steps', async () => {
    const objective = open(molecules([6, 9]));
    const first = await lossOf(objective, 1);
    assert.equal(await lossOf(objective, 1), first);
    assert.notEqual(await lossOf(objective, 2), first);
    assert.notEqual(await lossOf(objective, 1, true), first);
    const fixed = open(molecules([6, 9]), { randomHops: false });
    assert.equal(await lossOf(fixed, 1), await lossOf(fixed, 2));
  });

  it('drops bonds in training only', async () => {
    const features = molecules([8, 9]);
    const [whole, dropping] = [
      open(features, { randomHops: false }),
      open(features, { randomHops: false, bondDropRate: 0.5 }),
    ];
    assert.notEqual(await lossOf(dropping, 1), await lossOf(whole, 1));
    assert.notEqual(await lossOf(dropping, 1), await lossOf(dropping, 2));
    const weights = randomWeights(whole);
    assert.deepEqual(await dropping.predict(weights, [0, 1]), await whole.predict(weights, [0, 1]));
  });

  it('sends nothing without mixing: experts get exactly zero gradient, and an atom knows of itself and its bonds', async () => {
    const objective = open(molecules([6, 9]), { readout: 'selfAttention', attentionMeans: 3 });
    objective.setBatch(everyRow(2), undefined, 0);
    for (const [name, size] of await gradientSizes(objective, randomWeights(objective), 'withoutMixing')) {
      const isSilent = /(query|key|value)\.\d\.weight/.test(name);
      assert.equal(size === 0, isSilent, name);
    }
  });

  it('learns with its own initialisation, and is dead with that of the authors', async () => {
    const features = molecules([5, 9, 7, 3]);
    const sizes = async (initialisation: 'trainable' | 'reference'): Promise<Map<string, number>> => {
      const objective = open(features, { initialisation });
      const config = groverConfigSchema.parse({ ...small, initialisation });
      objective.setBatch(everyRow(4), undefined, 0);
      return gradientSizes(objective, Float64Array.from(initialWeights(grover.parameters(config, tasks), 1)));
    };
    const reached = (found: Map<string, number>): string[] =>
      [...found].flatMap(([name, size]) => (size > 0 ? [name] : []));
    const [ours, theirs] = [await sizes('trainable'), await sizes('reference')];
    // An expert may have drawn no hops.
    assert.deepEqual(
      [...ours.keys()].filter((name) => !/\.\d\.(weight|slope)$/.test(name)).filter((name) => ours.get(name) === 0),
      [],
    );
    assert.deepEqual(reached(theirs), ['head.atomsFromAtoms.1.bias', 'head.atomsFromBonds.1.bias']);
  });

  it('overfits a small table', async () => {
    const objective = open(molecules([5, 9, 7, 3, 12, 4]), { activation: 'relu' });
    const config = groverConfigSchema.parse({ ...small, activation: 'relu' });
    const weights = Float64Array.from(initialWeights(grover.parameters(config, tasks), 1));
    const schedule = { name: 'constant', learningRate: 0.01 } as const;
    const optimizer = createOptimizer({ name: 'adam', schedule }, objective.layout, { precision: 'float64' });
    let loss = Number.NaN;
    for (let step = 0; step < 150; step++) {
      objective.setBatch(everyRow(6), undefined, step);
      ({ loss } = await optimizer.step(weights, objective, {
        step,
        epoch: step,
        stepInEpoch: 0,
        stepsPerEpoch: 1,
        epochs: 150,
      }));
    }
    assert.ok(loss < 0.1, `the loss of two branches is ${loss} after 150 steps, 1.4 untrained`);
  });

  it('gives the same gradient bit for bit on two threads', async () => {
    const stream = new RandomStream(1, 'sizes');
    const features = molecules(Array.from({ length: 24 }, () => 10 + stream.below(20)));
    const config = groverConfigSchema.parse({ width: 100 });
    const common = { model: grover as Model, config, tasks, loss: 'bce', dropoutRate: 0, features, runtime } as const;
    const objective = new ModelObjective({ ...common, threads: 2, type: 'float32' });
    opened.push(objective);
    const weights = initialWeights(grover.parameters(config, tasks), 1);
    objective.setBatch(everyRow(features.length), undefined, 3);
    const first = new Float32Array(weights.length);
    await objective.evaluate(weights, first);
    for (let repetition = 0; repetition < 5; repetition++) {
      const again = new Float32Array(weights.length);
      await objective.evaluate(weights, again);
      assert.ok(again.every((each, place) => each === first[place]));
    }
  });

  it('computes molecules without bonds and single atoms', async () => {
    for (const padding of ['none', 'reference'] as const) {
      const objective = open(molecules([1, 1]), { padding });
      objective.setBatch(everyRow(2), undefined, 0);
      const gradient = new Float64Array(objective.layout.size);
      const { loss } = await objective.evaluate(randomWeights(objective), gradient);
      assert.ok(Number.isFinite(loss) && gradient.every(Number.isFinite));
    }
  });

  it('reads extra features of a molecule, and says so if there are none', async () => {
    const plain = molecules([4, 6]);
    const features = plain.map((each, row) => ({ ...each, extra: [row, 0.5, -1] }));
    const objective = open(features, { extraFeatures: 3 });
    const weights = randomWeights(objective);
    const others = open(
      features.map((each) => ({ ...each, extra: [3, 0.5, -1] })),
      { extraFeatures: 3 },
    );
    assert.notDeepEqual(await objective.predict(weights, [0, 1]), await others.predict(weights, [0, 1]));
    const without = open(plain, { extraFeatures: 3 });
    await assert.rejects(
      async () => without.predict(weights, [0]),
      (error) => {
        assert.ok(error instanceof DataError);
        return /0 extra features, the model reads 3/.test(error.message);
      },
    );
  });

  it('has the number of parameters that the authors have, without the unused ones and the biases of keys', () => {
    const size = (settings: Partial<GroverConfig>): number =>
      grover
        .parameters(groverConfigSchema.parse(settings), 1)
        .reduce((total, { shape }) => total + shape.reduce((product, length) => product * length, 1), 0);
    const keyBiases = 2 * 100;
    assert.equal(size({}), 756_002 - keyBiases);
    assert.equal(size({ activation: 'prelu' }), 756_032 - keyBiases);
  });
});

describe('hops', () => {
  it('are drawn with the probabilities of a truncated normal', () => {
    const count = 40_000;
    for (const depth of [1, 3, 6]) {
      const drawn = drawHops(new RandomStream(1, 'hops'), count, depth);
      for (let hops = 0; hops <= depth + 1; hops++) {
        const share = drawn.filter((each) => each === hops).length / count;
        assert.ok(Math.abs(share - probabilityOfHops(hops, depth)) < 0.01, `depth ${depth}, ${hops} hops: ${share}`);
      }
    }
  });
});
