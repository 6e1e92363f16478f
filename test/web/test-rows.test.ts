/** How far off the page says that test molecules are, by the measure of the report, and what guessing would predict. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTestTable } from '../../src/report/index.ts';
import { findTask } from '../../src/tasks/index.ts';
import type { TestRow } from '../../web/engine/protocol.ts';
import { guesses } from '../../web/engine/storage/guesses.ts';
import { testRows } from '../../web/engine/storage/test-rows.ts';

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
  const targets = { tasks: ['grade', 'kind'], taskType: 'multiclass', classes: [['a', 'b', 'c'], ['x', 'y']] };
  const text = 'row,line,smiles,grade,p,a,b,c,kind,p,x,y\n4,6,CC,a,b,0.2,0.5,0.3,y,y,0.1,0.9\n';
  const table = await readTestTable(text, targets, 'predictions.csv');
  const tasks = [
    { task: 'grade', labeled: 8, classCounts: [4, 2, 2] },
    { task: 'kind', labeled: 4, classCounts: [3, 1] },
  ];
  const split = { algorithm: 'random', parts: [{ part: 'train', molecules: 8, tasks } as const], warnings: [] };
  assert.deepEqual([...guesses(table, split, 'multiclass')!.values], [0.5, 0.25, 0.25, 0.75, 0.25, 0]);
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
