import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { differentFragments } from '../../chem/distances.ts';
import { isRejection, type Molecule } from '../../chem/molecule.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { packageRoot } from '../../platform/package-root.node.ts';
import { comptAtomWidth, comptBondWidth, comptFeatures } from './features.ts';

const chemistry = await loadChemistry();

function molecule(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return parsed;
}

/** RDKit 2022.09.3; charges to 1e-9, see the README.md of the golden data. */
test('features equal the golden ones', async () => {
  const path = join(packageRoot(), 'test', 'fixtures', 'golden', 'features.json');
  const golden: { molecules: GoldenMolecule[] } = JSON.parse(await readFile(path, 'utf8'));
  for (const expected of golden.molecules) {
    const found = comptFeatures(molecule(expected.smiles), 'float64');
    assert.equal(found.atomCount, expected.numAtoms, expected.name);
    for (const [row, atom] of expected.atoms.entries()) {
      compareAtom(found.atoms.subarray(row * comptAtomWidth), atom, `${expected.name}, ${row}`);
    }
    const bonds = expected.bonds.map((_, bond) => [
      found.bondAtoms[2 * bond],
      found.bondAtoms[2 * bond + 1],
      [...found.bonds.subarray(bond * comptBondWidth, (bond + 1) * comptBondWidth)],
    ]);
    assert.deepEqual(bonds, expected.bonds, expected.name);
    assert.deepEqual(upperTriangle(found.distances, found.atomCount), expected.distances, expected.name);
  }
});

interface GoldenMolecule {
  readonly name: string;
  readonly smiles: string;
  readonly numAtoms: number;
  readonly atoms: readonly GoldenAtom[];
  readonly bonds: readonly unknown[];
  readonly distances: readonly number[];
}
type GoldenAtom = Readonly<Record<string, number>>;

function compareAtom(row: Float32Array | Float64Array, atom: GoldenAtom, where: string): void {
  const { zSlot, hybridizationIndex, totalHs8, degree4, charge8, valence8, gasteiger, gasteigerH, aromatic, inRing } =
    atom;
  assert.equal(row.subarray(0, 101).indexOf(1), zSlot, where);
  assert.equal(row.subarray(101, 107).indexOf(1), hybridizationIndex, where);
  assert.deepEqual([...row.subarray(107, 111)], [totalHs8, degree4, charge8, valence8], where);
  assert.ok(Math.abs(row[111]! - gasteiger!) <= 1e-9, `${where}: charge ${row[111]}, expected ${gasteiger}`);
  assert.ok(
    Math.abs(row[112]! - gasteigerH!) <= 1e-9,
    `${where}: charge of hydrogens ${row[112]}, expected ${gasteigerH}`,
  );
  assert.deepEqual([...row.subarray(113, 115)], [aromatic, inRing], where);
}

function upperTriangle(distances: Int32Array, atoms: number): number[] {
  const pairs: number[] = [];
  for (let row = 0; row < atoms; row++) {
    for (let column = row + 1; column < atoms; column++) {
      const bondsApart = distances[row * atoms + column]!;
      pairs.push(bondsApart === differentFragments ? 1e8 : bondsApart);
    }
  }
  return pairs;
}

test('charges sum to the formal charge wherever all of them are defined', () => {
  for (const smiles of ['CC(=O)[O-]', 'C[NH3+]', 'NCC(=O)O', 'c1ccncc1', 'CC(=O)Oc1ccccc1C(=O)O']) {
    const read = molecule(smiles);
    const { atoms, atomCount } = comptFeatures(read, 'float64');
    let total = 0;
    for (let atom = 0; atom < atomCount; atom++)
      total += atoms[atom * comptAtomWidth + 111]! + atoms[atom * comptAtomWidth + 112]!;
    const formal = read.atoms.reduce((sum, { formalCharge }) => sum + formalCharge, 0);
    assert.ok(Math.abs(total - formal) < 1e-12, `${smiles}: ${total}`);
  }
});

test('an atom without parameters leaves no NaN behind', () => {
  const { atoms } = comptFeatures(molecule('C[Se]CCCCCCCCCCCCCCCCCCO'));
  assert.ok(atoms.every(Number.isFinite));
  assert.equal(atoms[1 * comptAtomWidth + 111], 0);
  assert.notEqual(atoms[20 * comptAtomWidth + 111], 0, 'the far end of the chain keeps its charge');
});

test('features do not depend on the other fragments', () => {
  const alone = comptFeatures(molecule('CCO'));
  const beside = comptFeatures(molecule('CCO.[Na+]'));
  assert.deepEqual(beside.atoms.slice(0, 3 * comptAtomWidth), alone.atoms);
  assert.equal(beside.distances[3], differentFragments);
});

test('hybridization follows a written coordination, and actinides their neighbors', () => {
  const hybridization = (smiles: string, atom: number): number =>
    comptFeatures(molecule(smiles))
      .atoms.subarray(atom * comptAtomWidth + 101, atom * comptAtomWidth + 107)
      .indexOf(1);
  assert.equal(hybridization('Cl[Pt@](F)(N)Br', 1), 2);
  assert.equal(hybridization('C[Co@OH1](F)(Cl)(Br)(I)N', 1), 4);
  assert.equal(hybridization('F[U](F)(F)(F)(F)F', 1), 4);
});
