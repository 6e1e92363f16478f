import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { isRejection, type Molecule } from '../../chem/index.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { fitFeatureScaling, scaledRows } from './feature-scaling.ts';
import { featureGenerators } from './generators.ts';
import { missingValues, moleculeFeatures } from './molecule-features.ts';

const chemistry = await loadChemistry();
const molecules = ['CCO', 'OCC', '[Na+]', 'c1ccccc1'].map((smiles) => {
  const parsed = chemistry.parse(smiles);
  assert.ok(!isRejection(parsed));
  return parsed as Molecule;
});

test("descriptors come first, then the file's columns of the molecule's own row", () => {
  const file = { names: ['own'], of: (molecule: number) => [[10, 12, 13, 15][molecule]!] };
  const all = moleculeFeatures(molecules, chemistry, { generators: ['rdkit'], file });
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

test('descriptors are taken by name in the order asked for; one that the toolkit lacks has no value, with a note', () => {
  const some = moleculeFeatures(molecules, chemistry, { generators: ['rdkit'], names: ['NumRings', 'magic'] });
  assert.deepEqual([...some.values], [0, Number.NaN, 0, Number.NaN, 0, Number.NaN, 1, Number.NaN]);
  assert.match(missingValues(some)[0]!, /without a value: 4 \(magic\)/);
});

const features = {
  names: ['varied', 'constant', 'gaps', 'empty'],
  values: Float64Array.of(1, 5, 2, Number.NaN, 3, 5, Number.NaN, Number.NaN, 900, 7, 900, 900),
};

test('the training rows alone scale, within 6 deviations; a missing value becomes their mean, a constant says nothing', () => {
  const scaling = fitFeatureScaling(features, [0, 1], 'standard');
  assert.deepEqual(scaling, { fill: [2, 5, 2, 0], offset: [2, 5, 2, 0], scale: [1, 0, 0, 0], limit: 6 });
  const rows = scaledRows(features.values, scaling).map((row) => [...row]);
  assert.deepEqual(rows, [
    [-1, 0, 0, 0],
    [1, 0, 0, 0],
    [6, 0, 0, 0],
  ]);
});

test('scaled training values have mean 0 and deviation 1; without scaling they stay as they are', () => {
  const values = Float64Array.from({ length: 40 }, (_, at) => Math.sin(at) * 30 + 7);
  const column = { names: ['x'], values };
  const rows = Array.from(values.keys());
  const scaled = scaledRows(values, fitFeatureScaling(column, rows, 'standard')).map(([value]) => value!);
  const mean = scaled.reduce((sum, value) => sum + value, 0) / 40;
  const variance = scaled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40;
  assertClose([mean, variance], [0, 1], { absolute: 1e-6 });
  const plain = scaledRows(features.values, fitFeatureScaling(features, [0, 1], 'none')).map((row) => [...row]);
  assert.deepEqual(plain[1], [3, 5, 2, 0]);
});

test('by rank, training values are spread evenly, equal ones together, and what is beyond them is at the edge', () => {
  const values = Float64Array.of(1, 10, 100, 1000, 1e9, -5);
  const scaling = fitFeatureScaling({ names: ['x'], values }, [0, 1, 2, 3], 'rank');
  const rows = scaledRows(values, scaling).map(([value]) => value!);
  const edge = Math.sqrt(3);
  assert.ok(rows[0]! < rows[1]! && rows[1]! < rows[2]! && rows[2]! < rows[3]!);
  assertClose([rows[0]!, rows[3]!, rows[4]!, rows[5]!].map(Math.abs), [rows[3]!, rows[3]!, edge, edge], {
    absolute: 0.1,
  });
  assert.ok(rows[5]! < -1.7);
  const ties = Float64Array.of(0, 0, 0, 1);
  const [low, , , high] = scaledRows(ties, fitFeatureScaling({ names: ['x'], values: ties }, [0, 1, 2, 3], 'rank'));
  assert.ok(low![0]! > -edge && low![0]! < 0 && high![0]! > 1);
});

test('the last digits of a sum over atoms do not decide between the ranks that a value shares', () => {
  const values = Float64Array.of(26.3, 26.3, 26.3, 40.1);
  const scaling = fitFeatureScaling({ names: ['tpsa'], values }, [0, 1, 2, 3], 'rank');
  const [shared, above, below] = scaledRows(Float64Array.of(26.3, 26.3 + 4e-15, 26.3 - 4e-15), scaling);
  assert.ok(Math.abs(shared![0]!) < 1.5, 'in the middle of the ranks');
  assert.deepEqual([above, below], [shared, shared]);
  // Concentrations in mol/L differ by less than such digits of other features.
  const small = Float64Array.of(1e-10, 2e-10, 3e-10, 4e-10);
  const ranked = scaledRows(small, fitFeatureScaling({ names: ['M'], values: small }, [0, 1, 2, 3], 'rank'));
  assertClose([ranked[0]![0]!, ranked[3]![0]!].map(Math.abs), [1.5, 1.5], { absolute: 0.3 });
  // One huge value makes no others the same.
  const skewed = Float64Array.of(1e3, 2e3, 3e3, 1e15);
  const apart = scaledRows(skewed, fitFeatureScaling({ names: ['Ipc'], values: skewed }, [0, 1, 2, 3], 'rank'));
  assert.equal(new Set(apart.map(([rank]) => rank)).size, 4);
});

test('the weight of isomers, which differs in the last digits of a sum, says nothing', () => {
  const isomers = ['CC1=CC(O)CC(=O)C1', 'OC1C2CC3C1C3C2O', 'CCC1=C(C)C(=O)OC1'].map((smiles) =>
    chemistry.parse(smiles),
  );
  const read = moleculeFeatures([...isomers, ...molecules] as Molecule[], chemistry, {
    generators: ['rdkit'],
    names: ['amw'],
  });
  assert.ok(new Set(read.values.slice(0, 3)).size > 1, 'the digits differ');
  for (const kind of ['standard', 'rank'] as const) {
    const rows = scaledRows(read.values, fitFeatureScaling(read, [0, 1, 2], kind));
    assert.deepEqual(
      rows.flatMap((row) => [...row]),
      [0, 0, 0, 0, 0, 0, 0],
      kind,
    );
  }
});

test('every generator names its columns, apart from those of the others, and fills all of them', () => {
  const seen = new Set<string>();
  for (const generator of featureGenerators) {
    const columns = generator.columns(chemistry);
    for (const molecule of molecules) {
      const values = Array.from(generator.compute(molecule, chemistry));
      assert.equal(values.length, columns.length, generator.name);
      assert.ok(generator.name === 'rdkit' || values.every(Number.isInteger), generator.name);
    }
    assert.ok(
      Array.from(generator.compute(molecules[3]!, chemistry)).some((value) => value > 0),
      generator.name,
    );
    for (const column of columns) assert.ok(!seen.has(column), column);
    for (const column of columns) seen.add(column);
  }
  const counts = moleculeFeatures(molecules, chemistry, { generators: ['morgan-count', 'morgan'] });
  const benzene = counts.values.subarray(3 * 4096);
  assert.equal(
    benzene.subarray(0, 2048).reduce((sum, value) => sum + value, 0),
    18,
  );
  assert.equal(
    benzene.subarray(2048).reduce((sum, value) => sum + value, 0),
    3,
  );
});
