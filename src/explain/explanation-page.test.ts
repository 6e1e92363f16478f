import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { ModelCard } from '../runs/index.ts';
import type { Explanation } from './explanation.ts';
import { explanationPage } from './explanation-page.ts';

test('training molecules with another outcome have the class names of their own target', async () => {
  const chemistry = await loadChemistry();
  const molecule = chemistry.parse('CO');
  assert.ok(!isRejection(molecule));
  const card = {
    ...{ version: '1', model: 'compt', tasks: ['color', 'phase'], taskType: 'multiclass', training: { data: 'x.csv' } },
    classes: [
      ['red', 'blue'],
      ['solid', 'liquid'],
    ],
  } as unknown as ModelCard;
  const contributions = Float64Array.of(1, -1);
  const target = { target: 'phase', quantity: 'phase', prediction: 0, baseline: 0, contributions, residual: 0 };
  const explanation: Explanation = {
    ...{ molecule, smiles: 'CO', targets: [target], prediction: {} },
    // Only the second of the two targets is explained.
    counterfactuals: [[{ smiles: 'CCO', similarity: 0.5, label: 1 }]],
  };
  const page = explanationPage([explanation], {
    targets: ['phase'],
    warnings: ['Trees have a say.'],
    ...{ chemistry, card, model: 'run', left: 0, method: 'integrated-gradients' },
  });
  assert.match(page, /similarity 0\.50, liquid/);
  assert.doesNotMatch(page, /blue/);
  assert.match(page, /<h1>What the atoms contribute to phase<\/h1>/);
  assert.match(page, /Trees have a say\./);
});
