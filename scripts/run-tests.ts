/**
 * node dist/scripts/run-tests.js [--group unit|e2e|web] [--watch] [PATTERN...]
 *
 * Runs compiled tests with Node's test runner: all, those of a group, those whose path contains one of the patterns. (Node 20's own
 * search would take every file in a folder named test for a test.) --watch runs them again whenever what they import changes.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { type TestGroup, testFiles, testGroups } from './shared/test-files.ts';

const { values, positionals } = parseArgs({
  options: { group: { type: 'string' }, watch: { type: 'boolean', default: false } },
  allowPositionals: true,
});
process.exitCode = main();

function main(): number {
  const { group, watch } = values;
  if (group !== undefined && !(testGroups as readonly string[]).includes(group)) {
    return complain(`--group ${group}: the groups are ${testGroups.join(', ')}`);
  }
  const files = testFiles(positionals, group as TestGroup | undefined);
  if (files.length === 0) return complain(`no test has ${positionals.join(' or ')} in its path`);
  // One more than the gate has cores: tests of the page, of locks and of processes wait a good part of their time.
  const options = ['--enable-source-maps', '--test', '--test-concurrency=3', ...(watch ? ['--watch'] : [])];
  return spawnSync(process.execPath, [...options, ...files], { stdio: 'inherit' }).status ?? 1;
}

function complain(text: string): number {
  console.error(text);
  return 2;
}
