/** InChI in the page: what the toolkit reads, where its hydrogens are put, and a reader that hangs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { isRejection, loadChemistry } from '../../src/chem/index.node.ts';
import { convertInchi, type Indigo } from '../../web/engine/inchi/convert-inchi.ts';
import { InchiReader } from '../../web/engine/inchi/inchi-reader.ts';
import { inchiLines, pastedTable } from '../../web/ui/state/pasted-table.ts';

/** The package has no types. */
const packageName: string = 'indigo-ketcher/binaryWasmNoRender';

async function openIndigo(): Promise<Indigo> {
  const { default: make } = await import(packageName);
  const folder = dirname(createRequire(import.meta.url).resolve(packageName));
  const silent = (): void => undefined;
  const wasmBinary = readFileSync(join(folder, 'indigo-ketcher-norender-1.46.0.wasm'));
  return make({ wasmBinary, print: silent, printErr: silent });
}

/** InChI by RDKit 2025 (Python) of these SMILES. */
const molecules: readonly (readonly [inchi: string, smiles: string])[] = [
  ['InChI=1S/C3H7NO2/c1-2(4)3(5)6/h2H,4H2,1H3,(H,5,6)/t2-/m0/s1', 'C[C@H](N)C(=O)O'],
  ['InChI=1S/C2H2F2/c3-1-2-4/h1-2H/b2-1+', 'F/C=C/F'],
  ['InChI=1S/C2H2F2/c3-1-2-4/h1-2H/b2-1-', 'F/C=C\\F'],
  [
    'InChI=1S/C17H19NO3/c1-18-7-6-17-10-3-5-13(20)16(17)21-15-12(19)4-2-9(14(15)17)8-11(10)18/h2-5,10-11,13,16,19-20H,6-8H2,1H3/t10-,11+,13-,16-,17-/m0/s1',
    'CN1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5',
  ],
  ['InChI=1S/C5H11NO2/c1-6(2,3)4-5(7)8/h4H2,1-3H3', 'C[N+](C)(C)CC(=O)[O-]'],
  ['InChI=1S/ClH.Na/h1H;/q;+1/p-1', '[Na+].[Cl-]'],
  ['InChI=1S/CH4/h1H4/i1+1', '[13CH4]'],
  ['InChI=1S/CH4O/c1-2/h2H,1H3/i2D', '[2H]OC'],
  ['InChI=1S/CH3/h1H3', '[CH3]'],
  // Mobile hydrogens: amide, lactam, aromatic amine in two places.
  ['InChI=1S/C8H9NO2/c1-6(10)9-7-2-4-8(11)5-3-7/h2-5,11H,1H3,(H,9,10)', 'CC(=O)Nc1ccc(O)cc1'],
  ['InChI=1S/C5H5NO/c7-5-3-1-2-4-6-5/h1-4H,(H,6,7)', 'O=c1cccc[nH]1'],
  ['InChI=1S/C5H6N2/c6-5-1-3-7-4-2-5/h1-4H,(H2,6,7)', 'Nc1ccncc1'],
  ['InChI=1S/C5H6N2/c6-5-3-1-2-4-7-5/h1-4H,(H2,6,7)', 'Nc1ccccn1'],
  ['InChI=1S/CH4N2O/c2-1(3)4/h(H4,2,3,4)', 'NC(N)=O'],
];

test('InChI with stereo, charge, isotopes and mobile hydrogens gives the molecule that chemists write', async () => {
  const [indigo, chemistry] = await Promise.all([openIndigo(), loadChemistry()]);
  const canonical = (smiles: string): string => {
    const parsed = chemistry.parse(smiles);
    return isRejection(parsed) ? parsed.reason : parsed.canonicalSmiles;
  };
  for (const [inchi, smiles] of molecules) {
    const reading = convertInchi(indigo, inchi);
    assert.ok('smiles' in reading, inchi);
    assert.equal(chemistry.usualTautomer(reading.smiles), canonical(smiles), inchi);
  }
  assert.equal(chemistry.usualTautomer('C1CC'), undefined);
  const refused = { reason: 'no InChI that can be read; copy it whole, from InChI= to its end' };
  for (const broken of ['InChI=', 'InChI=1S/broken', 'InChI=1S/C2H6O/c1-2-9/h3H'])
    assert.deepEqual(convertInchi(indigo, broken), refused);
  assert.deepEqual(convertInchi(indigo, 'InChI=1S/CH4/h1H4 methane'), {
    reason: 'text after the InChI; give the InChI alone',
  });
  assert.match(JSON.stringify(convertInchi(indigo, `InChI=${'C'.repeat(10_000)}`)), /10006 characters long/);
});

test('an InChI that hangs is refused alone: its worker is ended, the next ones get another', async () => {
  let ended = 0;
  const progress: number[] = [];
  const open = () => ({
    call: async (_: string, input?: { readonly inchi: string }): Promise<never> =>
      (input?.inchi === 'hangs' ? new Promise(() => {}) : { smiles: input?.inchi }) as never,
    terminate: () => {
      ended += 1;
    },
  });
  const reader = new InchiReader({
    open,
    usual: async (smiles) => (smiles === 'odd' ? undefined : `${smiles}!`),
    patienceMs: 20,
  });
  const readings = await reader.read(['a', 'hangs', 'odd'], { onProgress: (read) => progress.push(read) });
  assert.deepEqual(readings, [
    { smiles: 'a!' },
    { reason: 'an InChI that takes longer than 0.02 s to read' },
    { smiles: 'odd' },
  ]);
  assert.equal(ended, 1);
  assert.deepEqual(progress, [0, 1, 2, 3]);
});

test('pasted lines keep their order, an InChI stands beside its SMILES, and fields of a molfile are no InChI', async () => {
  const text = 'CCO\r\n InChI=1S/CH4/h1H4\n\nInChI=broken\n"C,1"\n';
  assert.deepEqual(inchiLines(text), ['InChI=1S/CH4/h1H4', 'InChI=broken']);
  const readings = new Map([
    ['InChI=1S/CH4/h1H4', { smiles: 'C' }],
    ['InChI=broken', { reason: 'broken' }],
  ]);
  const { file, refused } = pastedTable(text, readings);
  assert.equal(await file.content.text(), 'smiles,inchi\nCCO,\nC,InChI=1S/CH4/h1H4\nInChI=broken,\n"""C,1""",\n');
  assert.deepEqual([...refused], [['InChI=broken', 'broken']]);
  assert.equal(await pastedTable('CCO', new Map()).file.content.text(), 'smiles\nCCO\n');
  assert.deepEqual(inchiLines('\n\n\n  0  0\nM  END\n> <InChI>\nInChI=1S/CH4/h1H4\n'), []);
});
