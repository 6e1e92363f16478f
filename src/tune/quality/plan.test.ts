import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planWithin, type Rate, searchedEpochs, type Wanted } from './plan.ts';

const rate: Rate = { secondsPerEpoch: 1, overheadSeconds: 5, steps: 20, labels: 500, splits: 1 };
const best: Wanted = { epochs: 60, networks: 5, trials: 20, atOnce: 2, jobs: 2, trees: 1 };
const amounts = (wanted: Wanted, limit?: number) => {
  const { trials, networks, epochs } = planWithin(wanted, rate, limit);
  return { trials, networks, epochs };
};
const whole = { trials: 20, networks: 5, epochs: 60 };

test('without a limit, or with time enough, everything is trained', () => {
  assert.deepEqual(amounts(best), whole);
  assert.deepEqual(amounts(best, 3600), whole);
  // 180 epochs of networks, those of the search by two, and a tenth of all for the end.
  const searched = searchedEpochs(20, [7, 20, 60]) / 2;
  assert.equal(planWithin(best, rate, undefined).seconds, 5 + 5 + (180 + searched) / 0.9);
});

test('a limit costs trials first, then networks, then epochs, and is kept', () => {
  const plans = [400, 200, 130, 60, 25].map((limit) => ({ limit, ...planWithin(best, rate, limit) }));
  for (const { limit, seconds } of plans) assert.ok(seconds <= limit, `${limit}`);
  const counts = plans.map(({ trials, networks, epochs }) => [trials, networks, epochs]);
  for (const column of [0, 1, 2])
    assert.deepEqual(
      counts.map((row) => row[column]!),
      counts.map((row) => row[column]!).toSorted((left, right) => right - left),
    );
  assert.deepEqual(counts[0], [20, 5, 60]);
  assert.ok(counts.at(-1)![0] === 0 && counts.at(-1)![1] === 2 && counts.at(-1)![2]! < 60, `${counts.at(-1)}`);
});

test('one network is never made two, and one epoch is always planned', () => {
  const fast = { epochs: 60, networks: 1, trials: 0, atOnce: 1, jobs: 1, trees: 0 };
  assert.deepEqual(amounts(fast, 41), { trials: 0, networks: 1, epochs: 31 });
  assert.deepEqual(amounts(fast, 1), { trials: 0, networks: 1, epochs: 1 });
});

test('folds are trained each, which is estimated, and shortened alike', () => {
  const folds = { ...rate, splits: 5 };
  const one = { epochs: 60, networks: 1, trials: 0, atOnce: 1, jobs: 2, trees: 1 };
  assert.equal(planWithin(one, folds, undefined).seconds, 5 + 5 * 5 + (5 * 60) / 0.9);
  const short = planWithin(one, folds, 150);
  assert.deepEqual([short.networks, short.epochs], [1, Math.floor((0.9 * 150 - 5 - 25) / 5)]);
  assert.ok(short.seconds <= 150);
  const trials = (splits: number): number => planWithin({ ...best, networks: 1 }, { ...rate, splits }, 600).trials;
  assert.ok(trials(5) > 0 && trials(5) < trials(1), 'each trial is trained on every split');
});

test('a search trains a third of its trials on to the next rung, and one to the end', () => {
  assert.equal(searchedEpochs(9, [3, 10, 30]), 9 * 3 + 3 * 7 + 20);
  assert.equal(searchedEpochs(1, [3, 10, 30]), 30);
  assert.equal(searchedEpochs(0, [30]), 0);
});
