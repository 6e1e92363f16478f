import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mean } from '../base/index.ts';
import { tableOfColumns } from './descriptor-table.ts';
import { fitTrees, type RawTree } from './fit-trees.ts';
import { randomTask } from './tables.test.helper.ts';

const task = randomTask(300, { isLogistic: false }, (has) => 3 * Number(has(1)) + 2 * Number(has(2) && has(3)));
const train = task.rows.slice(0, 200);
const rest = task.rows.slice(200);

function sumAt(trees: readonly RawTree[], row: number, output = 0): number {
  return trees
    .filter((tree) => tree.output === output)
    .reduce((sum, { columns, thresholds, children, values }) => {
      let node = 0;
      while (columns[node]! >= 0) {
        const value = task.descriptors.columns[columns[node]!]![row]!;
        node = children[node]! + (value <= thresholds[node]! ? 0 : 1);
      }
      return sum + values[node]!;
    }, 0);
}

test('both learners predict rows that they have not seen, from thresholds of the columns themselves', () => {
  const dataset = { targets: task.labels, taskNames: ['y'], taskType: 'regression' };
  const table = { dataset, fingerprints: task.table, descriptors: task.descriptors };
  const spread = rest.reduce((sum, row) => sum + (task.labels[row]! - 1.3) ** 2, 0);
  for (const { name, trees } of fitTrees(table, train, 1)) {
    const errors = rest.reduce((sum, row) => sum + (sumAt(trees, row) - task.labels[row]!) ** 2, 0);
    assert.ok(errors < 0.4 * spread, `${name}: ${errors} of ${spread}`);
  }
});

test('of molecules that are all the same the trees know the mean, and the table has a column that a file can read', () => {
  const alike = { name: 'mass', values: new Float32Array(task.rows.length).fill(18) };
  const descriptors = tableOfColumns([alike, { ...alike, name: 'rings' }]);
  assert.deepEqual(descriptors.names, ['mass']);
  const dataset = { targets: task.labels, taskNames: ['y'], taskType: 'regression' };
  const labels = train.map((row) => task.labels[row]!);
  for (const { trees } of fitTrees({ dataset, fingerprints: task.table, descriptors }, train, 1)) {
    assert.ok(Math.abs(sumAt(trees, 0) - mean(labels)) < 0.1);
  }
});

test('a target with one class in training is said to be of that class, and each target has its own trees', () => {
  const targets = Float64Array.from(task.rows.flatMap((row) => [Number(task.labels[row]! > 1.5), 1]));
  const dataset = { targets, taskNames: ['a', 'b'], taskType: 'classification' };
  const [forest, boosted] = fitTrees({ dataset, fingerprints: task.table, descriptors: task.descriptors }, train, 1);
  assert.deepEqual([forest!.link, boosted!.link], ['identity', 'logit']);
  assert.equal(sumAt(forest!.trees, rest[0]!, 1), 1);
  assert.ok(sumAt(boosted!.trees, rest[0]!, 1) > 9);
  const [yes] = rest.filter((row) => task.labels[row] === 5);
  assert.ok(sumAt(forest!.trees, yes!, 0) > 0.5 && sumAt(boosted!.trees, yes!, 0) > 0);
});
