import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collectTrainingMolecules, neighborSearch } from '../applicability/index.ts';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import type { ModelCard } from '../runs/index.ts';
import { counterfactuals } from './counterfactuals.ts';

const chemistry = await loadChemistry();

function read(smiles: string): Molecule {
  const molecule = chemistry.parse(smiles);
  assert.ok(!isRejection(molecule));
  return molecule;
}

test('of folds, which have no scale in common, another outcome is a deviation of the kept labels away', () => {
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

test('another outcome is another class than the likeliest, whatever its probability', () => {
  const molecules = ['CCO', 'CCCO', 'CCCCO', 'CCCCCO'].map(read);
  const training = collectTrainingMolecules({ molecules, tasks: 1, targets: [0, 1, 2, 0] }, [0, 1, 2, 3]);
  const found = (taskType: string, outputs: readonly number[]): number[] => {
    const card = { taskType, tasks: ['a'], classes: [['x', 'y', 'z']] } as unknown as ModelCard;
    return counterfactuals(neighborSearch(training), read('CCO'), { card, task: 0, outputs }).map(({ label }) => label);
  };
  assert.deepEqual(found('multiclass', [0.4, 0.35, 0.25]), [1, 2]);
  assert.deepEqual(found('multiclass', [0.1, 0.1, 0.8]), [0, 1, 0]);
  assert.deepEqual(found('classification', [0.51]).slice(0, 1), [0]);
});
