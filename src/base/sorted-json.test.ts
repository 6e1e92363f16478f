import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortedJson } from './sorted-json.ts';

test('equal data give equal texts, whatever the order of their keys at any depth; lists keep theirs', () => {
  const one = { b: [1, { d: null, c: 'x' }], a: { f: 2, e: true } };
  const same = { a: { e: true, f: 2 }, b: [1, { c: 'x', d: null }] };
  assert.equal(sortedJson(one), sortedJson(same));
  assert.deepEqual(JSON.parse(sortedJson(one)), one);
  assert.notEqual(sortedJson([1, 2]), sortedJson([2, 1]));
});
