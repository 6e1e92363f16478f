import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { metricFor } from '../../tasks/index.ts';
import { valueMeter } from './measure-values.ts';

test('probabilities that were learned class by class are measured as the file gives them, of sum 1 for each target', () => {
  const dataset = {
    taskType: 'multiclass',
    taskNames: ['grade', 'kind'],
    classes: [
      ['high', 'low', 'mid'],
      ['a', 'b'],
    ],
    targets: Float64Array.of(0, 1, 2, Number.NaN, 1, 0),
  };
  const measure = valueMeter(dataset, [2, 1], metricFor('multiclass', 'cross-entropy'));
  const values = [0.2, 0.2, 0, 0.9, 0.9, 1e-4, 0.1, 0.1, 0.2, 0.3, 0.1, 1e-4];
  assertClose([measure(values)!], [Math.log(2)], { absolute: 1e-12 });
});

test('quantities are measured as they stand', () => {
  const dataset = { taskType: 'regression', taskNames: ['y'], targets: Float64Array.of(1, 2, 3) };
  assert.equal(valueMeter(dataset, [0, 2], metricFor('regression', 'mae'))([2, 5]), 1.5);
});
