import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { isRejection } from '../../chem/molecule.ts';
import { loadChemistry } from '../../chem/rdkit.node.ts';
import { packageRoot } from '../../platform/package-root.node.ts';
import { openTable } from '../tables/open-table.node.ts';
import { scaffoldSplit } from './scaffold-split.ts';
import type { Split } from './split.ts';

interface GoldenSplit extends Record<keyof Split, { readonly count: number; readonly sha256: string }> {
  readonly molecules: number;
}

const golden: Readonly<Record<string, GoldenSplit>> = JSON.parse(
  readFileSync(join(packageRoot(), 'test/fixtures/scaffold-splits.json'), 'utf8'),
).splits;
const folder = join(packageRoot(), '..', 'shared', 'datasets');

for (const [name, expected] of Object.entries(golden)) {
  const path = name === 'medicines' ? join(packageRoot(), 'assets', 'medicines.csv') : join(folder, `${name}.csv`);
  const skip = existsSync(path) ? false : `${path} is not there`;
  test(`the scaffold split of ${name} is that of DeepChem's published algorithm, list by list`, { skip }, async () => {
    const chemistry = await loadChemistry();
    const table = await openTable(path);
    const column = name === 'medicines' ? 1 : 0;
    const scaffolds: string[] = [];
    for await (const { cells } of table.rows) {
      const molecule = chemistry.parse(cells[column]!);
      if (!isRejection(molecule)) scaffolds.push(chemistry.scaffold(molecule));
    }
    assert.equal(scaffolds.length, expected.molecules);
    const split = scaffoldSplit(scaffolds, { train: 0.8, val: 0.1, test: 0.1 });
    for (const part of ['train', 'val', 'test'] as const) {
      const sha256 = createHash('sha256').update(split[part].join(',')).digest('hex');
      assert.deepEqual({ count: split[part].length, sha256 }, expected[part], part);
    }
  });
}
