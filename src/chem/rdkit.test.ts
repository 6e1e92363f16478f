import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comptFeatures } from '../models/compt/features.ts';
import { isRejection, type Molecule } from './molecule.ts';
import { loadChemistry } from './rdkit.node.ts';

const chemistry = await loadChemistry();

function molecule(smiles: string): Molecule {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed), isRejection(parsed) ? `${smiles}: ${parsed.reason}` : '');
  return parsed;
}

function reason(text: string): string {
  const parsed = chemistry.parse(text);
  assert.ok(isRejection(parsed), `${text} was read as ${isRejection(parsed) ? '' : parsed.canonicalSmiles}`);
  return parsed.reason;
}

test('a molecule is plain data: it survives being sent to another thread', () => {
  const aspirin = molecule(' CC(=O)Oc1ccccc1C(=O)O\t');
  assert.deepEqual(structuredClone(aspirin), aspirin);
  assert.equal(aspirin.smiles, 'CC(=O)Oc1ccccc1C(=O)O');
  assert.equal(aspirin.canonicalSmiles, 'CC(=O)Oc1ccccc1C(=O)O');
  assert.deepEqual(aspirin.rings, [[4, 5, 6, 7, 8, 9]]);
  const { begin, end, type, aromatic, inRing } = aspirin.bonds[4]!;
  assert.deepEqual(
    { begin, end, type, aromatic, inRing },
    { begin: 4, end: 5, type: 'aromatic', aromatic: true, inRing: true },
  );
});

test('charges, isotopes, radicals, chirality and brackets are kept', () => {
  const [carbon, center, nitrogen] = molecule('[13CH3][C@H]([NH3+])[O]').atoms;
  assert.deepEqual([carbon!.isotope, carbon!.implicitHydrogens, carbon!.bracketed], [13, 3, true]);
  assert.deepEqual([center!.chirality, center!.coordination], ['counterclockwise', 'tetrahedral']);
  assert.equal(nitrogen!.formalCharge, 1);
  assert.equal(molecule('[CH3]').atoms[0]!.radicalElectrons, 1);
  assert.equal(molecule('CC').atoms[0]!.bracketed, false);
});

test('written hydrogens are merged, unless they are isotopes, carry a double bond or stand alone', () => {
  assert.equal(molecule('[H]C([H])([H])[H]').atoms.length, 1);
  assert.equal(molecule('[2H]O').atoms.length, 2);
  assert.equal(molecule('[H][H]').atoms.length, 2);
  assert.deepEqual(molecule('[H]/N=C(/C)c1ccccc1').bonds.map(({ stereo }) => stereo)[1], 'Z');
});

test('atom map numbers are labels: they do not change what a molecule is', () => {
  assert.equal(molecule('[CH3:1][OH:22]').canonicalSmiles, 'CO');
  assert.equal(molecule('[CH3:1][OH:22]').smiles, '[CH3:1][OH:22]');
  assert.equal(molecule('[*:1]c1ccccc1').atoms[0]!.atomicNumber, 0);
});

test('single atoms, ions and dummy atoms are molecules', () => {
  for (const smiles of ['C', 'N', '[Na+]', '[Ar]', '*', '[H+]']) {
    assert.equal(comptFeatures(molecule(smiles)).atomCount, 1);
  }
});

test('a ring that closes over a dative bond counts', () => {
  const chelate = molecule('c1ccn2->[Pt](Cl)(Cl)<-n3ccccc3-c2c1');
  assert.equal(chelate.atoms[4]!.inRing, true);
  assert.equal(molecule('[NH3]->[Pt](<-[NH3])(Cl)Cl').bonds[0]!.inRing, false);
});

test('molfile blocks are read, with their hydrogens merged', () => {
  const block = [
    'water',
    '  drawn by hand',
    '',
    '  2  1  0  0  0  0  0  0  0  0999 V2000',
    '    0.0000    0.0000    0.0000 O   0  0  0  0  0  0  0  0  0  0  0  0',
    '    1.0000    0.0000    0.0000 H   0  0  0  0  0  0  0  0  0  0  0  0',
    '  1  2  1  0',
    'M  END',
  ].join('\n');
  assert.equal(molecule(block).canonicalSmiles, 'O');
  assert.match(reason(block.replace('  1  2  1', '  1  9  1')), /can be read/);
  assert.match(reason('\n\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n'), /no atoms/);
  assert.match(reason(block.replace('  2  1', '999  1')), /999 atoms/);
});

