import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { failedTests } from './failed-tests.ts';

test('each test that failed is named once at the end, with its file and the beginning of its error', () => {
  const long = new Error(Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n'));
  const text = [
    ...failedTests([
      failed('sums add up', { cause: new Error('3 is not 4'), failureType: 'testCodeFailure' }),
      failed('the suite around it', { failureType: 'subtestsFailed' }),
      failed('a long one', { cause: long, failureType: 'testCodeFailure' }),
    ]),
  ].join('');
  assert.match(text, /^# failed: 2\n# not ok: sums add up \(a\.test\.js:7\)\n# {3}Error: 3 is not 4\n/);
  assert.doesNotMatch(text, /the suite around it/);
  assert.match(text, /line 20/);
  assert.doesNotMatch(text, /line 50/);
});

test('where nothing failed nothing is said', () => {
  assert.deepEqual([...failedTests([])], []);
});

function failed(name: string, error: object): TestEvent {
  const data = { name, file: join(process.cwd(), 'a.test.js'), line: 7, nesting: 0, details: { error } };
  return { type: 'test:fail', data } as unknown as TestEvent;
}
