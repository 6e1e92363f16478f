/** npm run test:kill: test/kill at every file operation, which takes about an hour of one core; the ordinary tests take a few of them. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { packageRoot } from '../src/platform/index.node.ts';

const { status } = spawnSync(process.execPath, [join('dist', 'scripts', 'run-tests.js'), 'test/kill'], {
  cwd: packageRoot(),
  env: { ...process.env, GRAPHSAM_KILL: 'all' },
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
