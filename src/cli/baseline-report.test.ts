import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishedBaseline } from '../experiments/index.node.ts';
import { BaselineReport } from './baseline-report.ts';
import type { Output } from './output.ts';

test('the table of several quantities has means that are free of their units', () => {
  const said: string[] = [];
  let result: object = {};
  const output = {
    say: () => {},
    result: (text: string, record: object) => {
      said.push(...text.split('\n'));
      result = record;
    },
  } as unknown as Output;
  const report = new BaselineReport(output);
  [0.5, 0.7].forEach((standardized, seed) => {
    const values = { rmse: { mean: 100, perTask: [1, 199], undefinedTasks: 0, standardized } };
    const facts = { status: 'finished', baseline: 'mean', settings: {}, chosenBy: 'default', seconds: 0 } as const;
    const run: FinishedBaseline = { ...facts, validation: values, test: values };
    report.onEvent({ kind: 'baseline', seed, fold: 0, run });
  });
  report.finish(['mean']);
  assert.match(said[0]!, /test standardized rmse$/);
  assert.match(said[1]!, /^mean +0\.6 ± 0\.1414$/);
  assert.match(said.at(-1)!, /^Standardized: /);
  const { test } = (result as { baselines: Record<string, { test: object }> }).baselines.mean!;
  const [rmse] = Object.values(test) as [{ mean: number; standardized: { mean: number } }];
  assert.deepEqual([rmse.mean, rmse.standardized.mean], [100, 0.6]);
});
