/** A reporter of Node's test runner: what is said when all tests have ended, one thing after the other. */
import type { TestEvent } from 'node:test/reporters';
import { failedTests } from './failed-tests.ts';
import { slowestFiles } from './slowest-files.ts';

export async function* closingReport(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const kept: TestEvent[] = [];
  for await (const event of events) {
    if (event.type === 'test:complete' || event.type === 'test:fail') kept.push(event);
  }
  yield* slowestFiles(kept);
  yield* failedTests(kept);
}
