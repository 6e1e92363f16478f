import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { ConfigError, DataError } from '../base/errors.ts';
import { RandomStream } from '../base/random.ts';
import { type Dataset, drawEvenly } from '../data/index.ts';
import { parseTrainConfig } from '../runs/index.ts';
import { findLoss } from '../tasks/index.ts';
import { checkLossSettings, labelWeights, rowsByClass } from './label-weights.ts';
import { refuseClimbing } from './refuse-climbing.ts';

const nan = Number.NaN;
const train = [0, 1, 2, 3, 4];
/** Ones are rare in the first target; the last row is not trained on. */
const binary = {
  taskType: 'classification',
  taskNames: ['first', 'second'],
  targets: Float64Array.of(0, 1, 0, nan, 0, 0, 1, 1, 0, 0, 1, 1),
} as unknown as Dataset;

const trained = (weights: Float64Array, { targets }: Dataset): number[] =>
  train
    .flatMap((row) => [0, 1].map((task) => 2 * row + task))
    .flatMap((at) => (Number.isNaN(targets[at]) ? [] : [weights[at]!]));

test('without settings no label is weighed', () => {
  assert.equal(labelWeights(binary, train, { epochs: 10 }), undefined);
  assert.equal(labelWeights(binary, train, { epochs: 10, classBalance: 'sampling' }), undefined);
});

test('weights of rows and targets multiply, and are 1 on average over the labels of the training part', () => {
  const weighted = { ...binary, weights: Float64Array.of(1, 2, 1, 1, 1, 50) };
  const { early, late, lateFrom } = labelWeights(weighted, train, { epochs: 10, taskWeights: [1, 3] })!;
  assert.equal(late, early);
  assert.equal(lateFrom, 0);
  const all = trained(late, binary);
  assertClose([all.reduce((sum, each) => sum + each, 0) / all.length], [1], { absolute: 1e-12 });
  assertClose([late[1]! / late[0]!, late[2]! / late[0]!], [3, 2], { absolute: 1e-12 });
});

test('each class of a target weighs the same in all, the rare one more for each label', () => {
  const { late, early, lateFrom } = labelWeights(binary, train, { epochs: 10, classBalance: 'weights' })!;
  assert.equal(early, undefined);
  assert.equal(lateFrom, 0);
  assertClose([late[6]! / late[0]!, late[1]! / late[5]!], [4, 1], { absolute: 1e-12 });
});

test('effective numbers weigh from 80 % of the epochs on', () => {
  const { early, late, lateFrom } = labelWeights(binary, train, { epochs: 7, classBalance: 'deferred' })!;
  assert.equal(early, undefined);
  assert.equal(lateFrom, 6);
  assert.equal(labelWeights(binary, train, { epochs: 4, classBalance: 'deferred' })!.lateFrom, 3);
  const expected = (1 - 0.9999 ** 4) / (1 - 0.9999);
  assertClose([late[6]! / late[0]!], [expected], { absolute: 1e-9 });
});

test('rows that weigh nothing are neither counted in their class nor drawn', () => {
  const dataset = { ...binary, taskNames: ['y'], targets: Float64Array.of(1, 0, 0, 0, 0) };
  const weighted = { ...dataset, weights: Float64Array.of(1, 1, 0, 0, 0) };
  const { late } = labelWeights(weighted, train, { epochs: 10, classBalance: 'weights' })!;
  assert.equal(late[0], late[1]);
  assert.deepEqual(rowsByClass(weighted, train), [[1], [0]]);
  assert.deepEqual(rowsByClass({ ...weighted, weights: new Float64Array(5) }, train), [[1, 2, 3, 4], [0]]);
});

test('a class of one target is none of another, whose names are others', () => {
  const dataset = {
    taskType: 'multiclass',
    taskNames: ['grade', 'kind'],
    classes: [
      ['high', 'low'],
      ['a', 'b'],
    ],
    targets: Float64Array.of(0, nan, 1, 0, 1, 0, 1, 1, 1, 1),
  } as unknown as Dataset;
  // high (row 0) is the rarest of all; a and b are rarer than low.
  assert.deepEqual(rowsByClass(dataset, train), [[0], [1, 2], [3, 4]]);
});

test('rows are grouped by the class of their rarest label and drawn equally often, all before one comes again', () => {
  const groups = rowsByClass(binary, train);
  assert.deepEqual(groups, [
    [1, 2, 4],
    [0, 3],
  ]);
  const drawn = drawEvenly(groups, 8, new RandomStream(1, 'shuffling'));
  assert.equal(drawn.filter((row) => groups[1]!.includes(row)).length, 4);
  assert.deepEqual(drawn.slice(0, 3).sort(), [1, 2, 4]);
  assert.deepEqual(drawEvenly(groups, 8, new RandomStream(1, 'shuffling')), drawn);
});

test('settings that do not fit the targets are refused', () => {
  const config = (training: object) => parseTrainConfig({ training }, 'train.json');
  const quantities = { ...binary, taskType: 'regression' } as Dataset;
  assert.throws(() => checkLossSettings(quantities, config({ classBalance: 'weights' })), ConfigError);
  assert.throws(() => checkLossSettings(quantities, config({ labelSmoothing: 0.1 })), ConfigError);
  assert.throws(() => checkLossSettings(binary, config({ taskWeights: [1] })), {
    code: 'wrong-value',
    path: ['training', 'taskWeights'],
    what: /\b1\b.*\b2\b.*\(first, second\)/,
  });
  const limits = { ...binary, bounds: new Int8Array(12).fill(1) } as Dataset;
  assert.throws(() => checkLossSettings(limits, config({})), DataError);
  const authors = { name: 'graphsam/authors', hyperparameters: {} };
  assert.throws(() => refuseClimbing(findLoss('beta-nll'), authors), { code: 'contradicting-settings' });
  refuseClimbing(findLoss('beta-nll'), { ...authors, hyperparameters: { lossScaled: false } });
  refuseClimbing(findLoss('mse'), authors);
  checkLossSettings(binary, config({ classBalance: 'sampling', labelSmoothing: 0.1, taskWeights: [1, 2] }));
  const nothing = { ...binary, weights: new Float64Array(6) } as Dataset;
  assert.throws(() => labelWeights(nothing, train, { epochs: 1 }), {
    code: 'wrong-value',
    path: ['data', 'weightColumn'],
  });
});
