import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Chemistry } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { featuriserChecksum, probes } from './featuriser-checksum.ts';
import { models } from './registry.ts';

const chemistry = await loadChemistry();

test('no model reads molecules otherwise than when model files were written: a change here makes them unusable', () => {
  const now = Object.fromEntries(models.map((model) => [model.name, featuriserChecksum(model, chemistry)]));
  assert.deepEqual(now, { compt: 'a2c76b70', grover: 'b05d6ef1' });
});

test('another perception of one probe is noticed, by every model; descriptors only where they are read', () => {
  const other: Chemistry = {
    ...chemistry,
    parse: (smiles) => chemistry.parse(smiles === probes[3] ? 'FC=CCl' : smiles),
    descriptors: (molecule) => ({ ...chemistry.descriptors(molecule), tpsa: 1 }),
  };
  for (const model of models) {
    assert.notEqual(featuriserChecksum(model, other), featuriserChecksum(model, chemistry));
    const same = { ...chemistry, descriptors: other.descriptors };
    assert.equal(featuriserChecksum(model, same), featuriserChecksum(model, chemistry));
    assert.notEqual(featuriserChecksum(model, same, true), featuriserChecksum(model, chemistry, true));
  }
});

test('a difference in the last bit is none', () => {
  const { parse } = chemistry;
  for (const model of models) {
    const shaken = {
      ...model,
      featurise: (molecule: never) => {
        const features = model.featurise(molecule) as Record<string, unknown>;
        const atoms = (features.atoms as Float32Array).map((value) => value * (1 + 2 ** -22));
        return { ...features, atoms };
      },
    };
    assert.equal(featuriserChecksum(shaken as never, { ...chemistry, parse }), featuriserChecksum(model, chemistry));
  }
});
