import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Clock } from '../objective.ts';
import { canonicalSchedule, createSchedule, scheduleNames } from './registry.ts';
import { compoundedDecayFactor, decayFactor } from './rho.ts';

const clockAt = (step: number, stepsPerEpoch = 10, epochs = 5): Clock => ({
  step,
  epoch: Math.floor(step / stepsPerEpoch),
  stepInEpoch: step % stepsPerEpoch,
  stepsPerEpoch,
  epochs,
});
const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-15, `${actual}, expected ${expected}`);

describe('learning-rate schedules', () => {
  test('warmup-exponential rises linearly, falls exponentially and stays', () => {
    const schedule = createSchedule({ name: 'warmup-exponential', warmupEpochs: 2, finalLearningRate: 1e-5 });
    near(schedule.learningRate(clockAt(0)), 1e-4 + 9e-4 / 20);
    near(schedule.learningRate(clockAt(19)), 1e-3);
    near(schedule.learningRate(clockAt(34)), 1e-4); // half way, the geometric mean
    near(schedule.learningRate(clockAt(49)), 1e-5);
    near(schedule.learningRate(clockAt(80)), 1e-5);
    assert.deepEqual(schedule.range(clockAt(0)), { lowest: 1e-5, highest: 1e-3 });
  });

  test('warmup-exponential can start at the initial rate, and without warm-up', () => {
    near(createSchedule({ name: 'warmup-exponential', firstStep: 'initial' }).learningRate(clockAt(0)), 1e-4);
    near(
      createSchedule({ name: 'warmup-exponential', firstStep: 'initial', warmupEpochs: 0 }).learningRate(clockAt(0)),
      1e-3,
    );
  });

  test('the coefficient of warmup-exponential is a factor, or truncated as in the original', () => {
    near(createSchedule({ name: 'warmup-exponential', coefficient: 0.5 }).learningRate(clockAt(19)), 5e-4);
    near(
      createSchedule({ name: 'warmup-exponential', coefficient: 0.5, truncateCoefficient: true }).learningRate(
        clockAt(19),
      ),
      0,
    );
  });

  test('a warm-up as long as the training is refused', () => {
    for (const name of ['warmup-exponential', 'cosine'] as const) {
      const schedule = createSchedule({ name, warmupEpochs: 5 });
      assert.throws(() => schedule.learningRate(clockAt(0)), {
        code: 'warmup-too-long',
        path: ['schedule', 'warmupEpochs'],
      });
    }
  });

  test('scheduled-optim is highest at the end of its warm-up', () => {
    const schedule = createSchedule({ name: 'inverse-sqrt', warmupSteps: 100 });
    const rates = Array.from({ length: 300 }, (_, step) => schedule.learningRate(clockAt(step)));
    assert.equal(rates.indexOf(Math.max(...rates)), 99);
    near(Math.max(...rates), schedule.range(clockAt(0)).highest);
    near(rates[0]! * 50, rates[49]!);
  });

  test('cosine warms up, passes half way between highest and final, and ends at final', () => {
    const schedule = createSchedule({
      name: 'cosine',
      warmupEpochs: 1,
      learningRate: 0.1,
      finalLearningRate: 0.02,
    });
    near(schedule.learningRate(clockAt(0)), 0);
    near(schedule.learningRate(clockAt(5)), 0.05);
    near(schedule.learningRate(clockAt(10)), 0.1);
    near(schedule.learningRate(clockAt(30)), 0.06);
    near(schedule.learningRate(clockAt(50)), 0.02);
  });

  test('learningRate is the peak of every schedule', () => {
    for (const name of scheduleNames) {
      const schedule = createSchedule({ name, learningRate: 0.02 });
      const rates = Array.from({ length: 50 }, (_, step) => schedule.learningRate(clockAt(step)));
      near(Math.max(...rates), 0.02);
      near(schedule.range(clockAt(0)).highest, 0.02);
    }
  });

  test('names and keys of version 0.1.0 mean what they meant: the ends of noam are 1e-4 whatever its peak', () => {
    const ends = { initialLearningRate: 1e-4, finalLearningRate: 1e-4 };
    assert.deepEqual(canonicalSchedule({ name: 'noam', warmupEpochs: 1, highestLearningRate: 0.01 }), {
      name: 'warmup-exponential',
      learningRate: 0.01,
      warmupEpochs: 1,
      ...ends,
    });
    assert.deepEqual(canonicalSchedule({ name: 'noam' }), { name: 'warmup-exponential' });
    const old = createSchedule({ name: 'scheduled-optim', factor: 0.2, warmupSteps: 10 });
    near(old.learningRate(clockAt(4)), 0.2 * 256 ** -0.5 * 5 * 10 ** -1.5);
  });

  test('a constant rate is constant', () => {
    near(createSchedule({ name: 'constant', learningRate: 0.3 }).learningRate(clockAt(17)), 0.3);
  });
});

describe('radius schedules', () => {
  test('fall in steps, smoothly, or compounding as in the public code', () => {
    const options = { gamma: 0.5, lambda: 2 };
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((epoch) => decayFactor(epoch, options)),
      [1, 1, 0.5, 0.5, 0.25],
    );
    near(decayFactor(1, { ...options, smooth: true }), Math.SQRT1_2);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 6].map((epoch) => compoundedDecayFactor(epoch, options)),
      [1, 1, 0.5, 0.5, 0.125, 1 / 64],
    );
  });
});
