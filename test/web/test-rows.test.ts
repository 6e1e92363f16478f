/** How far off the page says that test molecules are, by the measure of the report, and what guessing would predict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTestTable } from '../../src/report/index.ts';
import { findTask } from '../../src/tasks/index.ts';
import type { TestRow } from '../../web/engine/protocol.ts';
import { type EvaluatedRun, evaluateTest } from '../../web/engine/storage/evaluate-test.ts';
import { guesses } from '../../web/engine/storage/guesses.ts';
import { testRows } from '../../web/engine/storage/test-rows.ts';
import { verdict } from '../../web/ui/results/verdict.ts';

test('of one quantity the error is in its own unit, and none without a label', async () => {
  const rows = await rowsOf(['length'], ['4,CC,100,130', '7,CCC,,1', '9,CCO,300,300']);
  assert.deepEqual(errorsOf(rows), [
    [[30], 30],
    [[Number.NaN], Number.NaN],
    [[0], 0],
  ]);
  assert.deepEqual(
    rows.map(({ line, shown }) => [line, shown[0]!.measured, shown[0]!.predicted]),
    [
      [4, '100', '130'],
      [7, '', '1'],
      [9, '300', '300'],
    ],
  );
});

test('of several quantities errors are in standard deviations of their labels, and their mean is over those with a label', async () => {
  const rows = await rowsOf(
    ['length', 'width'],
    ['4,CC,100,150,1,1', '7,CCC,300,300,3,5', '9,CCO,100,100,,2', '10,O,300,300,,2'],
  );
  assert.deepEqual(errorsOf(rows), [
    [[0.5, 0], 0.25],
    [[0, 2], 1],
    [[0, Number.NaN], 0],
    [[0, Number.NaN], 0],
  ]);
});

test('guessing gives each target the shares of its own classes, also where others have more', async () => {
  const targets = {
    tasks: ['grade', 'kind'],
    taskType: 'multiclass',
    classes: [
      ['a', 'b', 'c'],
      ['x', 'y'],
    ],
  };
  const text = 'row,line,smiles,grade,p,a,b,c,kind,p,x,y\n4,6,CC,a,b,0.2,0.5,0.3,y,y,0.1,0.9\n';
  const table = await readTestTable(text, targets, 'predictions.csv');
  const tasks = [
    { task: 'grade', labeled: 8, classCounts: [4, 2, 2] },
    { task: 'kind', labeled: 4, classCounts: [3, 1] },
  ];
  const split = { algorithm: 'random', parts: [{ part: 'train', molecules: 8, tasks } as const], warnings: [] };
  assert.deepEqual([...guesses(table, split, 'multiclass')!.values], [0.5, 0.25, 0.25, 0.75, 0.25, 0]);
});

test('several quantities are measured and compared by means that are free of their units', async () => {
  const data = { tasks: ['small', 'large'], taskType: 'regression' };
  const rows = Array.from({ length: 20 }, (_, row) => {
    const [y, off] = [row % 4, row % 3];
    return `${row},${row + 2},CC,${y},${y + off},${1000 * y},${1000 * y + off}`;
  });
  const test = await readTestTable(`row,line,smiles,small,p,large,p\n${rows.join('\n')}\n`, data, 'predictions.csv');
  const ofTask = (task: string, unit: number) => ({ task, labeled: 9, mean: 1.5 * unit, std: 2 * unit });
  const train = { part: 'train', molecules: 9, tasks: [ofTask('small', 1), ofTask('large', 1000)] } as const;
  const context = {
    molecules: 20,
    metric: 'rmse',
    meanPredictor: 1,
    baselines: [{ name: 'descriptor-forest', value: 600 }],
  };
  const run = {
    data,
    split: { algorithm: 'random', parts: [train], warnings: [] },
    result: { test: { rmse: { mean: 1, perTask: [1, 1], undefinedTasks: 0 } }, testContext: context },
  } as unknown as EvaluatedRun;
  const { metrics, baselines } = evaluateTest(test, run, undefined);
  const [rmse] = metrics;
  assert.equal(rmse!.isStandardized, true);
  const error = Math.sqrt((7 + 6 * 4) / 20);
  assert.ok(Math.abs(rmse!.value! - (error / 2 + error / 2000) / 2) < 1e-12, String(rmse!.value));
  const [guess, forest] = baselines;
  assert.ok(guess!.difference!.value < 0 && guess!.difference!.interval![1] < 0, JSON.stringify(guess!.difference));
  assert.ok(guess!.metrics[0]!.value! < 1);
  assert.equal(forest!.metrics[0]!.isStandardized, undefined);
  const text = verdict({ name: 'This model', metric: rmse!, baselines, molecules: 20 });
  assert.match(
    text!,
    /^This model is clearly better than guessing [^;]*\(RMSE, standardized 0\.\d+ against 0\.\d+\)\.$/,
  );
});

function errorsOf(rows: readonly TestRow[]): unknown[] {
  return rows.map(({ errors, error }) => [errors, error]);
}

async function rowsOf(tasks: readonly string[], lines: readonly string[]): Promise<TestRow[]> {
  const taskType = 'regression';
  const header = ['row', 'line', 'smiles', ...tasks.flatMap((task) => [task, `${task}_prediction`])];
  const text = [header.join(','), ...lines.map((line, row) => `${row},${line}`)].join('\n');
  return testRows(await readTestTable(text, { tasks, taskType }, 'predictions.csv'), findTask(taskType));
}
