/**
 * node --enable-source-maps dist/scripts/run-test-files.js FILE...: Node's test runner over compiled tests in the order in which they are
 * given (`node --test` sorts them), which run-tests.js does with those that it finds. Files of a folder share a process
 * (test-processes.ts); where a test ends it, those that were not through run once more, each in a process of its own.
 * GRAPHSAM_TEST_WATCH=1 runs files again at changes, each in its own process.
 */
import { once } from 'node:events';
import { relative, resolve } from 'node:path';
import { run } from 'node:test';
import { spec, type TestEvent, tap } from 'node:test/reporters';
import { closingReport } from './shared/closing-report.ts';
import { type TestProcess, testProcesses } from './shared/test-processes.ts';

// One more than the gate has cores: tests of the page, of locks and of processes wait a good part of their time. (Four gain nothing.)
const concurrency = 3;

const files = process.argv.slice(2);
const watch = process.env.GRAPHSAM_TEST_WATCH === '1';
const builds = process.env.GRAPHSAM_TEST_BUILDS;
const alone = (paths: readonly string[]): TestProcess[] =>
  paths.map((path) => ({ program: resolve(path), files: [resolve(path)] }));

const missing = await runAll(watch || !builds ? alone(files) : testProcesses(files, builds));
if (missing.length > 0) {
  console.log(`# once more, each in a process of its own, since another test ended theirs: ${missing.join(', ')}`);
  await runAll(alone(missing));
}

/** Gives the files that were not heard of to their end, relative to the working directory. */
async function runAll(processes: readonly TestProcess[]): Promise<string[]> {
  const together = processes.filter((each) => each.files.length > 1).flatMap((each) => each.files);
  const open = new Set(together.map((path) => relative(process.cwd(), path)));
  const events = run({ files: processes.map(({ program }) => program), concurrency, watch });
  events.on('test:fail', () => {
    process.exitCode = 1;
  });
  events.on('test:complete', ({ name, nesting }: Extract<TestEvent, { type: 'test:complete' }>['data']) => {
    if (nesting === 0) open.delete(name);
  });
  events.compose(process.stdout.isTTY ? new spec() : tap).pipe(process.stdout, { end: false });
  const closing = events.compose(closingReport);
  closing.pipe(process.stdout, { end: false });
  await once(closing, 'end');
  return [...open];
}
