/**
 * npm run results:atom-order [-- RUNS-FOLDER]: keeps the finished runs of results/atom-order/grid.yaml that lie in RUNS-FOLDER as one small
 * file each beside it, and prints the table of docs/atom-order.md with what is missing.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expandGrids } from '../src/experiments/expand-grid.ts';
import { readGrids } from '../src/experiments/read-grid.ts';
import { collectRuns } from './results/collect.ts';
import { resultsFolder } from './results/grids.ts';
import { readKept } from './results/kept.ts';
import { reportFailure } from './shared/report-failure.ts';

await reportFailure(async () => {
  const kept = join(resultsFolder, 'atom-order');
  const path = join(kept, 'grid.yaml');
  const cells = expandGrids(readGrids(await readFile(path, 'utf8'), path), path);
  const [runs] = process.argv.slice(2);
  if (runs !== undefined) await collectRuns(cells, { runs, kept, replace: false });
  const { results, missing } = await readKept(cells, kept);
  console.log('| data set and order | seed | metric | validation | test |\n|---|---|---|---|---|');
  for (const { dataset, seed, metric, validation, test } of results) {
    console.log(`| ${dataset} | ${seed} | ${metric} | ${validation?.toFixed(4)} | ${test?.toFixed(4)} |`);
  }
  console.log(`\nMissing: ${missing.map(({ name }) => name).join(', ') || 'none'}.`);
});
