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
  assert.match(reason(block.replace('  1  2  1', '  1  9  1')), /cannot read/);
  assert.match(reason('\n\n\n  0  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n'), /no atoms/);
  assert.match(reason(block.replace('  2  1', '999  1')), /999 atoms/);
});

test('the toolkit tells in one line why it refuses', () => {
  assert.equal(reason('CN(=O)(=O)(=O)C'), 'Explicit valence for atom # 1 N, 8, is greater than permitted');
  assert.equal(reason('CC(=O)O[AlH3](O)O'), 'Explicit valence for atom # 4 Al, 6, is greater than permitted');
  assert.equal(reason('C1CC'), "SMILES Parse Error: unclosed ring for input: 'C1CC'");
  assert.equal(
    reason('CC('),
    'SMILES Parse Error: syntax error while parsing: CC(, check for mistakes around position 3',
  );
  assert.match(reason('c1cccc1'), /kekulize/i);
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
