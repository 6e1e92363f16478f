/**
 * node dist/scripts/python-compare.js PYTHON TABLE.csv... [--only NAME...] [--part I/N]
 *
 * The numbers of python/graphsam-predict beside those of `graphsam predict`, for all molecules of the tables (column `smiles` or `mol`) and small models of
 * every kind: the fixtures, and models that read every molecule feature, trained here. Prints the largest difference of each model, relative
 * where a value is larger than 1. PYTHON: an interpreter with rdkit, onnxruntime, numpy and pandas. --part 1/10 takes every tenth molecule,
 * from the first; 2/10 from the second, so that a long comparison can be done in parts.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { openTable, quoteCell } from '../src/data/index.node.ts';
import { packageRoot } from '../src/platform/index.node.ts';
import { readModelFile } from '../src/predict/index.node.ts';
import { featureModels, graphsam, trainModels } from './python/trained-models.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, part: { type: 'string', default: '1/1' } },
});
const [python, ...tables] = positionals;
if (python === undefined || tables.length === 0) {
  console.error('Usage: node dist/scripts/python-compare.js PYTHON TABLE.csv... [--only NAME...] [--part I/N]');
  process.exit(2);
}
const library = join(packageRoot(), 'python', 'graphsam-predict');
const isWanted = (name: string): boolean => values.only?.includes(name) ?? true;
const work = await mkdtemp(join(tmpdir(), 'graphsam-python-'));
const all = [...new Set((await Promise.all(tables.map(smilesOf))).flat())];
const [part, parts] = values.part.split('/').map(Number);
const smiles = all.filter((_, index) => index % parts! === part! - 1);
const molecules = join(work, 'molecules.csv');
await writeFile(molecules, `smiles\n${smiles.map((text) => quoteCell(text)).join('\n')}\n`);
const fixtures = join(library, 'tests', 'fixtures');
const kept = (await readdir(fixtures)).filter((name) => name.endsWith('.onnx') && isWanted(basename(name, '.onnx')));
for (const name of kept) await compare(basename(name, '.onnx'), join(fixtures, name));
for (const model of featureModels.filter(({ name }) => isWanted(name))) {
  const [path] = await trainModels([model], work);
  await compare(model.name, path!);
}
await rm(work, { recursive: true });

async function compare(name: string, path: string): Promise<void> {
  const predicted = join(work, `${name}.csv`);
  const coverage = (await readModelFile(path)).card.trust ? ['--coverage', '0.9'] : [];
  graphsam(['predict', path, molecules, '-o', predicted, '--threads', '1', ...coverage]);
  const args = ['-m', 'graphsam_predict.compare', path, predicted, ...coverage];
  const { stdout, stderr, status } = spawnSync(python!, args, { cwd: library, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(stderr);
  const { molecules: count, cells, largest, far, where, others } = JSON.parse(stdout);
  console.log(
    `${name}: ${count} molecules, ${cells} cells, largest difference ${largest.toExponential(1)}, at ${where}`,
  );
  console.log(
    `  cells further apart than 1e-5: ${far}; that differ otherwise: ${others.length}`,
    ...others.slice(0, 5),
  );
}

async function smilesOf(path: string): Promise<string[]> {
  const table = await openTable(path);
  const column = table.columns.findIndex((name) => name === 'smiles' || name === 'mol');
  const found: string[] = [];
  for await (const { cells } of table.rows) if (cells[column]) found.push(cells[column]);
  return found;
}
