import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trainingOf } from './model-training.ts';

const training = {
  data: 'a.csv',
  molecules: 80,
  split: 'random',
  seed: 3,
  optimizer: 'graphsam and adam',
  bestEpoch: 7,
};

test('one network is described as its card has it', () => {
  const { networks, data, molecules, optimizers, seeds, epochs } = trainingOf({ training });
  assert.deepEqual(
    [networks, data, molecules, optimizers, seeds, epochs],
    [1, 'a.csv', '80', 'graphsam and adam', 'seed 3', 'epoch 7'],
  );
});

test('an ensemble is described by all its networks, not by the first', () => {
  const members = [
    { seed: 3, bestEpoch: 7, fold: 0, data: 'a.csv', molecules: 80, optimizer: 'graphsam and adam' },
    { seed: 4, bestEpoch: 9, fold: 1, data: 'b.csv', molecules: 95, optimizer: 'adam' },
    { seed: 4, bestEpoch: 2, fold: 2 },
  ];
  const { networks, data, molecules, optimizers, seeds, epochs } = trainingOf({ training, members });
  assert.deepEqual(
    [networks, data, molecules, optimizers, seeds, epochs],
    [3, 'a.csv, b.csv', '80 to 95', 'graphsam and adam, adam', 'seeds 3, 4', 'epochs 7, 9, 2'],
  );
});

test('an ensemble of folds was trained on the molecules of all folds, each network on some of them', () => {
  const members = [
    { seed: 3, bestEpoch: 7, fold: 0, molecules: 80 },
    { seed: 3, bestEpoch: 9, fold: 1, molecules: 79 },
  ];
  const { molecules, folds } = trainingOf({ training: { ...training, molecules: 100, folds: 2 }, members });
  assert.deepEqual([molecules, folds], ['79 to 80', { count: 2, molecules: 100 }]);
});
