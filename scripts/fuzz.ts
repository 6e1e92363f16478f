/**
 * npm run fuzz [SEED] [SHARE]: 20,000 SMILES, 5,000 tables, 500 model files and 300 run folders (or a share of them), damaged at random. No
 * crash, no hang, no damage unnoticed; otherwise it lists what it found and ends with 1. Without a seed, today's date is it.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphsamError } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { parseTrainConfig, runFiles } from '../src/runs/index.ts';
import { trainRun } from '../src/training/train-run.node.ts';
import { type Defect, type FuzzOptions, fuzzModelFiles, fuzzSmiles, fuzzTables } from './fuzz/fuzzers.ts';
import { fuzzRunFolders } from './fuzz/run-folders.ts';
import { reportFailure } from './shared/report-failure.ts';

const shownDefects = 10;
const isOwn = (error: unknown): error is GraphsamError => error instanceof GraphsamError;

await reportFailure(async () => {
  const seed = Number(process.argv[2] ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''));
  const share = Number(process.argv[3] ?? 1);
  const some = (count: number): FuzzOptions => ({ count: Math.ceil(share * count), seed });
  console.log(`Seed ${seed}.`);
  const chemistry = await loadChemistry();
  const folder = await mkdtemp(join(tmpdir(), 'graphsam-fuzz-'));
  try {
    const run = await trainTiny(folder);
    const model = await readFile(join(run, runFiles.model));
    tell('SMILES', some(20_000), fuzzSmiles(chemistry, some(20_000)));
    tell('tables', some(5_000), await fuzzTables(chemistry, isOwn, some(5_000)));
    tell('model files', some(500), fuzzModelFiles(model, isOwn, some(500)));
    tell('run folders', some(300), await fuzzRunFolders(run, isOwn, some(300)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

async function trainTiny(folder: string): Promise<string> {
  const table = join(folder, 'table.csv');
  const rows = Array.from(
    { length: 40 },
    (_, row) => `${'C'.repeat((row % 8) + 1)}${'ONF'[row % 3]},${(row * 7) % 11}.5`,
  );
  await writeFile(table, `smiles,y\n${rows.join('\n')}\n`);
  const settings = { width: 16, heads: 2, layers: 1 };
  const config = parseTrainConfig(
    { data: { paths: [table] }, model: { settings }, training: { epochs: 2 } },
    'the fuzzer',
  );
  const result = await trainRun(config, { folder: join(folder, 'run') });
  return result.folder;
}

function tell(what: string, { count }: FuzzOptions, defects: readonly Defect[]): void {
  console.log(`${count} ${what}: ${defects.length === 0 ? 'nothing found' : `${defects.length} defects`}`);
  for (const { input, what: found, shown } of defects.slice(0, shownDefects)) {
    console.log(`  input ${input}: ${found}\n    ${shown}`);
  }
  if (defects.length > 0) process.exitCode = 1;
}
