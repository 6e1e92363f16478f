import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chemistry } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { featurizerChecksum, probes } from './featurizer-checksum.ts';
import { models } from './registry.ts';

const chemistry = await loadChemistry();

test('no model reads molecules otherwise than when model files were written: a change here makes them unusable', () => {
  const now = Object.fromEntries(models.map((model) => [model.name, featurizerChecksum(model, chemistry)]));
  assert.deepEqual(now, { compt: 'a2c76b70', grover: 'b05d6ef1' });
});

test('another perception of one probe is noticed, by every model; descriptors only where they are read', () => {
  const other: Chemistry = {
    ...chemistry,
    parse: (smiles) => chemistry.parse(smiles === probes[3] ? 'FC=CCl' : smiles),
    descriptors: (molecule) => ({ ...chemistry.descriptors(molecule), tpsa: 1 }),
  };
  for (const model of models) {
    assert.notEqual(featurizerChecksum(model, other), featurizerChecksum(model, chemistry));
    const same = { ...chemistry, descriptors: other.descriptors };
    assert.equal(featurizerChecksum(model, same), featurizerChecksum(model, chemistry));
    assert.notEqual(
      featurizerChecksum(model, same, { generators: ['rdkit'] }),
      featurizerChecksum(model, chemistry, { generators: ['rdkit'] }),
    );
  }
});

test('a difference in the last bit is none', () => {
  const { parse } = chemistry;
  for (const model of models) {
    const shaken = {
      ...model,
      featurize: (molecule: never) => {
        const features = model.featurize(molecule) as Record<string, unknown>;
        const atoms = (features.atoms as Float32Array).map((value) => value * (1 + 2 ** -22));
        return { ...features, atoms };
      },
    };
    assert.equal(featurizerChecksum(shaken as never, { ...chemistry, parse }), featurizerChecksum(model, chemistry));
  }
});
