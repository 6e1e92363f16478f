import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TrainRunResult } from '../runs/index.ts';
import type { Output } from './output.ts';
import { reportResult } from './train-result.ts';

test('over several runs the mean of several quantities is the one that is free of their units', () => {
  const runs = [0.5, 0.7].map((standardized, fold) => {
    const values = { rmse: { mean: 100, perTask: [1, 199], undefinedTasks: 0, standardized } };
    const facts = { status: 'finished', epochs: 1, bestEpoch: 1, stoppedEarly: false, chosenBy: 'validation' } as const;
    return { ...facts, folder: `fold_${fold}`, evaluations: 1, secondsPerEpoch: 1, validation: values, test: values };
  });
  const said: string[] = [];
  const output = { result: (text: string) => void said.push(...text.split('\n')) } as unknown as Output;
  reportResult({ status: 'finished', folder: 'run', runs } as TrainRunResult, ['small', 'large'], output);
  assert.ok(said.includes('Test over 2 runs: standardized rmse 0.6 (standard deviation 0.1414)'), said.join('\n'));
});
