import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { molblockOf } from '../../test/rewritten-smiles.ts';
import { RandomStream } from '../base/random.ts';
import { isRejection, type Molecule, type ParseOptions } from './molecule.ts';
import { randomOrder } from './random-order.ts';
import { loadChemistry } from './rdkit.node.ts';
import { reorderAtoms } from './reorder-atoms.ts';

const chemistry = await loadChemistry();

const written = [
  'C[C@H](N)C(=O)[O-].[Na+]',
  'CC(=O)Oc1ccccc1C(=O)O',
  'F/C(Cl)=C(/Br)I',
  'N->[Pt](<-N)(Cl)Cl',
  '[2H][C@](F)(Cl)Br',
  'OC[C@H]1OC(O)[C@H](O)[C@@H](O)[C@@H]1O',
  'C[S@](=O)c1ccccc1',
];

function parsed(text: string, options?: ParseOptions): Molecule {
  const molecule = chemistry.parse(text, options);
  assert.ok(!isRejection(molecule), text);
  return molecule;
}

/** In an order of its own and back, so that two molecules with bonds in the same order are compared. */
const identity = ({ atoms }: Molecule): number[] => atoms.map((_, atom) => atom);

test('two orders one after the other and the way back are no change', () => {
  fc.assert(
    fc.property(fc.constantFrom(...written), fc.nat(), fc.nat(), (smiles, first, second) => {
      const plain = parsed(smiles);
      const molecule = reorderAtoms(plain, identity(plain));
      const orders = [first, second].map((seed) => randomOrder(molecule, new RandomStream(seed, 'order')));
      const [one, two] = orders as [number[], number[]];
      const back = identity(molecule).map((atom) => two.indexOf(one.indexOf(atom)));
      const moved = reorderAtoms(reorderAtoms(reorderAtoms(molecule, one), two), back);
      assert.deepEqual(moved, molecule);
    }),
  );
});

test('a stereo center turns its tag when two of its neighbors are swapped', () => {
  const center = parsed('N[C@](F)(Cl)Br');
  const tagAfter = (order: number[]): string => reorderAtoms(center, order).atoms[order.indexOf(1)]!.chirality;
  assert.notEqual(tagAfter([0, 1, 2, 4, 3]), tagAfter([0, 1, 2, 3, 4]));
  assert.equal(tagAfter([0, 1, 3, 4, 2]), tagAfter([0, 1, 2, 3, 4]));
  assert.equal(tagAfter([0, 1, 2, 4, 3]), reorderAtoms(parsed('N[C@@](F)(Cl)Br'), [0, 1, 2, 3, 4]).atoms[1]!.chirality);
});

test('a random order goes along bonds, and each order of a chain can come', () => {
  const chain = parsed('CCO');
  const drawn = new Set(
    Array.from({ length: 60 }, (_, seed) => randomOrder(chain, new RandomStream(seed, 'order')).join('')),
  );
  assert.deepEqual([...drawn].sort(), ['012', '102', '120', '210']);
});

test('the canonical order is that of the canonical SMILES, with its brackets', () => {
  const canonical = parsed('[OH][CH2][CH3]', { atomOrder: 'canonical' });
  assert.equal(canonical.spelling, 'CCO');
  assert.deepEqual(
    canonical.atoms.map(({ atomicNumber, bracketed }) => [atomicNumber, bracketed]),
    [
      [6, false],
      [6, false],
      [8, false],
    ],
  );
});

test('a molfile block gives the same as the SMILES of its molecule', () => {
  for (const smiles of written.filter((each) => !each.includes('@'))) {
    const { smiles: _text, ...fromBlock } = parsed(molblockOf(smiles), { atomOrder: 'canonical' });
    const { smiles: _other, ...fromSmiles } = parsed(smiles, { atomOrder: 'canonical' });
    assert.deepEqual(fromBlock, fromSmiles, smiles);
  }
});
