import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { compt } from '../models/index.ts';
import { ModelObjective } from '../objective/objective.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { binary } from '../tasks/index.ts';
import { drawnFeatures } from './drawn-features.ts';

const chemistry = await loadChemistry();
const molecules = ['CCCCCCO', 'OC(=O)c1ccccc1OC(C)=O'].map((smiles): Molecule => {
  const molecule = chemistry.parse(smiles, { atomOrder: 'canonical' });
  assert.ok(!isRejection(molecule));
  return molecule;
});
const drawn = (seed: number) => drawnFeatures(molecules, compt, { training: { seed } } as never);

test('an order hangs on seed, row and epoch and on nothing else', () => {
  const features = drawn(1);
  const first = features(1, 4);
  features(0, 0);
  assert.deepEqual(features(1, 4), first);
  assert.deepEqual(drawn(1)(1, 4), first);
  assert.notDeepEqual(features(1, 5), first);
  assert.notDeepEqual(drawn(2)(1, 4), first);
});

test('a training sees another order in every epoch, a prediction always the canonical one', async () => {
  const config = compt.configSchema.parse({ width: 16, heads: 2, layers: 1, maxAtoms: 20, dropout: 0 });
  const objective = new ModelObjective({
    model: compt as never,
    config,
    tasks: 1,
    head: binary.head({ taskNames: [] }),
    loss: binary.losses[0],
    dropoutRate: 0,
    features: molecules.map((molecule) => compt.featurize(molecule)),
    featuresIn: drawn(3),
    runtime: await loadRuntime(),
    type: 'float64',
  });
  const weights = Float64Array.from({ length: objective.layout.size }, (_, index) => 0.2 * Math.sin(index));
  const lossIn = async (epoch?: number): Promise<number> => {
    const batch = { rows: [0, 1], targets: Float64Array.of(1, 0), ...(epoch !== undefined && { epoch }) };
    objective.setBatch(batch, undefined, 7);
    return (await objective.evaluate(weights, new Float64Array(weights.length))).loss;
  };
  const [first, second] = [await lossIn(0), await lossIn(1)];
  assert.notEqual(first, second);
  assert.equal(await lossIn(0), first);
  assert.notEqual(await lossIn(), first);
  const before = await objective.predict(weights, [0, 1]);
  await lossIn(2);
  assert.deepEqual(await objective.predict(weights, [0, 1]), before);
  await objective.release();
});
