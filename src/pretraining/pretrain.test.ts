import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { syntheticMolecule } from '../../bench/synthetic-molecules.ts';
import { ParameterLayout } from '../base/parameter-layout.ts';
import { RandomStream } from '../base/random.ts';
import { contextsOf } from '../chem/index.ts';
import { findModel, type Model } from '../models/index.ts';
import type { Batch } from '../objective/model-session.ts';
import { createOptimizer, optimizerNames } from '../optim/index.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import type { Runtime } from '../runtime/program.ts';
import { initializeFrom } from '../training/initial-weights.ts';
import { allLabels, drawLabels } from './labels.ts';
import { openPretrainSession, type PretrainSession } from './pretrain-session.ts';
import { Vocabulary } from './vocabulary.ts';

const settings: Readonly<Record<string, Record<string, unknown>>> = {
  grover: { width: 12, heads: 2, headWidth: 6, bondEmbeddings: true },
  compt: { width: 12, heads: 2, layers: 1 },
};
let runtime: Runtime;
const opened: PretrainSession[] = [];

before(async () => {
  runtime = await loadRuntime();
});
after(async () => {
  for (const session of opened) await session.release();
});

function open(name: string, sizes: readonly number[], type: 'float32' | 'float64' = 'float64'): PretrainSession {
  const stream = new RandomStream(1, 'test');
  const molecules = sizes.map((size) => syntheticMolecule(size, stream));
  const contexts = molecules.map(contextsOf);
  const atoms = Vocabulary.count(contexts.flatMap((each) => each.atoms));
  const bonds = Vocabulary.count(contexts.flatMap((each) => each.bonds));
  const model: Model = findModel(name);
  const all = molecules.map((molecule, index) => ({
    features: model.featurize(molecule),
    targets: {
      atomClasses: contexts[index]!.atoms.map((text) => atoms.classOf(text)),
      bondClasses: contexts[index]!.bonds.map((text) => bonds.classOf(text)),
      motifs: [7, 8].map((element) => (molecule.atoms.some((atom) => atom.atomicNumber === element) ? 1 : 0)),
      descriptors: [0.1, -0.2, 0.05].map((slope) => slope * molecule.atoms.length),
      bits: [0, 1, 2, 3].map((bit) => (molecule.bonds.length >> bit) & 1),
    },
  }));
  const session = openPretrainSession({
    model,
    config: model.configSchema.parse(settings[name]),
    sizes: { width: 12, atomClasses: atoms.size, bondClasses: bonds.size, motifs: 2, descriptors: 3, bits: 4 },
    dropoutRate: 0,
    disagreement: 0.1,
    molecule: (row) => all[row]!,
    runtime,
    threads: 1,
    type,
  });
  opened.push(session);
  return session;
}

/** The labels are not read from the batch: the session knows them by row. */
function batchOf(rows: readonly number[]): Batch {
  return { rows, targets: new Float64Array() };
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
  it('are drawn for 15 % of the positions of each molecule, rounded up, and carry their class', () => {
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
          assert.equal(new Set(labels.map(({ position: index }) => index)).size, labels.length);
          for (const { position: index, label } of labels) assert.equal(label, all[index]);
          const every = allLabels(classes);
          assert.deepEqual(
            every.map(({ label }) => label),
            all,
          );
          assert.ok(every.every(({ molecule, label }) => classes[molecule]!.includes(label)));
        },
      ),
    );
  });
});

