import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { slowestFiles } from './slowest-files.ts';

const file = (name: string): string => join(process.cwd(), name);

test('files are listed by their own durations, not by those of their tests, the slowest first and twenty at most', () => {
  const names = Array.from({ length: 25 }, (_, index) => `file-${index}.test.js`);
  const lines = linesOf([
    ...names.map((name, index) => ended(file(name), file(name), 1000 * (index + 1))),
    ended('a test', file('file-0.test.js'), 99_000),
  ]);
  assert.match(lines[0]!, /^# slowest of 25 files/);
  assert.deepEqual(lines.slice(1, 3), ['#     25.0 file-24.test.js', '#     24.0 file-23.test.js']);
  assert.equal(lines.length, 21);
});

test('of one file there is nothing to compare', () => {
  assert.deepEqual(linesOf([ended(file('a.test.js'), file('a.test.js'), 5)]), []);
});

function ended(name: string, path: string, durationMs: number): TestEvent {
  const data = { name, file: path, nesting: 0, details: { duration_ms: durationMs, passed: true } };
  return { type: 'test:complete', data } as unknown as TestEvent;
}

function linesOf(events: readonly TestEvent[]): string[] {
  return Array.from(slowestFiles(events), (line) => line.trimEnd());
}
