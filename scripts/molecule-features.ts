/**
 * node dist/scripts/molecule-features.js PYTHON TABLE.csv... : compares the molecule features computed here with those of Python's RDKit (PYTHON: an
 * interpreter that has it) on the column `smiles` of the tables, and prints the columns that differ: in how many molecules, and where most.
 * With --write FILE it writes Python's numbers of those SMILES instead, for the fixture of the tests.
 */
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadChemistry } from '../src/chem/index.node.ts';
import { openTable } from '../src/data/index.node.ts';
import { packageRoot } from '../src/platform/index.node.ts';
import { differences, type PythonFeatures } from './molecule-features/compare.ts';

const { positionals, values } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } });
const [python, ...paths] = positionals;
if (python === undefined || paths.length === 0) {
  console.error('Usage: node dist/scripts/molecule-features.js PYTHON TABLE.csv... [--write FILE]');
  process.exit(2);
}
const smiles = [...new Set((await Promise.all(paths.map(smilesOf))).flat())];
const script = join(packageRoot(), 'scripts', 'molecule-features', 'rdkit-features.py');
const answer = execFileSync(python, [script], { input: `${smiles.join('\n')}\n`, maxBuffer: 2 ** 31 });
const [{ version }, ...features] = answer
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));
if (values.write !== undefined) {
  const molecules = smiles.map((text, row) => ({ smiles: text, features: features[row] }));
  await writeFile(values.write, `${JSON.stringify({ rdkit: version, molecules })}\n`);
} else {
  const chemistry = await loadChemistry();
  const { compared, found } = differences(smiles, features as (PythonFeatures | null)[], chemistry);
  console.log(
    `${compared} of ${smiles.length} molecules compared: ${chemistry.toolkit} ${chemistry.version} here, ${version} in Python`,
  );
  for (const { column, molecules, smiles: where, here, there } of found)
    console.log(`${column}: ${molecules} molecules differ, most ${here} here and ${there} there at ${where}`);
  console.log(`${found.length} columns differ`);
}

async function smilesOf(path: string): Promise<string[]> {
  const table = await openTable(path);
  const column = table.columns.indexOf('smiles');
  const found: string[] = [];
  for await (const { cells } of table.rows) if (cells[column]) found.push(cells[column]!.trim());
  return found;
}
