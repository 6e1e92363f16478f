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
  const metric = metricFor('multiclass', 'cross-entropy');
  const { measure } = valueMeter(dataset, { train: [0], val: [2, 1], test: [] }, { part: 'val', metric });
  const values = [0.2, 0.2, 0, 0.9, 0.9, 1e-4, 0.1, 0.1, 0.2, 0.3, 0.1, 1e-4];
  assertClose([measure(values)!], [Math.log(2)], { absolute: 1e-12 });
});

test('a quantity is measured as it stands, several in units of their deviations in training', () => {
  const metric = metricFor('regression', 'mae');
  const one = { taskType: 'regression', taskNames: ['y'], targets: Float64Array.of(1, 2, 3) };
  assert.equal(valueMeter(one, { train: [1], val: [0, 2], test: [] }, { part: 'val', metric }).measure([2, 5]), 1.5);
  const two = { taskType: 'regression', taskNames: ['y', 'z'], targets: Float64Array.of(1, 1000, 3, 3000, 2, 0) };
  const { measure, isStandardized } = valueMeter(two, { train: [0, 1], val: [], test: [2] }, { part: 'test', metric });
  assert.deepEqual([measure([3, 500]), isStandardized], [0.75, true]);
});
