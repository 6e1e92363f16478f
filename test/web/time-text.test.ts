/** What the page says of the time before a training starts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { trainingSeconds } from '../../web/engine/utility/training-time.ts';
import { roughly, timeText } from '../../web/ui/train/time-text.ts';

/** The bbbp preset: 9.2 GFLOP a batch, 409 ms in the page (docs/performance.md). */
const bbbp = { epochs: 1, molecules: 32, batchSize: 32, atoms: 24, width: 256, layers: 4, evaluations: 1 };

test('the estimate of a step is near what was measured, and grows with epochs, molecules, gradients and width', () => {
  const step = trainingSeconds(bbbp);
  assert.ok(step > 0.3 && step < 0.6, `${step} s`);
  assert.equal(trainingSeconds({ ...bbbp, epochs: 10, evaluations: 2 }), 20 * step);
  assert.ok(Math.abs(trainingSeconds({ ...bbbp, molecules: 320 }) - 10 * step) < 1e-9);
  assert.ok(trainingSeconds({ ...bbbp, width: 64 }) < step / 4);
});

test('until a training was timed here a range is given, then one figure, rounder the longer it is', () => {
  assert.equal(timeText(20, undefined), 'About 20 s to 60 s, depending on this machine.');
  assert.equal(timeText(20, 2.1), 'About 40 s, at the pace of the last training here.');
  assert.equal(timeText(4, undefined), 'A few seconds to 10 s, depending on this machine.');
  assert.equal(timeText(1, undefined), 'A few seconds.');
  assert.deepEqual([3, 87, 100, 3000, 9000].map(roughly), ['a few seconds', '85 s', '2 min', '50 min', '2.5 h']);
});
