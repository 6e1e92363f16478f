import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { syntheticMolecule } from '../../../bench/synthetic-molecules.ts';
import { ParameterLayout } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import { contextsOf } from '../../chem/index.ts';
import { findModel, type Model } from '../../models/index.ts';
import { createOptimizer } from '../../optim/index.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import type { Runtime } from '../../runtime/program.ts';
import { initialiseFrom } from '../init-from.ts';
import { drawLabels } from './labels.ts';
import { PretrainObjective } from './pretrain-objective.ts';
import { Vocabulary } from './vocabulary.ts';

const settings: Readonly<Record<string, Record<string, unknown>>> = {
  grover: { width: 12, heads: 2, headWidth: 6, bondEmbeddings: true },
  compt: { width: 12, heads: 2, layers: 1 },
};
let runtime: Runtime;
const opened: PretrainObjective[] = [];

before(async () => {
  runtime = await loadRuntime();
});
after(async () => {
  for (const objective of opened) await objective.release();
});

function open(name: string, sizes: readonly number[], type: 'float32' | 'float64' = 'float64'): PretrainObjective {
  const stream = new RandomStream(1, 'test');
  const molecules = sizes.map((size) => syntheticMolecule(size, stream));
  const contexts = molecules.map(contextsOf);
  const atoms = Vocabulary.count(contexts.flatMap((each) => each.atoms));
  const bonds = Vocabulary.count(contexts.flatMap((each) => each.bonds));
  const model: Model = findModel(name);
  const objective = new PretrainObjective({
    model,
    config: model.configSchema.parse(settings[name]),
    sizes: { width: 12, atomClasses: atoms.size, bondClasses: bonds.size, motifs: 2 },
    dropoutRate: 0,
    disagreement: 0.1,
    features: molecules.map((molecule) => model.featurise(molecule)),
    targets: molecules.map((molecule, index) => ({
      atomClasses: contexts[index]!.atoms.map((text) => atoms.classOf(text)),
      bondClasses: contexts[index]!.bonds.map((text) => bonds.classOf(text)),
      motifs: [7, 8].map((element) => (molecule.atoms.some((atom) => atom.atomicNumber === element) ? 1 : 0)),
    })),
    runtime,
    threads: 1,
    type,
  });
  opened.push(objective);
  return objective;
}

describe('a vocabulary', () => {
  it('lists the most frequent first, ties by spelling, and calls the rest other', () => {
    const vocabulary = Vocabulary.count(['b', 'c', 'a', 'c', 'd'], { most: 3 });
    assert.deepEqual(vocabulary.texts, ['c', 'a', 'b']);
    assert.deepEqual(
      ['c', 'a', 'b', 'd'].map((text) => vocabulary.classOf(text)),
      [2, 3, 4, 1],
    );
    assert.equal(vocabulary.size, 5);
    assert.deepEqual(Vocabulary.count(['a', 'b', 'b'], { leastCount: 2 }).texts, ['b']);
  });
});

describe('labels', () => {
  it('are drawn for 15 % of the places of each molecule, rounded up, and carry their class', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), { maxLength: 5 }),
        (classes) => {
          const labels = drawLabels(classes, new RandomStream(1, 'labels'));
          const all = classes.flat();
          assert.equal(
            labels.length,
            classes.reduce((total, own) => total + Math.ceil(0.15 * own.length), 0),
          );
          assert.equal(new Set(labels.map(({ place }) => place)).size, labels.length);
          for (const { place, label } of labels) assert.equal(label, all[place]);
        },
      ),
    );
  });
});

for (const name of Object.keys(settings)) {
  describe(`pre-training of ${name}`, () => {
    it('has the gradient that differences of its loss give', async () => {
      const objective = open(name, [6, 1, 9]);
      objective.setBatch([0, 1, 2], 5);
      const stream = new RandomStream(3, 'weights');
      const weights = Float64Array.from({ length: objective.layout.size }, () => 0.3 * stream.normal());
      const direction = weights.map(() => stream.normal());
      const gradient = new Float64Array(weights.length);
      await objective.evaluate(weights, gradient);
      const lossAt = async (shift: number): Promise<number> => {
        const moved = weights.map((weight, index) => weight + shift * direction[index]!);
        return (await objective.evaluate(moved, new Float64Array(weights.length))).loss;
      };
      const step = 1e-6;
      const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
      const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
      assert.ok(Math.abs(measured - computed) < 1e-6 * Math.max(1, Math.abs(measured)), `${measured} and ${computed}`);
    });

    it('learns, and its encoder starts a training on labels', async () => {
      const objective = open(name, [6, 4, 9, 12, 7], 'float32');
      const rows = [0, 1, 2, 3, 4];
      const weights = objective.initialWeights(1);
      const schedule = { name: 'constant', learningRate: 0.01 } as const;
      const optimizer = createOptimizer({ name: 'adam', schedule }, objective.layout);
      objective.setBatch(rows, 0);
      const before = await objective.validate(weights);
      for (let step = 0; step < 60; step++) {
        objective.setBatch(rows, step);
        await optimizer.step(weights, objective, { step, epoch: 0, stepInEpoch: step, stepsPerEpoch: 60, epochs: 1 });
      }
      objective.setBatch(rows, 0);
      const after = await objective.validate(weights);
      assert.ok(after < 0.6 * before, `${after} after, ${before} before`);
      const model = findModel(name);
      const config = model.configSchema.parse({
        ...settings[name],
        ...(name === 'grover' && { bondEmbeddings: false }),
      });
      const layout = new ParameterLayout(model.parameters(config, 1));
      const report = initialiseFrom(
        { layout, weights: new Float32Array(layout.size) },
        { layout: objective.layout, weights },
      );
      assert.deepEqual(report.missing, []);
      assert.ok(report.loaded.length > 0 && report.excluded.every((each) => each.startsWith('head.')));
    });
  });
}
