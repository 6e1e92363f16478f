/**
 * node --enable-source-maps dist/scripts/run-test-files.js FILE...: Node's test runner over compiled tests in the order in which they are
 * given (`node --test` sorts them), which run-tests.js does with those that it finds. GRAPHSAM_TEST_WATCH=1 runs them again at changes.
 */
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec, tap } from 'node:test/reporters';
import { closingReport } from './shared/closing-report.ts';

// One more than the gate has cores: tests of the page, of locks and of processes wait a good part of their time. (Four gain nothing.)
const concurrency = 3;

const files = process.argv.slice(2).map((path) => resolve(path));
const events = run({ files, concurrency, watch: process.env.GRAPHSAM_TEST_WATCH === '1' });
events.on('test:fail', () => {
  process.exitCode = 1;
});
events.compose(process.stdout.isTTY ? new spec() : tap).pipe(process.stdout);
events.compose(closingReport).pipe(process.stdout);
