/** What every model promises, checked for all of the registry: a new one is tested by being listed. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../test/assert-close.ts';
import { RandomStream } from '../base/random.ts';
import { initialWeights } from '../nn/index.ts';
import type { ModelObjective } from '../objective/objective.ts';
import { createOptimizer } from '../optim/index.ts';
import { tasks as kinds } from '../tasks/index.ts';
import { models } from './registry.ts';
import {
  featuresOf,
  gradientNorms,
  lossAt,
  openNetwork,
  openSmall,
  randomWeights,
  type Settings,
  setRows,
  smallConfig,
  tasks,
} from './small-network.test.helper.ts';

/** Settings that change what a model computes, so that each of its forms keeps the promises. */
const forms: Readonly<Record<string, readonly Settings[]>> = {
  compt: [
    { norm: 'scaleNorm', distanceKernel: 'softmax' },
    { readoutPadding: 'maxAtoms', maxAtoms: 12 },
    { readout: 'attention' },
  ],
  grover: [
    { depth: 1 },
    { activation: 'elu', biases: true, blocks: 2 },
    { readout: 'selfAttention', attentionMeans: 3, activation: 'selu' },
    { padding: 'reference', activation: 'tanh' },
    { dropout: 0.3, bondDropRate: 0.3, headLayers: 3 },
  ],
};

/** The authors' padding of GROVER fills neighbor sums up to the largest degree of the batch: its own test shows that. */
const readsItsBatch = (settings: Settings): boolean => settings.padding === 'reference';

async function assertGradient(objective: ModelObjective): Promise<void> {
  setRows(objective, 4, 5);
  const weights = randomWeights(objective);
  const gradient = new Float64Array(weights.length);
  await objective.evaluate(weights, gradient);
  const stream = new RandomStream(5, 'direction');
  const direction = weights.map(() => stream.normal());
  const step = 1e-6;
  const lossBeside = async (shift: number): Promise<number> => {
    const moved = weights.map((weight, index) => weight + shift * direction[index]!);
    return (await objective.evaluate(moved, new Float64Array(weights.length))).loss;
  };
  const measured = ((await lossBeside(step)) - (await lossBeside(-step))) / (2 * step);
  const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
  assertClose([computed], [measured], { absolute: 1e-7 * Math.max(1, Math.abs(measured)) });
}

