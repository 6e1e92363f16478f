/** What is CoMPT's alone; what every model promises is in ../contract.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { RandomStream } from '../../base/random.ts';
import { initialWeights } from '../../nn/index.ts';
import type { Model } from '../model.ts';
import {
  featuresOf,
  gradientNorms,
  openSmall,
  randomWeights,
  type Settings,
  setRows,
  smallConfig,
  tasks,
} from '../small-network.test.helper.ts';
import { comptConfigSchema } from './config.ts';
import { compt } from './index.ts';

const model = compt as Model;

describe('CoMPT', () => {
  it('depends on the padding length with the padding of the authors, and not without', async () => {
    const features = featuresOf(model, [5, 8]);
    const predict = async (settings: Settings): Promise<ArrayLike<number>> => {
      const objective = openSmall(model, features, { layers: 1, ...settings });
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
    assertClose(...none, { absolute: 1e-12 });
    const padded = [
      await predict({ maxAtoms: 10, readoutPadding: 'maxAtoms' }),
      await predict({ maxAtoms: 20, readoutPadding: 'maxAtoms' }),
    ] as const;
    assert.throws(() => assertClose(...padded, { absolute: 1e-3 }), /off by/);
  });

  it('gives exactly zero gradient to what acts through attention only when atoms do not mix', async () => {
    const objective = openSmall(model, featuresOf(model, [6, 9]));
    setRows(objective, 2);
    for (const [name, norm] of await gradientNorms(objective, randomWeights(objective), 'withoutMessagePassing')) {
      const isSilent = /query|key|distanceDecay|embedding\.bond/.test(name);
      assert.equal(norm === 0, isSilent, name);
    }
  });

  it('begins as it would without molecule features: the gate of theirs is closed', async () => {
    const plain = featuresOf(model, [5, 8]);
    const described = plain.map((each, row) => model.extra!.add(each, [row, 2, -1]));
    const [without, withFeatures] = [openSmall(model, plain), openSmall(model, described, { extraFeatures: 3 })];
    const start = (settings: Settings): Float64Array =>
      Float64Array.from(initialWeights(model.parameters(smallConfig(model, settings), tasks), 1));
    const [plainStart, describedStart] = [start({}), start({ extraFeatures: 3 })];
    const predicted = await withFeatures.predict(describedStart, [0, 1]);
    assert.deepEqual([...predicted], [...(await without.predict(plainStart, [0, 1]))]);
    setRows(withFeatures, 2);
    assert.ok((await gradientNorms(withFeatures, describedStart)).get('head.features.gate')! > 0);
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
