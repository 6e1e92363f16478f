/**
 * node dist/scripts/run-tests.js [--group unit|e2e|web] [--watch] [PATTERN...]
 *
 * Runs compiled tests with Node's test runner: all, those of a group, those whose path contains one of the patterns. (Node 20's own
 * search would take every file in a folder named test for a test.) --watch runs them again whenever what they import changes.
 * At the end the slowest files are listed, and what failed once more.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
  const builds = mkdtempSync(join(tmpdir(), 'graphsam-test-builds-'));
  try {
    const preload = `--import=${new URL('./shared/baseline-webassembly.js', import.meta.url).href}`;
    const env = {
      ...process.env,
      NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} ${preload}`.trim(),
      // Tests open models by ONNX Runtime itself, too, in Node and in Python.
      ORT_DISABLE_TELEMETRY: '1',
      GRAPHSAM_TEST_BUILDS: builds,
      GRAPHSAM_TEST_WATCH: watch ? '1' : '',
    };
    const runner = fileURLToPath(new URL('./run-test-files.js', import.meta.url));
    return (
      spawnSync(process.execPath, ['--enable-source-maps', runner, ...files], { stdio: 'inherit', env }).status ?? 1
    );
  } finally {
    rmSync(builds, { recursive: true, force: true });
  }
}

function complain(text: string): number {
  console.error(text);
  return 2;
}
