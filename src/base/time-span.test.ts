import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeSpanSeconds } from './time-span.ts';

test('a span of time is a number with its unit, above 0 and at most 24 days', () => {
  assert.deepEqual(['90s', '30m', '1.5h', ' 2 d '].map(timeSpanSeconds), [90, 1800, 5400, 172_800]);
  for (const text of ['', '30', 'm', '-1h', '0s', '25d', '1h30m', '1w']) assert.equal(timeSpanSeconds(text), undefined);
});