test('a faulty SMILES is refused in words that say what is wrong, where, and what to do', () => {
  const refused: Readonly<Record<string, RegExp>> = {
    'CN(=O)(=O)(=O)C': /^atom 2 \(N\) has a valence of 8, more than it can have; check its bonds/,
    'CC(=O)O[AlH3](O)O': /^atom 5 \(Al\) has a valence of 6/,
    C1CC: /^never closed: ring 1, opened at character 2; write its number/,
    'C12CC%10[13CH3]':
      /^never closed: ring 1, opened at character 2; ring 2, opened at character 3; ring 10, opened at character 6;/,
    'C(C': /^the parenthesis at character 2 is never closed; add "\)"/,
    'CC)': /^the parenthesis at character 3 closes no branch; remove it/,
    'CC(': /^not a SMILES at character 3 \("\("\); check/,
    'C[Xx]': /^not a SMILES at character 3 \("X"\); check/,
    C11: /^ring 1 begins and ends at atom 1; write its number at two different atoms/,
    C1C1: /^ring 1 bonds atoms 1 and 2, which are bonded already;/,
    c1cccc1: /^the aromatic atoms 1, 2, 3, 4, 5 cannot be given .*; write .*\[nH\]/,
    cC: /^atom 1 has a small letter, .*; write a capital letter/,
  };
  for (const [smiles, words] of Object.entries(refused)) assert.match(reason(smiles), words);
});

test('what is no SMILES is refused with what it is instead', () => {
  assert.match(reason(''), /empty/);
  assert.match(reason('InChI=1S/CH4/h1H4'), /InChI, not a SMILES/);
  assert.match(reason('BSYNRYMUTXBXSQ-UHFFFAOYSA-N'), /InChIKey/);
  assert.match(reason('CCO>>CC=O'), /reaction/);
  assert.match(reason('CCO ethanol'), /text after the SMILES \("ethanol"\)/);
  assert.match(reason('{"rdkitjson":{}}'), /JSON/);
  assert.match(reason('C\u0000C'), /U\+0000/);
  assert.match(reason('C\u{1f600}'), /U\+1F600/);
  for (const pattern of ['[#6]C', '[C;H2]', '[C,N]', '[!C]', 'C~C', '[$(CO)]']) assert.match(reason(pattern), /SMARTS/);
});

test('huge texts and molecules are refused before they harm the toolkit', () => {
  assert.match(reason('C'.repeat(1_000_000)), /1000000 characters/);
  assert.match(reason('C'.repeat(9000)), /9000 atoms/);
  assert.match(reason('C('.repeat(4000)), /4000 atoms/);
  assert.equal(molecule('C'.repeat(500)).atoms.length, 500);
  assert.equal(molecule('CCO').canonicalSmiles, 'CCO');
});

test('no text makes the toolkit throw, and it works on afterwards', () => {
  const pieces = [
    'C',
    'c',
    'N',
    'n',
    'O',
    '1',
    '2',
    '%12',
    '(',
    ')',
    '[',
    ']',
    '=',
    '#',
    '@',
    '+',
    '-',
    'H',
    '.',
    '/',
    '\\',
    ':',
    '*',
  ];
  const likeSmiles = fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(likeSmiles, fc.string({ unit: 'binary' }), fc.string()), (text) => {
      const parsed = chemistry.parse(text);
      if (isRejection(parsed)) {
        assert.ok(parsed.reason.length > 0 && !parsed.reason.includes('\n'), parsed.reason);
        return;
      }
      assert.ok(comptFeatures(parsed).atoms.every(Number.isFinite));
      assert.equal(typeof chemistry.scaffold(parsed), 'string');
    }),
    { numRuns: 1500 },
  );
  assert.equal(molecule('CCO').canonicalSmiles, 'CCO');
});

test('a drawing is an SVG of the asked size, without a ground, in other colors on a dark page; no molecule, no drawing', () => {
  const [light, dark] = [false, true].map((dark) => chemistry.draw('c1ccccc1O', { width: 200, height: 150, dark })!);
  assert.match(light!, /^<svg[^>]*width='200px' height='150px'/);
  assert.ok(!light!.includes('<rect'), 'it has a ground');
  const colors = (svg: string): string[] => [...new Set(svg.match(/#[0-9A-F]{6}/g))];
  assert.equal(colors(light!).length, 2);
  assert.deepEqual(
    colors(dark!).filter((color) => colors(light!).includes(color)),
    [],
  );
  assert.equal(chemistry.draw('C1CC', { width: 200, height: 150 }), undefined);
});
