import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { groupOf } from './test-processes.ts';

test('tests of a folder of src run together, but for those of files, processes and the machine', () => {
  assert.equal(groupOf('dist/src/optim/family/graphsam.test.js'), 'optim');
  assert.equal(groupOf('/somewhere/dist/src/optim/optimizer.test.js'), 'optim');
  assert.equal(groupOf('dist/src/platform/files/lock-file.node.test.js'), undefined);
  assert.equal(groupOf('dist/src/runtime/devices.test.js'), undefined);
  assert.equal(groupOf('dist/src/data/moleculenet.test.js'), undefined);
  assert.equal(groupOf('dist/test/report.test.js'), undefined);
});

test('a failure among tests of one process is named with its file, and its hooks are its own', (context) => {
  const { status, output } = runTests(context, {
    failing: `
      beforeEach(() => { globalThis.hooks = (globalThis.hooks ?? 0) + 1; });
      test('one and one', () => assert.equal(1 + 1, 3));`,
    following: `test('no hook of another file ran', () => assert.equal(globalThis.hooks, 1));`,
    missing: `import './not-there.js';`,
  });
  assert.equal(status, 1, output);
  assert.match(output, /^# not ok: one and one \(dist\/src\/things\/failing\.test\.js:\d+\)$/m);
  assert.match(output, /^ {4}ok 1 - no hook of another file ran$/m);
  assert.match(output, /^not ok \d+ - dist\/src\/things\/missing\.test\.js$/m);
  assert.match(output, /# failed: 2$/m);
});

for (const [how, ending] of [
  ['leaves', 'process.exit(0)'],
  ['crashes', "process.kill(process.pid, 'SIGKILL')"],
] as const) {
  test(`a test that ${how} hides no other file of its process, and fails the run`, (context) => {
    const { status, output } = runTests(context, {
      first: `test('takes all with it', () => ${ending});`,
      second: `test('runs all the same', () => {});`,
    });
    assert.equal(status, 1, output);
    assert.match(output, /^# once more, each in a process of its own.*: dist\/src\/things\/first\.test\.js, .*second/m);
    assert.match(output, /^ok \d+ - runs all the same$/m);
  });
}

/** Runs files of these names and contents as the runner runs those of a folder of src. */
function runTests(context: TestContext, files: Readonly<Record<string, string>>): { status: number; output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-tests-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const things = join(folder, 'dist', 'src', 'things');
  mkdirSync(things, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const imports = "import assert from 'node:assert/strict';\nimport { beforeEach, test } from 'node:test';\n";
  const paths = Object.entries(files).map(([name, content]) => {
    writeFileSync(join(things, `${name}.test.js`), imports + content);
    return join('dist', 'src', 'things', `${name}.test.js`);
  });
  const runner = fileURLToPath(new URL('../run-test-files.js', import.meta.url));
  // Without the mark of a test's own process, in which Node runs no others.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [runner, ...paths], {
    cwd: folder,
    env: { ...env, GRAPHSAM_TEST_BUILDS: join(folder, 'builds'), GRAPHSAM_TEST_WATCH: '' },
    encoding: 'utf8',
  });
  return { status: status ?? 1, output: stdout + stderr };
}
