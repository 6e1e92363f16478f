/**
 * npm test [-- PATTERN...], npm run check
 *
 * All checks (types of the page, lint and format, imports, dead code, the package), then all tests. With patterns: only the tests
 * whose path contains one of them. With --checks: only the checks.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { packageRoot } from '../src/platform/index.node.ts';

const checks = [
  { name: 'types of the page', command: 'npx tsc -p web' },
  { name: 'lint and format', command: 'npx biome check .' },
  { name: 'imports', command: 'node dist/scripts/check-imports.js' },
  { name: 'dead code', command: 'npx knip' },
  { name: 'package', command: 'node dist/scripts/check-package.js' },
];

const patterns = process.argv.slice(2).filter((argument) => argument !== '--checks');
const checksOnly = process.argv.includes('--checks');
// Beside each other: most of them keep one core.
const ends = await Promise.all(patterns.length > 0 ? [] : checks.map(check));
const failed = ends.filter((name) => name !== undefined);
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`);
  process.exitCode = 1;
} else if (!checksOnly) {
  const tests = ['dist/scripts/run-tests.js', ...patterns];
  process.exitCode = spawnSync(process.execPath, tests, { cwd: packageRoot(), stdio: 'inherit' }).status ?? 1;
}

/** What it printed is shown when it has ended. Gives name and command of one that failed. */
async function check({ name, command }: (typeof checks)[number]): Promise<string | undefined> {
  const child = spawn(`${command} 2>&1`, { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'inherit'], shell: true });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (piece) => {
    printed += piece;
  });
  const [code] = await once(child, 'close');
  process.stdout.write(printed);
  return code === 0 ? undefined : `${name} (${command})`;
}
