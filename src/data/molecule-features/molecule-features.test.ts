import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { isRejection, type Molecule } from '../../chem/index.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { fitFeatureScaling, scaledRows } from './feature-scaling.ts';
import { missingValues, moleculeFeatures } from './molecule-features.ts';

const chemistry = await loadChemistry();
const molecules = ['CCO', 'OCC', '[Na+]', 'c1ccccc1'].map((smiles) => {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed));
  return parsed as Molecule;
});

test("descriptors come first, then the file's columns of the molecule's own row", () => {
  const table = { name: 'f.csv', names: ['own'], rows: 6, values: Float64Array.of(10, 11, 12, 13, 14, 15) };
  const all = moleculeFeatures(molecules, [0, 2, 3, 5], chemistry, { generator: 'rdkit', table });
  const width = all.names.length;
  assert.deepEqual([width, all.fromFile, all.names.at(-1)], [44, 1, 'own']);
  const column = (name: string): number[] =>
    molecules.map((_, row) => all.values[row * width + all.names.indexOf(name)]!);
  assert.deepEqual(column('own'), [10, 12, 13, 15]);
  assertClose(column('amw'), [46.069, 46.069, 22.99, 78.114], { absolute: 1e-3 });
  assert.deepEqual(column('NumAromaticRings'), [0, 0, 0, 1]);
  // Another spelling of a molecule has the same descriptors.
  assert.deepEqual(all.values.slice(0, 43), all.values.slice(width, width + 43));
  assert.deepEqual(missingValues(all), []);
});

test('descriptors are taken by name in the order asked for; one that the toolkit lacks has no value, which is told', () => {
  const some = moleculeFeatures(molecules, [], chemistry, { generator: 'rdkit', names: ['NumRings', 'magic'] });
  assert.deepEqual([...some.values], [0, Number.NaN, 0, Number.NaN, 0, Number.NaN, 1, Number.NaN]);
  assert.match(missingValues(some)[0]!, /without a value: 4 \(magic\)/);
});

const features = {
  names: ['varied', 'constant', 'gaps', 'empty'],
  values: Float64Array.of(1, 5, 2, Number.NaN, 3, 5, Number.NaN, Number.NaN, 900, 7, 900, 900),
};

test('the training rows alone scale; a missing value becomes their mean', () => {
  const scaling = fitFeatureScaling(features, [0, 1], true);
  assert.deepEqual(scaling, { fill: [2, 5, 2, 0], offset: [2, 5, 2, 0], scale: [1, 1, 1, 1] });
  const rows = scaledRows(features.values, scaling).map((row) => [...row]);
  assert.deepEqual(rows, [
    [-1, 0, 0, 0],
    [1, 0, 0, 0],
    [898, 2, 898, 900],
  ]);
});

test('scaled training values have mean 0 and deviation 1; without scaling they stay as they are', () => {
  const values = Float64Array.from({ length: 40 }, (_, at) => Math.sin(at) * 30 + 7);
  const column = { names: ['x'], values };
  const rows = Array.from(values.keys());
  const scaled = scaledRows(values, fitFeatureScaling(column, rows, true)).map(([value]) => value!);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / 40;
  const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40;
  assertClose([mean, variance], [0, 1], { absolute: 1e-12 });
  const plain = scaledRows(features.values, fitFeatureScaling(features, [0, 1], false)).map((row) => [...row]);
  assert.deepEqual(plain[1], [3, 5, 2, 0]);
});
