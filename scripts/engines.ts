/**
 * npm run test:engines [-- PATTERN...]: the tests of test/engines with a grid of forty runs instead of two, for which the ordinary tests
 * have no time. Those of engines that are not installed are skipped by name.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../src/platform/index.node.ts';

const patterns = process.argv.slice(2).map((pattern) => `test/engines/${pattern}`);
const tests = patterns.length > 0 ? patterns : ['test/engines/'];
const { status } = spawnSync(process.execPath, [join('dist', 'scripts', 'run-tests.js'), ...tests], {
  cwd: packageRoot(),
  env: { ...process.env, GRAPHSAM_ENGINES: '40' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
