import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTrainingMolecules, neighborSearch } from '../applicability/index.ts';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { ModelCard } from '../runs/index.ts';
import { counterfactuals } from './counterfactuals.ts';

test('of folds, which have no scale in common, another outcome is a deviation of the kept labels away', async () => {
  const chemistry = await loadChemistry();
  const read = (smiles: string): Molecule => {
    const molecule = chemistry.parse(smiles);
    assert.ok(!isRejection(molecule));
    return molecule;
  };
  const molecules = ['CCO', 'CCCO', 'CCCCO', 'CCCCCO'].map(read);
  // Mean 5, deviation 5; the other target has one label.
  const targets = [0, Number.NaN, 0, 7, 10, Number.NaN, 10, Number.NaN];
  const training = collectTrainingMolecules({ molecules, tasks: 2, targets }, [0, 1, 2, 3]);
  const found = (task: number, prediction: number): number[] => {
    const card = { taskType: 'regression', tasks: ['a', 'b'] } as unknown as ModelCard;
    const others = counterfactuals(neighborSearch(training), read('CCO'), { card, task, outputs: [prediction] });
    return others.map(({ label }) => label);
  };
  assert.deepEqual(found(0, 4), [10, 10]);
  assert.deepEqual(found(0, 5.5), [0, 0]);
  assert.deepEqual(found(1, 0), []);
});
