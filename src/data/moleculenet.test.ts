/** The MoleculeNet tables themselves, published and cleaned, where they are present: GRAPHSAM_DATA_DIR or a folder beside the repository. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { packageRoot } from '../platform/package-root.node.ts';
import { obtainDataset } from './catalog/obtain-dataset.node.ts';
import { loadDataset } from './load-dataset.ts';
import { openTable } from './tables/open-table.node.ts';

const folder = process.env.GRAPHSAM_DATA_DIR ?? join(packageRoot(), '..', 'shared', 'datasets');
const skip = existsSync(folder) ? false : `no data sets in ${folder} (set GRAPHSAM_DATA_DIR)`;

/** Rows of the table, molecules of at most 99 atoms that today's RDKit accepts, tasks. */
const expected: Readonly<Record<string, readonly [rows: number, kept: number, tasks: number]>> = {
  'bbbp.csv': [2039, 2035, 1],
  'clintox.csv': [1478, 1468, 2],
  'esol.csv': [1128, 1128, 1],
  'bace.csv': [1513, 1513, 1],
  'raw/bbbp.csv': [2050, 2035, 1],
  'raw/clintox.csv': [1484, 1470, 2],
  'raw/esol.csv': [1128, 1128, 1],
  'raw/sider.csv': [1427, 1379, 27],
};

/** Each table is read once for all tests. */
const loaded = new Map<string, ReturnType<typeof loadDataset>>();

function load(file: string): ReturnType<typeof loadDataset> {
  const found = loaded.get(file) ?? loadFile(file);
  loaded.set(file, found);
  return found;
}

async function loadFile(file: string): ReturnType<typeof loadDataset> {
  return loadDataset(await openTable(join(folder, file)), await loadChemistry());
}

test('every table is read without options, as published and as a cleaned copy', { skip }, async () => {
  for (const [file, [rows, kept, tasks]] of Object.entries(expected)) {
    if (!existsSync(join(folder, file))) continue;
    const { dataset } = await load(file);
    assert.deepEqual([dataset.tableLength, dataset.smiles.length, dataset.taskNames.length], [rows, kept, tasks], file);
    assert.equal(dataset.known, file.replace(/^raw\/|\.csv$/g, ''));
  }
});

test('blanks, duplicates and contradictions of the published tables are counted', { skip }, async () => {
  const remarks = async (file: string): Promise<string> => {
    const { notes, warnings } = await load(file);
    return [...notes, ...warnings].join('\n');
  };
  const esol = await remarks('raw/esol.csv');
  assert.match(esol, /SMILES with blanks around them, trimmed: 212/);
  assert.match(esol, /Structures with contradictory labels: 6,/);
  assert.match(await remarks('raw/bbbp.csv'), /Structures with contradictory labels: 10,/);
  assert.match(await remarks('raw/clintox.csv'), /Structures with contradictory labels: 19,/);
});

test('the published files have the SHA-256 on record', { skip }, async () => {
  const dataDir = join(folder, 'raw');
  for (const name of ['bbbp', 'tox21', 'sider', 'clintox', 'esol', 'lipophilicity']) {
    const { notes } = await obtainDataset(name, { dataDir });
    assert.match(notes[0]!, /as published/, name);
  }
});
