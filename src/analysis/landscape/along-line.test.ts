import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { ConfigError } from '../../base/errors.ts';
import type { Vector } from '../../base/parameter-layout.ts';
import { lossAlongLine, lossOnPlane } from './along-line.ts';
import { axisValues, parseAxis } from './axis.ts';

const start = Float64Array.of(1, 2, 3);
const across = Float64Array.of(1, 0, -1);
const up = Float64Array.of(0, 2, 0);
const loss = async (weights: Vector): Promise<number> => weights[0]! ** 2 + 10 * weights[1]! + weights[2]! ** 3;

test('the loss along a line is the loss at weights + factor * direction, and the weights stay as they are', async () => {
  const factors = axisValues(parseAxis('-2:2:5', '--x'));
  const seen: number[] = [];
  const losses = await lossAlongLine(loss, start, { direction: across, factors, onPoint: (done) => seen.push(done) });
  const expected = factors.map((factor) => (1 + factor) ** 2 + 20 + (3 - factor) ** 3);
  assertClose(losses, expected, { relative: 1e-14 });
  assert.deepEqual([...start], [1, 2, 3]);
  assert.deepEqual(seen, [1, 2, 3, 4, 5]);
});

test('a plane is filled row by row, y first, and its rows are lines', async () => {
  const [x, y] = [axisValues(parseAxis('-1:1:3', '--x')), axisValues(parseAxis('0:1:2', '--y'))];
  const done: number[] = [];
  const plane = await lossOnPlane(loss, start, { across, up, x, y, onPoint: (count) => done.push(count) });
  const expected = y.flatMap((b) => x.map((a) => (1 + a) ** 2 + 10 * (2 + 2 * b) + (3 - a) ** 3));
  assertClose(plane, expected, { relative: 1e-14 });
  assert.deepEqual(done, [1, 2, 3, 4, 5, 6]);
});

test('an axis holds its ends and its middle exactly', () => {
  const values = axisValues(parseAxis('-1:1:51', '--x'));
  assert.equal(values.length, 51);
  assert.deepEqual([values[0], values[25], values[50]], [-1, 0, 1]);
  assert.ok(axisValues({ from: -0.7, to: 0.7, points: 15 }).includes(0));
});

for (const text of ['1:-1:51', '-1:1', '-1:1:1', '-1:1:2.5', 'a:1:5', '-1::5', '0:1:2000', '']) {
  test(`"${text}" is no axis`, () => {
    assert.throws(() => parseAxis(text, '--x'), ConfigError);
  });
}
