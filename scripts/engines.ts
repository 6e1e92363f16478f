/**
 * npm run test:engines [-- folder|slurm|redis-grid...] [--runs 40] [--alone FOLDER] [--kept FOLDER]
 *
 * Grids of forty short runs on each engine, for which the ordinary tests have no time: three processes on one folder, two of them killed at
 * random; Slurm with two nodes; a Redis with three workers, one killed. Each must come to what one process has come to, byte for byte. That
 * one trains first, in this process; with --alone it is kept there and found again. With --kept the grids stay in that folder, and a call
 * that was cut off is continued by the next one. Engines that are not installed are skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runJob } from '../src/experiments/cell-job.node.ts';
import { compare, expandGrids, readGrids } from '../src/experiments/index.node.ts';
import { packageRoot } from '../src/platform/index.node.ts';

const engines = ['folder', 'slurm', 'redis-grid'];
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '40' }, alone: { type: 'string' }, kept: { type: 'string' } },
  allowPositionals: true,
});
process.env.GRAPHSAM_ENGINES = values.runs;
const { gridFiles } = await import('../test/engines/small-grid.test.helper.ts');

const chosen = positionals.length > 0 ? positionals : engines;
const alone = values.alone ?? mkdtempSync(join(tmpdir(), 'graphsam-alone-'));
try {
  await trainAlone();
  const tests = chosen.map((engine) => join('dist', 'test', 'engines', `${engine}.test.js`));
  const options = ['--enable-source-maps', '--test', '--test-concurrency=1', '--test-reporter=spec'];
  const kept = values.kept && { GRAPHSAM_ENGINES_KEPT: resolve(values.kept) };
  const env = { ...process.env, GRAPHSAM_ENGINES_ALONE: resolve(alone), ...kept };
  const { status } = spawnSync(process.execPath, [...options, ...tests], { cwd: packageRoot(), env, stdio: 'inherit' });
  process.exitCode = status ?? 1;
} finally {
  if (values.alone === undefined) rmSync(alone, { recursive: true });
}

async function trainAlone(): Promise<void> {
  const start = performance.now();
  mkdirSync(alone, { recursive: true });
  for (const [name, content] of Object.entries(gridFiles)) writeFileSync(join(alone, name), content);
  const before = process.cwd();
  // Tables are named from there.
  process.chdir(alone);
  const cells = expandGrids(readGrids(gridFiles['grid.yaml'], 'grid.yaml'), 'grid.yaml');
  const machine = { threads: 1 };
  const onOneThread = cells.map((cell) => ({ ...cell, config: { ...cell.config, machine } }));
  const signal = new AbortController().signal;
  const { missing } = await compare(onOneThread, {
    folder: 'out',
    jobs: 1,
    execute: (job, { onEvent }) => runJob(job, { onEvent: onEvent ?? (() => {}), signal }),
  });
  process.chdir(before);
  if (missing.length > 0) throw new Error(`not trained: ${missing.join(', ')}`);
  console.log(`${cells.length} runs by one process: ${((performance.now() - start) / 1000).toFixed(0)} s`);
}
