import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { predictionLine } from './prediction-columns.ts';
import { joinUnseen, unseenElements, unseenSentence } from './unseen-elements.ts';

const chemistry = await loadChemistry();
const organic = new Set([6, 7, 8]);

function moleculeOf(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  if (isRejection(parsed)) throw new Error(parsed.reason);
  return parsed;
}

test('elements and dummy atoms that the training lacks are found, hydrogens only where they are atoms', () => {
  const expected = {
    CCO: undefined,
    '[U]': ['U'],
    '*CC*': ['*'],
    'C[Si](C)(C)Cl.*': ['*', 'Si', 'Cl'],
    '[H][H]': ['H'],
  };
  for (const [smiles, elements] of Object.entries(expected)) {
    assert.deepEqual(unseenElements(moleculeOf(smiles), organic), elements, smiles);
  }
  assert.equal(unseenElements(moleculeOf('*C'), new Set([0, 6])), undefined, 'dummy atoms were trained on');
  assert.equal(unseenElements(moleculeOf('[U]'), undefined), undefined, 'an older model file says nothing');
});

test('the rows of a table with such elements are counted over its chunks, and each element is named once', () => {
  const first = joinUnseen(undefined, [undefined, ['U'], ['*']]);
  assert.deepEqual(joinUnseen(first, [undefined]), first);
  const both = joinUnseen(first, [['U', 'Pu']])!;
  assert.deepEqual(both, { rows: 3, elements: ['U', '*', 'Pu'] });
  assert.equal(
    unseenSentence(both),
    '3 molecules hold what the model was not trained on (U, dummy atoms (*), Pu): predictions of them are guesses.',
  );
  assert.match(
    unseenSentence({ rows: 1, elements: ['U'] }),
    /^1 molecule holds .* \(U\): predictions of it are guesses\.$/,
  );
});

test('the note is in the column of the reasons, and the prediction in its own', () => {
  const targets = { tasks: ['y'], taskType: 'regression' };
  assert.equal(
    predictionLine(['[U]'], { values: [1.5], unseenElements: ['U'] }, targets),
    '[U],1.5,not in the training: U',
  );
  assert.equal(predictionLine(['C'], { values: [1.5] }, targets), 'C,1.5,');
});
