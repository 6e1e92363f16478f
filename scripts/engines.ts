/**
 * npm run test:engines [-- folder|slurm|redis-grid...] [--runs 40]
 *
 * Grids of forty short runs on each engine, for which the ordinary tests have no time: three processes on one folder, two of them killed at
 * random; Slurm with two nodes; a Redis with three workers, one killed. Each must come to what one process has come to, byte for byte, which
 * is trained first. Engines that are not installed are skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/platform/index.node.ts';

const engines = ['folder', 'slurm', 'redis-grid'];
const { values, positionals } = parseArgs({
  options: { runs: { type: 'string', default: '40' } },
  allowPositionals: true,
});
process.env.GRAPHSAM_ENGINES = values.runs;
const { gridFiles } = await import('../test/engines/small-grid.test.helper.ts');

const chosen = positionals.length > 0 ? positionals : engines;
const alone = mkdtempSync(join(tmpdir(), 'graphsam-alone-'));
try {
  for (const [name, content] of Object.entries(gridFiles)) writeFileSync(join(alone, name), content);
  console.log(`${values.runs} runs by one process, to compare with`);
  run([join('dist', 'src', 'cli', 'main.js'), 'compare', join(alone, 'grid.yaml'), ...whereTo(alone)], alone);
  const tests = chosen.map((engine) => join('dist', 'test', 'engines', `${engine}.test.js`));
  run(['--enable-source-maps', '--test', '--test-concurrency=1', '--test-reporter=spec', ...tests], packageRoot());
} finally {
  rmSync(alone, { recursive: true });
}

function whereTo(folder: string): string[] {
  return ['-o', join(folder, 'out'), '--threads', '1', '--quiet'];
}

function run(args: readonly string[], cwd: string): void {
  const env = { ...process.env, GRAPHSAM_ENGINES_ALONE: alone };
  const script = args.map((arg) => (arg.startsWith('dist') ? join(packageRoot(), arg) : arg));
  const { status } = spawnSync(process.execPath, script, { cwd, env, stdio: 'inherit' });
  if (status !== 0) process.exitCode = status ?? 1;
}
