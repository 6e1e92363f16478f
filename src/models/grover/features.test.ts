import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { atomicMass } from '../../chem/atomic-mass.ts';
import { type Chemistry, isRejection, type Molecule } from '../../chem/molecule.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { besideWrittenHydrogen } from '../../chem/written-hydrogens.ts';
import {
  chargesWithoutFeature,
  type GroverFeatures,
  groverAtomWidth,
  groverBondWidth,
  groverFeatures,
} from './features.ts';

let chemistry: Chemistry;

before(async () => {
  chemistry = await loadChemistry();
});

function parse(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return parsed;
}

/** Slots of an atom from `first` to `end` that are set, counted from `first`. */
function slots({ atoms }: GroverFeatures, atom: number, first: number, end: number): number[] {
  const row = atoms.subarray(atom * groverAtomWidth + first, atom * groverAtomWidth + end);
  return Array.from(row).flatMap((value, slot) => (value === 0 ? [] : [slot]));
}

const charge = [108, 114] as const;
const implicitValence = [133, 141] as const;
/** Acceptor, donor, acidic, basic. */
const flags = [141, 145] as const;

describe('GROVER features', () => {
  it('depend on whether the SMILES writes the hydrogens', () => {
    const of = (smiles: string, atom = 0): number[] => slots(groverFeatures(parse(smiles)), atom, ...implicitValence);
    assert.deepEqual(of('CCO'), [3]);
    assert.deepEqual(of('[CH3][CH2][OH]'), [0]);
    assert.deepEqual(of('[H]N([H])C'), [0]);
    assert.deepEqual(of('[H]N([H])C', 1), [3]);
    assert.deepEqual(of('C1=CC=CN1', 4), [0], 'an aromatic nitrogen in Kekule form');
    assert.deepEqual(of('OCC[C@@H]1CCNCC1', 3), [1], 'a mark that is no stereo center');
    assert.deepEqual(of('C[C@H](N)C(=O)O', 1), [0]);
  });

  it('finds written hydrogens behind branches and ring closures', () => {
    assert.deepEqual(besideWrittenHydrogen('[H]C([H])(C)N([H])C'), [true, false, true, false]);
    assert.deepEqual(besideWrittenHydrogen('C1CC.[H]1'), [true, false, false]);
    assert.deepEqual(besideWrittenHydrogen('[2H]C%12CBr.Cl%12'), [false, false, false, false]);
  });

  it('share slots between charges as the original does, and name those beyond', () => {
    const of = (smiles: string): number[] => slots(groverFeatures(parse(smiles)), 0, ...charge);
    assert.deepEqual(of('[Na+]'), [1]);
    assert.deepEqual(of('[Cl-]'), [5]);
    assert.deepEqual(of('[S-2]'), [4]);
    assert.deepEqual(of('[Mn+7]'), [1]);
    assert.deepEqual(chargesWithoutFeature(parse('[Mn+7].[Na+]')), [7]);
  });

  it('mark donors, acceptors, acids and bases', () => {
    const of = (smiles: string): number[][] => {
      const features = groverFeatures(parse(smiles));
      return Array.from({ length: features.atomCount }, (_, atom) => slots(features, atom, ...flags));
    };
    assert.deepEqual(
      of('CC(=O)O'),
      [[], [2], [0], [1]],
      'acetic acid: its center is acidic, its hydroxyl only donates',
    );
    assert.deepEqual(of('CN'), [[], [0, 1, 3]]);
    assert.deepEqual(of('CC(=O)N'), [[], [], [0], [1]], 'an amide nitrogen is no base');
    assert.deepEqual(of('c1ccoc1')[3], [0]);
    assert.deepEqual(of('c1cnoc1')[3], [], 'an oxygen beside an aromatic nitrogen');
    assert.deepEqual(of('C[N+](C)(C)C')[1], [3]);
  });

  it('have one key for atoms of equal features, and another one for others', () => {
    const { atomKeys, atoms } = groverFeatures(parse('CCCC(C)C'));
    assert.equal(atomKeys[0], atomKeys[5]);
    assert.equal(new Set(atomKeys).size, 3);
    assert.equal(atoms.length, 6 * groverAtomWidth);
  });

  it('set one type and one stereo slot of every bond', () => {
    const { bonds, bondAtoms } = groverFeatures(parse('OC(=O)/C=C/C(=O)O'));
    assert.equal(bonds.length / groverBondWidth, bondAtoms.length / 2);
    for (let bond = 0; bond < bondAtoms.length / 2; bond++) {
      const row = bonds.subarray(bond * groverBondWidth, (bond + 1) * groverBondWidth);
      const count = (first: number, end: number): number =>
        row.subarray(first, end).reduce((sum, each) => sum + each, 0);
      assert.deepEqual([count(0, 1), count(1, 5), count(7, 14)], [0, 1, 1]);
    }
  });
});

describe('atomic masses', () => {
  it('are the average, an isotope, or the mass number of an unknown isotope', () => {
    assert.equal(atomicMass(6, 0), 12.011);
    assert.ok(Math.abs(atomicMass(6, 13) - 13.00335484) < 1e-12);
    assert.ok(Math.abs(atomicMass(1, 2) - 2.014101778) < 1e-12);
    assert.equal(atomicMass(6, 12), 12);
    assert.equal(atomicMass(6, 99), 99);
    assert.equal(atomicMass(0, 0), 0);
  });
});
