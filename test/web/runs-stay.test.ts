/** What the list of runs says of them: seeds together, settings in a line. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTrainConfig } from '../../src/runs/index.ts';
import type { SavedRun } from '../../web/engine/protocol.ts';
import { settingsText } from '../../web/ui/results/run-settings-text.ts';
import { groupDifference, seedGroups } from '../../web/ui/results/seed-groups.ts';
import { distinguished } from '../../web/ui/train/distinguished.ts';
import { titleOfRun } from '../../web/ui/train/run-title.ts';

function savedRun(experiment: string, seed: number, value: number, created = seed): SavedRun {
  const config = parseTrainConfig(
    {
      data: { dataset: 'medicines' },
      schedule: { learningRate: 0.001 },
      model: { name: 'compt', settings: { width: 64 } },
      training: { epochs: 15, seed },
    },
    'the test',
  );
  return {
    id: `${experiment} ${seed} ${created}`,
    title: experiment,
    created,
    status: 'finished',
    busy: false,
    config,
    data: 'medicines',
    epochsDone: 15,
    epochs: 15,
    sizeBytes: 1,
    found: {
      tasks: ['cns'],
      taskType: 'classification',
      model: 'compt',
      settings: { width: 64, layers: 2 },
      metric: { name: 'roc-auc', direction: 'higher', value },
      tested: 51,
      experiment,
    },
  };
}

test('runs that differ in their seed alone have a mean and a spread; the newer of two with one seed counts', () => {
  const [group, ...others] = seedGroups([
    savedRun('a', 1, 0.9),
    savedRun('a', 0, 0.7),
    savedRun('a', 0, 0.8, 9),
    savedRun('b', 0, 0.5),
  ]);
  assert.deepEqual(others, [], 'one seed alone has no spread');
  assert.deepEqual(
    group!.runs.map(({ seed, value }) => [seed, value]),
    [
      [0, 0.8],
      [1, 0.9],
    ],
  );
  assert.equal(group!.mean.toFixed(6), '0.850000');
  assert.equal(group!.deviation.toFixed(6), (0.1 / Math.SQRT2).toFixed(6));
  assert.deepEqual([group!.lowest, group!.highest], [0.8, 0.9]);
});

test('two groups are compared over the seeds that both have', () => {
  const [first, second] = seedGroups([
    ...[0.8, 0.9, 0.85].map((value, seed) => savedRun('a', seed, value)),
    ...[0.7, 0.8, 0.75].map((value, seed) => savedRun('b', seed + 1, value)),
  ]);
  const difference = groupDifference(first!, second!)!;
  assert.equal(difference.seeds, 2);
  assert.equal(difference.value.toFixed(6), '0.125000');
  assert.ok(difference.interval![0] < 0.125 && difference.interval![1] > 0.125);
  const [alone] = seedGroups([savedRun('c', 7, 1), savedRun('c', 8, 1)]);
  assert.equal(groupDifference(first!, alone!), undefined);
});

test('the settings of a run are said in a line', () => {
  assert.equal(
    settingsText(savedRun('a', 3, 0.8)),
    'width 64, 2 layers; 15 epochs, batch size 32, learning rate 0.001; random split 80/10/10, seed 3',
  );
});

test('runs of one name are told apart by seed, table, setting or time, whichever differs first', () => {
  const names = (...runs: readonly SavedRun[]): string[] => distinguished(runs).map(titleOfRun);
  const run = savedRun('adam', 0, 0.8, 0);
  const withConfig = (changes: object): SavedRun => ({ ...run, config: { ...run.config, ...changes } });
  const { training, split } = run.config;
  assert.deepEqual(names(run, savedRun('sam', 1, 0.8)), ['adam', 'sam']);
  assert.deepEqual(names(run, savedRun('adam', 1, 0.8)), ['adam, seed 0', 'adam, seed 1']);
  assert.deepEqual(names(run, { ...run, data: 'esol' }), ['adam, medicines', 'adam, esol']);
  assert.deepEqual(names(run, withConfig({ training: { ...training, batchSize: 64, emaDecay: 0.9 } })), [
    'adam, batch size 32',
    'adam, batch size 64',
  ]);
  assert.deepEqual(names(run, withConfig({ split: { ...split, seed: 7 } })), [
    'adam, split seed 0',
    'adam, split seed 7',
  ]);
  const [first, second] = names(run, { ...run, created: 86_400_000 });
  assert.notEqual(first, second);
});
