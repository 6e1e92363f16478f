import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SharpnessFile } from './sharpness-file.ts';
import { sharpnessRemarks } from './sharpness-table.ts';

/** What the remarks read of runs that were trained with these losses. */
function measuredWith(...losses: readonly string[]): SharpnessFile {
  const rows = { count: 9, batchSize: 3, checksum: 'same' };
  const runs = losses.map((loss) => ({ run: { name: loss, loss }, rows, sharpness: { eigenvalues: null } }));
  return { options: { radius: 0.05, ascentSteps: 2 }, runs } as unknown as SharpnessFile;
}

test('runs of different losses are told how to be measured with one, where there is one for all of them', () => {
  assert.equal(sharpnessRemarks(measuredWith('mse', 'mse')).length, 2);
  assert.match(sharpnessRemarks(measuredWith('mse', 'mae'))[2]!, /`training\.loss` measures them with one/);
  const mixed = sharpnessRemarks(measuredWith('mse', 'mean-variance'));
  assert.match(mixed[0]!, /^Loss: mse, mean-variance over 9/);
  assert.match(mixed[2]!, /no loss measures/);
  assert.doesNotMatch(mixed[2]!, /training\.loss/);
});
