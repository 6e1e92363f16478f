import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { fromBase64, toBase64 } from '../base/base64.ts';
import { CheckpointError } from '../base/errors.ts';
import { type Chemistry, isRejection, type Molecule, tanimotoSimilarities } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { input } from '../tensor/index.ts';
import { lower } from '../tensor/lower.ts';
import { assess } from './assess.ts';
import { atomEnvironments } from './environments.ts';
import { nearestMolecules, neighborSearch } from './nearest.ts';
import { readTrainingMolecules, trainingMetadata, withJoinedTraining } from './training-metadata.ts';
import { collectTrainingMolecules, joinTrainingMolecules, type TrainingMolecules } from './training-molecules.ts';
import { readVarints, writeVarints } from './varints.ts';

const smiles = ['CCO', 'c1ccccc1O', 'CC(=O)Oc1ccccc1C(=O)O', 'CCN(CC)CC', '[Na+].[Cl-]', 'C'];
let chemistry: Chemistry;
let training: TrainingMolecules;

function read(text: string): Molecule {
  const molecule = chemistry.parse(text);
  assert.ok(!isRejection(molecule), text);
  return molecule;
}

before(async () => {
  chemistry = await loadChemistry();
  const labeled = {
    molecules: smiles.map(read),
    tasks: 2,
    targets: smiles.flatMap((_, row) => [row / 10, Number.NaN]),
  };
  training = collectTrainingMolecules(labeled, [0, 1, 2, 3, 4]);
});

const bitSet = fc.uniqueArray(fc.nat({ max: 2047 }), { maxLength: 60 }).map((bits) => bits.sort((a, b) => a - b));

test('whole numbers and bytes come back as they were written', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 32 - 1 })), (numbers) => {
      assert.deepEqual(readVarints(fromBase64(toBase64(writeVarints(numbers)))), numbers);
    }),
  );
});

test('similarities are those of the sets of bits, and the nearest ones the first of the sorted list', () => {
  fc.assert(
    fc.property(
      fc.array(bitSet, { minLength: 1, maxLength: 20 }),
      bitSet,
      fc.integer({ min: 1, max: 5 }),
      (sets, bits, count) => {
        const kept = {
          smiles: sets.map(String),
          tasks: 1,
          labels: new Float32Array(sets.length),
          environments: new Set<number>(),
        };
        const search = neighborSearch({ ...kept, fingerprints: sets });
        const plain = sets.map((set) => {
          const shared = set.filter((bit) => bits.includes(bit)).length;
          const all = new Set([...set, ...bits]).size;
          return all === 0 ? 1 : shared / all;
        });
        assert.deepEqual([...tanimotoSimilarities(search.fingerprints, bits)], plain);
        const sorted = plain
          .map((similarity, molecule) => ({ molecule, similarity }))
          .sort((left, right) => right.similarity - left.similarity || left.molecule - right.molecule);
        assert.deepEqual(nearestMolecules(search, bits, { count }), sorted.slice(0, count));
      },
    ),
  );
});

test('environments do not depend on how a molecule is written, and distinguish what a chemist distinguishes', () => {
  const sorted = (text: string): number[] => [...atomEnvironments(read(text))].sort();
  assert.deepEqual(sorted('CC(=O)Oc1ccccc1C(=O)O'), sorted('OC(=O)c1ccccc1OC(C)=O'));
  const first = (text: string): number => atomEnvironments(read(text))[0]!;
  const atoms = ['CC', 'CN', 'C=C', 'C', '[CH3]', 'CO', 'C[O-]', 'c1ccccc1', 'C1CCCCC1', 'C#C'].map(first);
  // [CH3] is a radical: no neighbor, three hydrogens.
  assert.equal(new Set(atoms).size, atoms.length);
});

test('a molecule that was trained on is its own nearest with nothing unseen; a strange one says how much of it is strange', () => {
  const search = neighborSearch(training);
  const known = assess(search, read('OCC'));
  assert.deepEqual([known.smiles, known.similarity, known.unseenEnvironments], ['CCO', 1, 0]);
  assert.ok(Math.abs(known.labels[0]! - 0) < 1e-6 && Number.isNaN(known.labels[1]!));
  const strange = assess(search, read('CCOB(O)F'));
  assert.ok(strange.similarity < 0.5 && strange.unseenEnvironments > 0.4, JSON.stringify(strange));
});

test('a model file gives back what it keeps; damage is found, and a file without it has none', () => {
  const file = (metadata: Record<string, string>): Uint8Array =>
    lower({ y: input('x', 'float32', ['n']) }, { metadata });
  const metadata = trainingMetadata(training);
  const back = readTrainingMolecules(file(metadata), 'm.onnx')!;
  assert.deepEqual(back.smiles, training.smiles);
  assert.deepEqual(back.labels, training.labels);
  assert.deepEqual(
    back.fingerprints.map((bits) => [...Array.from(bits)]),
    training.fingerprints.map((bits) => [...Array.from(bits)]),
  );
  assert.deepEqual(back.environments, training.environments);
  assert.equal(readTrainingMolecules(file({ other: 'x' }), 'm.onnx'), undefined);
  // Without structures similarities stay, and nothing says to which molecule.
  const bare = readTrainingMolecules(file(trainingMetadata(training, { withStructures: false })), 'm.onnx')!;
  const found = assess(neighborSearch(bare), read('OCC'));
  assert.deepEqual([found.smiles, found.similarity, found.labels], ['', 1, [Number.NaN, Number.NaN]]);
  const changed = { ...metadata, 'graphsam.training': metadata['graphsam.training']!.replace('CCO', 'CCS') };
  assert.throws(
    () => readTrainingMolecules(file(changed), 'm.onnx'),
    (error) => error instanceof CheckpointError && error.code === 'model-damaged',
  );
});

test('models that predict together know the molecules of all of them, each once; of none if one keeps none', () => {
  const labeled = { molecules: smiles.map(read), tasks: 1, targets: smiles.map((_, row) => row) };
  const parts = [
    [0, 1, 2],
    [2, 3],
  ].map((rows) => collectTrainingMolecules(labeled, rows));
  const joined = joinTrainingMolecules(parts);
  assert.deepEqual([...joined.labels], [0, 1, 2, 3]);
  assert.deepEqual(joined.smiles, collectTrainingMolecules(labeled, [0, 1, 2, 3]).smiles);
  for (const text of smiles.slice(0, 4)) {
    const { similarity, unseenEnvironments } = assess(neighborSearch(joined), read(text));
    assert.deepEqual([similarity, unseenEnvironments], [1, 0], text);
  }
  const file = (metadata: Record<string, string>): { bytes: Uint8Array; path: string } => ({
    bytes: lower({ y: input('x', 'float32', ['n']) }, { metadata }),
    path: 'm.onnx',
  });
  const [first, second] = parts.map((part) => trainingMetadata(part)) as [
    Record<string, string>,
    Record<string, string>,
  ];
  const other = { other: 'x', ...first };
  assert.deepEqual(withJoinedTraining(other, [file(first), file(second)]), { other: 'x', ...trainingMetadata(joined) });
  assert.deepEqual(withJoinedTraining(other, [file(first), file({})]), { other: 'x' });
  // One without structures: which molecule of the other it is like would tell half of them.
  const bare = file(trainingMetadata(parts[1]!, { withStructures: false }));
  const together = withJoinedTraining(other, [file(first), bare]);
  assert.deepEqual(readTrainingMolecules(file(together).bytes, 'm.onnx')!.smiles, ['', '', '', '']);
});
