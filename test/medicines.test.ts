/** The table of medicines that the package ships, and the checks of it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { checkStructures, checkTable } from '../scripts/medicines/check-rows.ts';
import { compareLabels, findPermeations } from '../scripts/medicines/compare-labels.ts';
import { formulaOf } from '../scripts/medicines/formula.ts';
import {
  type Expected,
  type Medicine,
  readExpected,
  readLabelDifferences,
  readMedicines,
} from '../scripts/medicines/read.ts';
import { loadStereoLabels, type StereoLabels } from '../scripts/medicines/stereo-labels.node.ts';
import { type Chemistry, isRejection } from '../src/chem/molecule.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { packageRoot } from '../src/platform/package-root.node.ts';

let chemistry: Chemistry;
let stereoLabels: StereoLabels;
let medicines: Medicine[];
let expected: Expected[];

before(async () => {
  [chemistry, stereoLabels] = [await loadChemistry(), await loadStereoLabels()];
  [medicines, expected] = [await readMedicines(), await readExpected()];
});

const levodopa = { name: 'levodopa', smiles: 'N[C@@H](Cc1ccc(O)c(O)c1)C(O)=O', cns: '1' };
const levodopaExpected = { name: 'levodopa', formula: 'C9H11NO4', stereo: 'S' };
const problemsOf = (rows: Medicine[]): string[] => checkStructures(rows, [levodopaExpected], chemistry, stereoLabels);

describe('the built-in medicines', () => {
  it('are in order, each with an expected formula, and in the promised numbers', () => {
    assert.deepEqual(checkTable(medicines, expected), []);
  });

  it('parse, have the formula and the stereo of their names, and none is there twice', () => {
    assert.deepEqual(checkStructures(medicines, expected, chemistry, stereoLabels), []);
  });

  it('are counted correctly on their page', async () => {
    const page = (await readFile(join(packageRoot(), 'docs', 'medicines.md'), 'utf8')).replace(/\s+/g, ' ');
    const positives = medicines.filter(({ cns }) => cns === '1').length;
    assert.ok(page.includes(`${medicines.length} medicines`), `${medicines.length} medicines`);
    assert.ok(page.includes(`${positives} positives`), `${positives} positives`);
    assert.ok(page.includes(`${medicines.length - positives} negatives`), `${medicines.length - positives} negatives`);
  });

  it('differ from the labels of bbbp.csv only where a reason is given', async (context) => {
    const permeations = await findPermeations();
    if (!permeations) return context.skip('bbbp.csv not found: GRAPHSAM_DATA_DIR names its folder');
    const comparison = compareLabels(medicines, permeations.rows, await readLabelDifferences(), chemistry);
    assert.deepEqual(comparison.problems, []);
    assert.ok(comparison.found > 200, `${comparison.found} found`);
  });
});

describe('the checks of the medicines', () => {
  it('accept a right row', () => assert.deepEqual(problemsOf([levodopa]), []));

  it('find another constitution by its formula', () => {
    const found = problemsOf([{ ...levodopa, smiles: 'N[C@@H](Cc1ccc(O)cc1)C(O)=O' }]);
    assert.deepEqual(found, ['levodopa: expected C9H11NO4, its SMILES is C9H11NO3']);
  });

  it('find the mirror image by its stereo label', () => {
    const found = problemsOf([{ ...levodopa, smiles: levodopa.smiles.replace('@@', '@') }]);
    assert.deepEqual(found, ['levodopa: expected stereo "S", its SMILES has "R"']);
  });

  it('find a SMILES that is no molecule, with its reason', () => {
    assert.match(problemsOf([{ ...levodopa, smiles: 'C1CC' }])[0]!, /^levodopa: "C1CC" is not a molecule \(.+\)$/);
  });

  it('find a stereoisomer under a second name', () => {
    const mirrored = { ...levodopa, name: 'dextrodopa', smiles: levodopa.smiles.replace('@@', '@') };
    assert.deepEqual(problemsOf([levodopa, mirrored]), ['dextrodopa: the same molecule as levodopa, stereo apart']);
  });

  it('find a salt, a label that is neither 0 nor 1, and a name in capitals', () => {
    const found = problemsOf([{ name: 'LEVODOPA', smiles: `${levodopa.smiles}.Cl`, cns: 'yes' }]);
    assert.equal(found.length, 3, found.join('\n'));
  });

  it('find a name that is twice, and one that only one of the two tables has', () => {
    const found = checkTable([...medicines, medicines.at(-1)!], expected.slice(1)).join('\n');
    assert.match(found, new RegExp(`${medicines.at(-1)!.name}: twice`));
    assert.match(found, new RegExp(`${medicines[0]!.name}: has no expected formula`));
  });

  it('write formulas in Hill order with their charge', () => {
    for (const [smiles, formula] of [
      ['C[N+](C)(C)CCOC(=O)CCC(=O)OCC[N+](C)(C)C', 'C14H30N2O4+2'],
      ['FC(F)(F)C(Cl)Br', 'C2HBrClF3'],
      ['[N-]=[N+]=O', 'N2O'],
      ['[O-]C=O', 'CHO2-'],
    ] as const) {
      const molecule = chemistry.parse(smiles);
      assert.ok(!isRejection(molecule));
      assert.equal(formulaOf(molecule), formula);
    }
  });

  it('want a reason for a label that differs, and none for one that does not', () => {
    const salt = [{ smiles: 'NC(Cc1ccc(O)c(O)c1)C(O)=O.Cl', p_np: '0' }];
    const reason = [{ name: 'levodopa', p_np: '0', reason: 'carried in' }];
    const compare = (p_np: string, reasons: typeof reason): readonly string[] =>
      compareLabels([levodopa], [{ ...salt[0]!, p_np }], reasons, chemistry).problems;
    assert.deepEqual(compare('0', []), ['levodopa: cns 1, p_np 0, no reason listed']);
    assert.deepEqual(compare('0', reason), []);
    assert.deepEqual(compare('1', []), []);
    assert.deepEqual(compare('1', reason), ['levodopa: cns 1, p_np 1, a needless reason listed']);
  });

  it('leave a medicine aside for which the other table has both labels', () => {
    const both = ['0', '1'].map((p_np) => ({ name: 'Levodopa', smiles: levodopa.smiles, p_np }));
    const comparison = compareLabels([levodopa], both, [], chemistry);
    assert.deepEqual(comparison.undecided, ['levodopa']);
    assert.deepEqual(comparison.problems, []);
  });
});