for (const name of Object.keys(settings)) {
  describe(`pre-training of ${name}`, () => {
    const randomWeights = (size: number): Float64Array => {
      const stream = new RandomStream(3, 'weights');
      return Float64Array.from({ length: size }, () => 0.3 * stream.normal());
    };

    for (const samples of [undefined, [0, 2]]) {
      it(`has the gradient that differences of its loss give${samples ? ', of some molecules too' : ''}`, async () => {
        const { objective, layout } = open(name, [6, 1, 9]);
        objective.setBatch(batchOf([0, 1, 2]), undefined, 5);
        const weights = randomWeights(layout.size);
        const stream = new RandomStream(4, 'direction');
        const direction = weights.map(() => stream.normal());
        const options = samples ? { samples } : {};
        const gradient = new Float64Array(weights.length);
        await objective.evaluate(weights, gradient, options);
        const lossAt = async (shift: number): Promise<number> => {
          const moved = weights.map((weight, index) => weight + shift * direction[index]!);
          return (await objective.evaluate(moved, new Float64Array(weights.length), options)).loss;
        };
        const step = 1e-6;
        const measured = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step);
        const computed = gradient.reduce((total, each, index) => total + each * direction[index]!, 0);
        assert.ok(Math.abs(measured - computed) < 1e-6 * Math.max(1, Math.abs(measured)), `${measured}, ${computed}`);
      });
    }

    it('has the loss of each molecule that the molecule has alone in the loss', async () => {
      const { objective, layout } = open(name, [6, 1, 9]);
      objective.setBatch(batchOf([0, 1, 2]), undefined, 5);
      const weights = randomWeights(layout.size);
      const each = await objective.sampleLosses(weights);
      for (const sample of [0, 1, 2]) {
        const { loss } = await objective.evaluate(weights, new Float64Array(weights.length), { samples: [sample] });
        assert.ok(Math.abs(loss - each[sample]!) < 1e-9, `${sample}: ${loss} and ${each[sample]}`);
      }
    });

    it('measures every atom and bond, whatever the batches', async () => {
      const session = open(name, [6, 4, 9, 12, 7]);
      const weights = randomWeights(session.layout.size);
      const rows = [0, 1, 2, 3, 4];
      const whole = await session.measure(weights, [...rows, ...rows], () => {});
      const twice = await session.measure(weights, rows, () => {});
      for (const [measure, { mean }] of Object.entries(twice)) {
        assert.ok(Math.abs(whole[measure]!.mean! - mean!) < 1e-9, measure);
      }
      const many = Array.from({ length: 20 }, () => rows).flat();
      const cut = await session.measure(weights, many, () => {});
      assert.ok(Math.abs(cut.loss!.mean! - twice.loss!.mean!) < 1e-9);
      assert.equal('bond-accuracy' in whole, name === 'grover');
    });

    it('learns, and its encoder starts a training on labels', async () => {
      const session = open(name, [6, 4, 9, 12, 7], 'float32');
      const { objective, layout } = session;
      const rows = [0, 1, 2, 3, 4];
      const weights = session.initialWeights(1);
      const schedule = { name: 'constant', learningRate: 0.01 } as const;
      const optimizer = createOptimizer({ name: 'adam', schedule }, layout);
      const before = await session.measure(weights, rows, () => {});
      for (let step = 0; step < 60; step++) {
        objective.setBatch(batchOf(rows), undefined, step);
        await optimizer.step(weights, objective, { step, epoch: 0, stepInEpoch: step, stepsPerEpoch: 60, epochs: 1 });
      }
      const after = await session.measure(weights, rows, () => {});
      const [loss, atoms] = ['loss', 'atom-accuracy'].map((measure) =>
        [before, after].map((all) => all[measure]!.mean!),
      );
      assert.ok(loss![1]! < 0.6 * loss![0]!, `loss ${loss}`);
      assert.ok(atoms![1]! > atoms![0]! + 0.3, `accuracy ${atoms}`);
      const model = findModel(name);
      const config = model.configSchema.parse({
        ...settings[name],
        ...(name === 'grover' && { bondEmbeddings: false }),
      });
      const target = new ParameterLayout(model.parameters(config, 1));
      const report = initializeFrom({ layout: target, weights: new Float32Array(target.size) }, { layout, weights });
      assert.deepEqual(report.missing, []);
      assert.ok(report.loaded.length > 0 && report.excluded.every((parameter) => parameter.startsWith('head.')));
    });

    it('is served by every optimizer', async () => {
      const session = open(name, [6, 1, 9, 4], 'float32');
      for (const optimizerName of optimizerNames) {
        const weights = session.initialWeights(1);
        const schedule = { name: 'constant', learningRate: 1e-3 } as const;
        const optimizer = createOptimizer({ name: optimizerName, schedule }, session.layout);
        for (let step = 0; step < 3; step++) {
          session.objective.setBatch(batchOf([step % 2, 2]), batchOf([3]), step);
          const clock = { step, epoch: step, stepInEpoch: 0, stepsPerEpoch: 1, epochs: 6 };
          const report = await optimizer.step(weights, session.objective, clock);
          assert.ok(Number.isFinite(report.loss), optimizerName);
        }
        const start = session.initialWeights(1);
        assert.ok(weights.every(Number.isFinite), optimizerName);
        assert.ok(
          weights.some((weight, index) => weight !== start[index]),
          optimizerName,
        );
      }
    });
  });
}
