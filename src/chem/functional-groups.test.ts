import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { functionalGroups, groupsOf } from './functional-groups.ts';
import { isRejection, type Molecule } from './molecule.ts';
import { loadChemistry } from './rdkit.node.ts';

const chemistry = await loadChemistry();

function read(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), smiles);
  return parsed;
}

/** Everything that the patterns find in a molecule. */
const molecules: Readonly<Record<string, readonly string[]>> = {
  // Aspirin
  'CC(=O)Oc1ccccc1C(=O)O': ['carboxylic acid', 'open ester', 'benzene'],
  // Paracetamol
  'CC(=O)Nc1ccc(O)cc1': ['phenol', 'secondary amide', 'benzene'],
  // Caffeine
  'Cn1cnc2c1c(=O)n(C)c(=O)n2C': ['azole ring with two or more nitrogens', 'diazine ring', 'fused aromatic rings'],
  // Pyrimidine, pyridine: neither is the other
  c1cncnc1: ['diazine ring'],
  c1ccncc1: ['pyridine ring'],
  CCOCC: ['alkyl ether'],
  'CC(C)(C)O': ['tertiary alcohol'],
  'CCN(CC)CC': ['tertiary amine'],
  'CC[NH3+]': ['ammonium'],
  'C[N+](C)(C)C': ['quaternary ammonium'],
  'CC(=O)C': ['alkyl ketone'],
  'CC=O': ['aldehyde'],
  'NC(N)=O': ['urea'],
  'NC(=N)N': ['guanidine'],
  'CC#N': ['nitrile'],
  'C[N+](=O)[O-]': ['nitro'],
  'CS(=O)C': ['sulfoxide'],
  'CS(=O)(=O)N': ['sulfonamide'],
  CSSC: ['disulfide'],
  CSC: ['thioether'],
  'FC(F)(F)C': ['alkyl fluoride', 'trifluoromethyl'],
  Clc1ccccc1: ['aryl chloride', 'benzene'],
  'C=CC': ['alkene'],
  'CC#CC': ['alkyne'],
  'O=C1CCCO1': ['lactone'],
  'O=C1CCCN1': ['lactam', 'secondary amide'],
  'c1ccc2[nH]ccc2c1': ['pyrrole ring', 'benzene', 'fused aromatic rings'],
  'OCC1OC(O)C(O)C(O)C1O': ['primary alcohol', 'secondary alcohol', 'acetal', 'pyranose ring'],
  'C[Hg]C': ['organometallic'],
  CCCCCCC: ['unbranched chain of six'],
  C: [],
};

describe('functional groups', () => {
  it('are those that a chemist sees in a molecule, and no others', () => {
    const names = functionalGroups.map(({ name }) => name);
    const smiles = Object.keys(molecules);
    const found = groupsOf(smiles.map(read), chemistry);
    for (const [row, text] of smiles.entries()) {
      const own = names.filter((_, group) => found[row * names.length + group] === 1);
      assert.deepEqual(own.toSorted(), molecules[text]!.toSorted(), text);
    }
  });

  it('are 85 different ones, as many as the authors predict', () => {
    assert.equal(functionalGroups.length, 85);
    assert.equal(new Set(functionalGroups.map(({ smarts }) => smarts)).size, 85);
  });

  it('do not depend on how the molecule is written', () => {
    const spellings = ['OC(=O)c1ccccc1OC(C)=O', 'c1ccc(C(=O)O)c(OC(=O)C)c1', 'C1=CC=CC(OC(C)=O)=C1C(O)=O'];
    const [first, ...others] = spellings.map((each) => groupsOf([read(each)], chemistry));
    for (const other of others) assert.deepEqual(other, first);
  });
});

describe('a search for substructures', () => {
  it('refuses what is no pattern, and goes on working afterwards', () => {
    assert.throws(() => chemistry.substructures([read('CC')], ['C', '[C']), { code: 'wrong-value', where: '[C' });
    assert.deepEqual([...chemistry.substructures([read('CCO'), read('CC')], ['[OX2H]', 'CC'])], [1, 1, 0, 1]);
  });
});