for (const model of models) {
  const allForms: readonly Settings[] = [{}, ...(forms[model.name] ?? [])];
  describe(model.name, () => {
    it('predicts a molecule alone as in any batch, whatever shares its lane', async () => {
      const sizes = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
      const settled = fc.constantFrom(...allForms.filter((settings) => !readsItsBatch(settings)));
      await fc.assert(
        fc.asyncProperty(sizes, settled, async (chosen, settings) => {
          const objective = openSmall(model, featuresOf(model, chosen), settings);
          const weights = randomWeights(objective);
          const together = await objective.predict(weights, [...chosen.keys()]);
          for (const row of chosen.keys()) {
            const alone = await objective.predict(weights, [row]);
            assertClose(alone, together.subarray(row * tasks, (row + 1) * tasks), { absolute: 1e-12 });
          }
        }),
        { numRuns: 12 },
      );
    });

    it('does not depend on the order of the batch', async () => {
      const objective = openSmall(model, featuresOf(model, [9, 3, 12, 7]));
      const weights = randomWeights(objective);
      const straight = await objective.predict(weights, [0, 1, 2, 3]);
      const turned = await objective.predict(weights, [2, 0, 3, 1]);
      for (const [index, row] of [2, 0, 3, 1].entries()) {
        const expected = straight.subarray(row * tasks, (row + 1) * tasks);
        assertClose(turned.subarray(index * tasks, (index + 1) * tasks), expected, { absolute: 1e-12 });
      }
    });

    for (const settings of allForms) {
      it(`has the gradient that differences of its loss give: ${JSON.stringify(settings)}`, async () => {
        await assertGradient(openSmall(model, featuresOf(model, [6, 2, 11, 1]), settings));
      });

      it(`computes molecules without bonds and single atoms: ${JSON.stringify(settings)}`, async () => {
        const objective = openSmall(model, featuresOf(model, [1, 1]), settings);
        setRows(objective, 2);
        const gradient = new Float64Array(objective.layout.size);
        const { loss } = await objective.evaluate(randomWeights(objective), gradient);
        assert.ok(Number.isFinite(loss) && gradient.every(Number.isFinite));
      });
    }

    for (const task of kinds) {
      it(`has the gradient that differences give for ${task.name}`, async () => {
        await assertGradient(openSmall(model, featuresOf(model, [6, 2, 11, 1]), {}, task));
      });
    }

    it('draws dropout from the step alone, other masks for fresh ones and other steps, and none to predict', async () => {
      const features = featuresOf(model, [6, 9]);
      const [dropping, whole] = [openSmall(model, features, { dropout: 0.3 }), openSmall(model, features)];
      const first = await lossAt(dropping, { step: 1 });
      assert.equal(await lossAt(dropping, { step: 1 }), first);
      assert.notEqual(await lossAt(dropping, { step: 2 }), first);
      assert.notEqual(await lossAt(dropping, { step: 1, freshDropout: true }), first);
      const weights = randomWeights(whole);
      assert.deepEqual(await dropping.predict(weights, [0, 1]), await whole.predict(weights, [0, 1]));
    });

    it('silences some parameters, and not all, when atoms do not mix', async () => {
      const objective = openSmall(model, featuresOf(model, [6, 9]));
      setRows(objective, 2);
      const norms = [...(await gradientNorms(objective, randomWeights(objective), 'withoutMessagePassing')).values()];
      const silent = norms.filter((norm) => norm === 0).length;
      assert.ok(silent > 0 && silent < norms.length, `${silent} of ${norms.length}`);
    });

    it('overfits a small table', async () => {
      const steps = 150;
      const objective = openSmall(model, featuresOf(model, [5, 9, 7, 3, 12, 4]));
      const weights = Float64Array.from(initialWeights(model.parameters(smallConfig(model), tasks), 1));
      const schedule = { name: 'constant', learningRate: 0.01 } as const;
      const optimizer = createOptimizer({ name: 'adam', schedule }, objective.layout, { precision: 'float64' });
      const losses: number[] = [];
      for (let step = 0; step < steps; step++) {
        setRows(objective, 6, step);
        const clock = { step, epoch: step, stepInEpoch: 0, stepsPerEpoch: 1, epochs: steps };
        losses.push((await optimizer.step(weights, objective, clock)).loss);
      }
      assert.ok(losses.at(-1)! < 0.07 * losses[0]!, `the loss fell from ${losses[0]} to ${losses.at(-1)}`);
    });

    it('gives the same gradient bit for bit on two threads, at its usual size', async () => {
      const stream = new RandomStream(1, 'sizes');
      const features = featuresOf(
        model,
        Array.from({ length: 24 }, () => 10 + stream.below(20)),
      );
      const config = model.configSchema.parse({}) as Settings;
      const objective = openNetwork(model, features, config, { threads: 2, type: 'float32' });
      const weights = initialWeights(model.parameters(config, tasks), 1);
      setRows(objective, features.length, 3);
      const first = new Float32Array(weights.length);
      await objective.evaluate(weights, first);
      for (let repetition = 0; repetition < 5; repetition++) {
        const again = new Float32Array(weights.length);
        await objective.evaluate(weights, again);
        assert.ok(again.every((each, index) => each === first[index]));
      }
    });

    it('names each parameter once, those of the head last', () => {
      for (const settings of allForms) {
        const names = model.parameters(smallConfig(model, settings), tasks).map(({ name }) => name);
        assert.equal(new Set(names).size, names.length);
        const head = names.findIndex((name) => name.startsWith('head.'));
        assert.ok(
          head > 0 && names.slice(head).every((name) => name.startsWith('head.')),
          names.slice(head).join(', '),
        );
      }
    });

    it('has presets for any table, and settings for pre-training, that its schema takes', () => {
      for (const { preset } of kinds) assert.ok(preset in model.presets, preset);
      for (const settings of [...Object.values(model.presets), model.pretraining.settings]) {
        model.configSchema.parse(settings);
      }
      const known = Object.keys(model.configSchema.parse({}) as Settings);
      const unknown = model.pretraining.headSettings.filter((setting) => !known.includes(setting));
      assert.deepEqual(unknown, []);
    });

    it('needs more operations for larger molecules, and at most as many for several as for each of them', () => {
      const config = smallConfig(model);
      const operations = (...atomCounts: number[]): number => model.stepOperations(config, atomCounts);
      assert.ok(operations(5) > 0 && operations(10) > operations(5) && operations(5, 10) > operations(10));
      const apart = operations(5) + operations(10) + operations(7);
      assert.ok(operations(5, 10, 7) <= apart * (1 + 1e-12), `${operations(5, 10, 7)} and ${apart}`);
    });

    const { extra } = model;
    if (!extra) return;
    it('reads numbers of the whole molecule, and says so if there are none', async () => {
      const plain = featuresOf(model, [4, 6]);
      const settings = { [extra.setting]: 3 };
      const predictWith = async (values: (row: number) => number[]): Promise<ArrayLike<number>> => {
        const features = plain.map((each, row) => extra.add(each, values(row)));
        const objective = openSmall(model, features, settings);
        return objective.predict(randomWeights(objective), [0, 1]);
      };
      const [first, second] = [await predictWith((row) => [row, 0.5, -1]), await predictWith(() => [0, 0.5, -1])];
      assert.equal(first[0], second[0]);
      assert.notEqual(first[tasks], second[tasks]);
      const without = openSmall(model, plain, settings);
      await assert.rejects(async () => without.predict(randomWeights(without), [0]), {
        code: 'features-mismatch',
        what: /\b0\b.*\b3\b/,
      });
    });
  });
}
