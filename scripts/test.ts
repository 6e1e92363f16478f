/**
 * npm test [-- PATTERN...], npm run check
 *
 * All checks (types of the page, lint and format, imports, dead code, the package), then all tests. With patterns: only the tests
 * whose path contains one of them. With --checks: only the checks.
 */
import { spawnSync } from 'node:child_process';
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
const failed = patterns.length > 0 ? [] : checks.filter(({ command }) => run(command) !== 0);
if (failed.length > 0) {
  console.error(`failed: ${failed.map(({ name, command }) => `${name} (${command})`).join(', ')}`);
  process.exitCode = 1;
} else if (!checksOnly) {
  process.exitCode = run(`node dist/scripts/run-tests.js ${patterns.map((part) => JSON.stringify(part)).join(' ')}`);
}

function run(command: string): number {
  return spawnSync(command, { cwd: packageRoot(), stdio: 'inherit', shell: true }).status ?? 1;
}
