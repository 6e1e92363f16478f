import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encoderTable, type StartedRun } from './table.ts';

const run = (given: Partial<StartedRun>): StartedRun => ({
  ...{ table: 'esol', split: 'random', seed: 100, start: 'builtin', metric: 'rmse' },
  ...{ validation: 0.5, test: 0.6, bestEpoch: 3 },
  ...given,
});

test('pairs are counted by what is better in their metric, and a run without its pair is left out', () => {
  const table = encoderTable([
    run({}),
    run({ start: 'scratch', validation: 0.7, test: 0.55 }),
    run({ table: 'bbbp', metric: 'roc-auc', validation: 0.9, test: 0.95 }),
    run({ table: 'bbbp', metric: 'roc-auc', start: 'scratch', validation: 0.8, test: 0.9 }),
    run({ seed: 101 }),
  ]);
  const rows = table.split('\n');
  assert.equal(rows[2], '| esol | random | 100 | rmse | 0.700 | 0.500 | 0.550 | 0.600 |');
  assert.equal(rows.length, 6);
  assert.match(table, /better in 2 of 2 pairs by validation, in 1 by the test part/);
});
