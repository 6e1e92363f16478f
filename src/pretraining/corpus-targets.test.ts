import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contextsOf, functionalGroups, isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { groverFeatures } from '../models/index.ts';
import { targetsOfCorpus } from './corpus-targets.ts';

const chemistry = await loadChemistry();
const molecules = ['C1CC1O', 'OC(=O)c1ccccc1N', 'CC', 'C', 'C2=CC(C#N)CC2Cl', 'O=C1CCCN1'].map((smiles) => {
  const molecule = chemistry.parse(smiles);
  assert.ok(!isRejection(molecule));
  return molecule;
});

const train = [...molecules.keys()];

/** The context of the bond between two atoms. */
function contextBetween(molecule: Molecule, first: number, second: number): string {
  const bond = molecule.bonds.findIndex(
    ({ begin, end }) => (begin === first && end === second) || (begin === second && end === first),
  );
  return contextsOf(molecule).bonds[bond]!;
}

test('atoms and bonds get the classes of their own contexts, bonds in the order of the features', () => {
  const { targets, atoms, bonds } = targetsOfCorpus(molecules, chemistry, { leastCount: 1, tasks: [], train });
  molecules.forEach((molecule, row) => {
    const { bondAtoms } = groverFeatures(molecule);
    const pairs = Array.from({ length: bondAtoms.length / 2 }, (_, bond) => bondAtoms.subarray(2 * bond, 2 * bond + 2));
    const expected = pairs.map(([first, second]) => bonds.classOf(contextBetween(molecule, first!, second!)));
    assert.deepEqual([...(targets[row]!.bondClasses as Int32Array)], expected, molecule.smiles);
    const ofAtoms = contextsOf(molecule).atoms.map((text) => atoms.classOf(text));
    assert.deepEqual([...(targets[row]!.atomClasses as Int32Array)], ofAtoms);
  });
  assert.ok(targets.every(({ atomClasses }) => Array.from(atomClasses).every((label) => label >= 2)));
});

test('contexts below the least count are "other", and groups are those of the molecule', () => {
  const { targets, atoms, motifs } = targetsOfCorpus(molecules, chemistry, { leastCount: 3, tasks: [], train });
  const rare = contextsOf(molecules[3]!).atoms[0]!;
  assert.equal(atoms.classOf(rare), 1);
  assert.deepEqual(Array.from(targets[3]!.atomClasses), [1]);
  const acid = functionalGroups.findIndex(({ name }) => name === 'carboxylic acid');
  assert.deepEqual(
    targets.map((each) => each.motifs[acid]),
    [0, 1, 0, 0, 0, 0],
  );
  assert.equal(motifs.length, molecules.length * functionalGroups.length);
});
