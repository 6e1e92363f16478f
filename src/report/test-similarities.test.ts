import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { collectTrainingMolecules, type TrainingMolecules } from '../applicability/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { testSimilarities } from './test-similarities.ts';

const smiles = ['CCO', 'c1ccccc1', 'CCCO', 'c1ccccc1C'];
/** Of the table; the second was refused when it was read. */
const rows = [0, 2, 3, 4];
const folds = [
  { train: [0, 2], test: [3, 4] },
  { train: [3, 4], test: [0, 2] },
];
let chemistry: Chemistry;
let training: TrainingMolecules;

before(async () => {
  chemistry = await loadChemistry();
  const molecules = smiles.map((text) => {
    const molecule = chemistry.parse(text);
    assert.ok(!isRejection(molecule));
    return molecule;
  });
  training = collectTrainingMolecules({ molecules, tasks: 1, targets: [0, 0, 0, 0] }, [0, 1, 2, 3]);
});

const similarities = (compared: object) => {
  const found = testSimilarities(
    { smiles, rows },
    { training, folds: undefined, isOfFolds: false, ...compared },
    chemistry,
  );
  return 'values' in found ? found.values : found.unknown;
};

test('a molecule of an ensemble of folds is compared with what the folds that tested it were trained on', () => {
  assert.deepEqual(similarities({}), [1, 1, 1, 1]);
  const found = similarities({ folds, isOfFolds: true }) as number[];
  assert.ok(
    found.every((each) => each > 0 && each < 1),
    found.join(),
  );
  // Ethanol with propanol, benzene with toluene, and the other way round.
  assert.deepEqual([found[0], found[1]], [found[2], found[3]]);
  // The same structure is a training molecule of the other fold, too.
  const twice = testSimilarities({ smiles: ['CCCO'], rows: [0] }, { training, folds, isOfFolds: true }, chemistry);
  assert.deepEqual(twice, { values: [1] });
});

test('nothing is compared where the rows of the folds are not known', () => {
  const reason = /^Left out: the model file keeps the training molecules of all folds together/;
  assert.match(similarities({ isOfFolds: true }) as string, reason);
  const others = [{ train: [0, 2, 3], test: [5] }];
  assert.match(similarities({ folds: others, isOfFolds: true }) as string, reason);
});
