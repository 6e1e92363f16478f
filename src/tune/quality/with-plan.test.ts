import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTrainConfig } from '../../runs/index.ts';
import { withPlan } from './with-plan.ts';

const plan = { networks: 1, trials: 0, seconds: 1, wantedSeconds: 1 };

test('epochs that a plan makes fewer are all trained, unless early stopping was asked for', () => {
  const patienceOf = (training: object, epochs: number): number | undefined =>
    withPlan(parseTrainConfig({ training }, 'test'), { ...plan, epochs }).training.patience;
  assert.equal(patienceOf({}, 20), undefined);
  assert.equal(patienceOf({}, 60), 15);
  assert.equal(patienceOf({ patience: 5 }, 20), 5);
});

test('a warm-up that would not fit any more takes half of the epochs, an encoder is frozen for the same share', () => {
  const { schedule, training } = withPlan(parseTrainConfig({ training: { initFrom: 'x', freezeEpochs: 30 } }, 'test'), {
    ...plan,
    epochs: 2,
  });
  assert.equal((schedule as { warmupEpochs?: number }).warmupEpochs, 1);
  assert.deepEqual([training.epochs, training.freezeEpochs], [2, 1]);
});
