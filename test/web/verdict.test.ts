/** The sentence on what a model is worth, by its rule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestBaseline } from '../../web/engine/protocol.ts';
import { toPrecisionOf } from '../../web/ui/parts/numbers.ts';
import { differenceText, standingOf, verdict } from '../../web/ui/results/verdict.ts';

test('how a model stands to a baseline is decided by whether the interval of the difference contains zero', () => {
  const of = (
    direction: 'higher' | 'lower',
    value: number,
    { interval, alike }: { interval?: readonly [number, number]; alike?: number } = {},
  ) => standingOf(direction, { value, interval }, alike);
  const above = { interval: [0.02, 0.2] } as const;
  assert.equal(of('higher', 0.1, above), 'clearly better');
  assert.equal(of('lower', 0.1, above), 'clearly worse');
  assert.equal(of('lower', -0.1, { interval: [-0.2, -0.02] }), 'clearly better');
  assert.equal(of('higher', 0.1, { interval: [-0.02, 0.2] }), 'perhaps better');
  assert.equal(of('higher', 0.1, { interval: [0, 0.2], alike: 0.15 }), 'level');
  assert.equal(
    of('higher', 0.1, { ...above, alike: 0.15 }),
    'clearly better',
    'a clear difference is told, however small',
  );
  assert.equal(of('lower', 0.1), 'perhaps worse');
  assert.equal(of('lower', 0), 'level');
});

test('numbers have the decimals of what they are uncertain by', () => {
  assert.deepEqual(toPrecisionOf(0.0405, [0.66, 0.0405]), ['0.660', '0.041']);
  assert.deepEqual(toPrecisionOf(25, [1234.5, -0.2]), ['1235', '0']);
  assert.deepEqual(toPrecisionOf(0, [0.5]), ['0.5']);
});

test('one sentence says what a model is beside guessing and beside a forest', () => {
  const metric = { name: 'rmse', direction: 'lower', value: 0.8, perTask: [] } as const;
  const baseline = (name: TestBaseline['name'], value: number, interval?: readonly [number, number]): TestBaseline => ({
    name,
    metrics: [{ ...metric, value }],
    difference: { value: metric.value - value, interval },
  });
  const tested = { name: 'This model', metric, molecules: 51 };
  assert.equal(
    verdict({ ...tested, baselines: [baseline('mean', 2.1, [-1.6, -1]), baseline('forest', 0.78, [-0.1, 0.14])] }),
    'This model is clearly better than guessing the mean of the training set (RMSE 0.8 against 2.1); about as good as a random forest (RMSE 0.78).',
  );
  assert.equal(
    verdict({ ...tested, molecules: 1, baselines: [baseline('mean', 0.7)] }),
    'This model is no better than guessing the mean of the training set (RMSE 0.8 against 0.7).',
  );
  assert.equal(
    verdict({ ...tested, baselines: [baseline('mean', 2.1, [-1.6, -1]), baseline('forest', 0.6, [-0.1, 0.5])] })!.split(
      '; ',
    )[1],
    'perhaps worse than a random forest, but 51 molecules are too few to tell (RMSE 0.6).',
  );
  assert.equal(verdict({ ...tested, baselines: [] }), undefined);
  assert.equal(
    differenceText('lower', { value: -0.02, interval: [-0.1, 0.06] }, ['A', 'B']),
    '-0.02 [-0.10, 0.06]: no clear difference',
  );
  assert.equal(
    differenceText('higher', { value: 0.12, interval: [0.05, 0.2] }, ['A', 'B']),
    '+0.12 [0.05, 0.20]: A is clearly better',
  );
});
