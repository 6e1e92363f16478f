import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../data/dataset.ts';
import { metricsOf } from '../tasks/index.ts';
import { requireTracked } from './require-tracked.ts';

function dataset(targets: readonly number[], taskNames: readonly string[], taskType: string): Dataset {
  return { name: 'm.csv', targets: Float64Array.from(targets), taskNames, taskType } as Partial<Dataset> as Dataset;
}

const check = (data: Dataset, val: readonly number[], metric?: string, algorithm = 'random'): void => {
  const [tracked] = metricsOf(data.taskType, { trackingMetric: metric });
  requireTracked(tracked, data, { train: [0, 1, 2, 3], val, test: [] }, algorithm);
};

test('one class on the validation part stops before training, with the split to use', () => {
  const data = dataset([0, 1, 0, 1, 1, 1, 1, 0], ['active'], 'classification');
  assert.throws(() => check(data, [4, 5, 6], undefined, 'scaffold'), {
    code: 'one-class-only',
    path: ['split', 'type'],
    where: 'm.csv',
    what: /roc-auc.*\b3\b.*\bactive$/,
    advice: /split\.type/,
  });
  assert.throws(() => check(data, [4, 5]), { code: 'one-class-only', advice: /split\.seed/ });
  const given = { advice: /^((?!split\.).)*validation part of the split that was given.*trackingMetric/ };
  assert.throws(() => check(data, [4, 5], undefined, 'given by the data'), given);
  check(data, [4, 7]);
  check(data, [4, 5, 6], 'accuracy');
});

test('one validation row, unlabeled rows, and one good target of several do not stop', () => {
  check(dataset([0, 1, 0, 1, 1], ['active'], 'classification'), [4]);
  const nan = Number.NaN;
  check(dataset([0, 1, 0, 1, 1, nan, nan], ['active'], 'classification'), [4, 5, 6]);
  check(dataset([0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1], ['a', 'b'], 'classification'), [4, 5]);
  check(dataset([1, 2, 3, 4, 5, 5], ['y'], 'regression'), [4, 5]);
});
