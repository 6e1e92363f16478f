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

test('map numbers and crossed bonds of a molfile, which a canonical SMILES does not say, are not read', () => {
  const row = (symbol: string, map: number): string => {
    const place = '    0.0000'.repeat(3);
    return `${place} ${symbol.padEnd(3)}${' 0'.padStart(2)}${'  0'.repeat(8)}${String(map).padStart(3)}  0  0`;
  };
  const atoms = [row('F', 3), row('C', 1), row('C', 0), row('O', 12)];
  const bonds = ['  1  2  1  0', '  2  3  2  3', '  3  4  1  0'];
  const v2000 = ['made', '', '', '  4  3  0  0  0  0  0  0  0  0999 V2000', ...atoms, ...bonds, 'M  END', ''].join(
    '\n',
  );
  const v3000 = molblockOf('F[CH:12]=CO');
  assert.match(v3000, / 12/);
  const { smiles: _text, ...fromSmiles } = parsed('OC=CF', { atomOrder: 'canonical' });
  for (const block of [v2000, v3000]) {
    const { smiles: _block, ...fromBlock } = parsed(block, { atomOrder: 'canonical' });
    assert.deepEqual(fromBlock, fromSmiles);
    assert.equal(parsed(block).canonicalSmiles, fromSmiles.canonicalSmiles);
  }
});
