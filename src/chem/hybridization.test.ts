import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageRoot } from '../platform/package-root.node.ts';
import { adjacencyOf } from './adjacency.ts';
import { conjugatedBonds } from './conjugation.ts';
import { hybridizations } from './hybridization.ts';
import { isRejection } from './molecule.ts';
import { unpairedElectrons } from './radicals.ts';
import { loadChemistry } from './rdkit.node.ts';
import { countAround } from './valence.ts';

const chemistry = await loadChemistry();

interface Fixture {
  readonly molecules: Readonly<Record<string, readonly [atoms: string, bonds: string]>>;
}

function perceived(smiles: string): [atoms: string, bonds: string] | undefined {
  const molecule = chemistry.parse(smiles);
  if (isRejection(molecule)) return undefined;
  const adjacency = adjacencyOf(molecule);
  const counts = countAround(molecule, adjacency);
  const conjugated = conjugatedBonds(molecule, adjacency, counts);
  const atoms = hybridizations(molecule, adjacency, counts, conjugated).map((each) => each.toUpperCase());
  return [atoms.join(' '), conjugated.join('')];
}

/** RDKit 2022.09.5, by test/fixtures/organometallics.py. */
test('organometallics and ions of metals have the hybridization and conjugation of RDKit 2022.09', async () => {
  const path = join(packageRoot(), 'test', 'fixtures', 'organometallics.json');
  const { molecules }: Fixture = JSON.parse(await readFile(path, 'utf8'));
  const refused: string[] = [];
  for (const [smiles, expected] of Object.entries(molecules)) {
    const found = perceived(smiles);
    if (found) assert.deepEqual(found, expected, smiles);
    else refused.push(smiles);
  }
  // The toolkit here allows aluminum three bonds only.
  assert.deepEqual(refused, ['O=[Al]=O']);
});

test('a bonded metal of any valence has an unpaired electron where its electrons are odd', () => {
  const metal = (smiles: string): number => {
    const molecule = chemistry.parse(smiles);
    assert.ok(!isRejection(molecule), smiles);
    const index = molecule.atoms.findIndex(({ atomicNumber }) => atomicNumber > 10 && atomicNumber !== 17);
    return unpairedElectrons(molecule.atoms[index]!, countAround(molecule, adjacencyOf(molecule)).valence[index]!);
  };
  assert.deepEqual(['C[Hg+]', 'C[Hg]', 'C[Hg]Cl', '[Hg+2]', 'C[Tl]C'].map(metal), [1, 0, 0, 0, 1]);
});
