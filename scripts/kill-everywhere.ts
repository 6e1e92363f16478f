/**
 * npm run test:kill [-- [--part I/N] [NAME...]]
 *
 * test/kill at every file operation, which takes five minutes of one core; the ordinary tests take a few of them. NAME: parts of the names
 * of tests. --part 2/5 takes every fifth operation, from the second, so that a long walk can be done in parts.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packageRoot } from '../src/platform/index.node.ts';

const { values, positionals } = parseArgs({
  options: { part: { type: 'string', default: '1/1' } },
  allowPositionals: true,
});
const names = positionals.map((name) => `--test-name-pattern=${name}`);
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', ...names, join('dist', 'test', 'kill', 'kill-everywhere.test.js')],
  { cwd: packageRoot(), env: { ...process.env, GRAPHSAM_KILL: values.part }, stdio: 'inherit' },
);
process.exitCode = status ?? 1;
