/** What is GROVER's alone; what every model promises is in ../contract.test.ts. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RandomStream } from '../../base/random.ts';
import { initialWeights } from '../../nn/index.ts';
import type { Model } from '../model.ts';
import {
  featuresOf,
  gradientNorms,
  lossAt,
  openSmall,
  randomWeights,
  setRows,
  smallConfig,
  tasks,
} from '../small-network.test.helper.ts';
import { type GroverConfig, groverConfigSchema } from './config.ts';
import { drawHops, probabilityOfHops } from './hops.ts';
import { grover } from './index.ts';

const model = grover as Model;

describe('GROVER', () => {
  it('depends on its neighbors in the batch with the padding of the authors', async () => {
    // A pair of atoms has degree 1, larger molecules have more.
    const objective = openSmall(model, featuresOf(model, [2, 9]), { padding: 'reference' });
    const weights = randomWeights(objective);
    const alone = await objective.predict(weights, [0]);
    const together = await objective.predict(weights, [0, 1]);
    assert.ok(Math.abs(alone[0]! - together[0]!) > 1e-4);
  });

  it('draws hops from the step alone: equal for an equal number, others for fresh ones and other steps', async () => {
    const objective = openSmall(model, featuresOf(model, [6, 9]));
    const first = await lossAt(objective, { step: 1 });
    assert.equal(await lossAt(objective, { step: 1 }), first);
    assert.notEqual(await lossAt(objective, { step: 2 }), first);
    assert.notEqual(await lossAt(objective, { step: 1, freshDropout: true }), first);
    const fixed = openSmall(model, featuresOf(model, [6, 9]), { randomHops: false });
    assert.equal(await lossAt(fixed, { step: 1 }), await lossAt(fixed, { step: 2 }));
  });

  it('drops bonds in training only', async () => {
    const features = featuresOf(model, [8, 9]);
    const [whole, dropping] = [
      openSmall(model, features, { randomHops: false }),
      openSmall(model, features, { randomHops: false, bondDropRate: 0.5 }),
    ];
    assert.notEqual(await lossAt(dropping, { step: 1 }), await lossAt(whole, { step: 1 }));
    assert.notEqual(await lossAt(dropping, { step: 1 }), await lossAt(dropping, { step: 2 }));
    const weights = randomWeights(whole);
    assert.deepEqual(await dropping.predict(weights, [0, 1]), await whole.predict(weights, [0, 1]));
  });

  it('sends nothing without mixing: experts get exactly zero gradient, and an atom knows of itself and its bonds', async () => {
    const settings = { readout: 'selfAttention', attentionMeans: 3 };
    const objective = openSmall(model, featuresOf(model, [6, 9]), settings);
    setRows(objective, 2);
    for (const [name, norm] of await gradientNorms(objective, randomWeights(objective), 'withoutMessagePassing')) {
      const isSilent = /(query|key|value)\.\d\.weight/.test(name);
      assert.equal(norm === 0, isSilent, name);
    }
  });

  it('learns with its own initialization, and is dead with that of the authors', async () => {
    const features = featuresOf(model, [5, 9, 7, 3]);
    const norms = async (initialization: 'trainable' | 'reference'): Promise<Map<string, number>> => {
      const objective = openSmall(model, features, { initialization });
      setRows(objective, 4);
      const parameters = model.parameters(smallConfig(model, { initialization }), tasks);
      return gradientNorms(objective, Float64Array.from(initialWeights(parameters, 1)));
    };
    const reached = (found: Map<string, number>): string[] =>
      [...found].flatMap(([name, norm]) => (norm > 0 ? [name] : []));
    const [ours, theirs] = [await norms('trainable'), await norms('reference')];
    // An expert may have drawn no hops.
    assert.deepEqual(
      [...ours.keys()].filter((name) => !/\.\d\.(weight|slope)$/.test(name)).filter((name) => ours.get(name) === 0),
      [],
    );
    assert.deepEqual(reached(theirs), ['head.atomsFromAtoms.1.bias', 'head.atomsFromBonds.1.bias']);
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
