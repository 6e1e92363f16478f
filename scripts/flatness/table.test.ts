import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeRecord } from '../../src/runs/index.ts';
import { type FlatnessRecord, flatnessTable, probedMedians } from './table.ts';

function record(arm: string, seed: number, trace: number, probed: FlatnessRecord['probed'] = null): FlatnessRecord {
  const estimate = { mean: trace, standardError: 1, draws: 6 };
  return {
    ...{ arm, seed, cell: 'esol random', plan: 'p', code: 'c', bestEpoch: 3, probed },
    ...{ validation: { rmse: 0.5 }, test: { rmse: 0.6 } },
    sharpness: {
      ...{ loss: 0.25, gradientNorm: 1, hessian: { method: 'exact' }, eigenvalues: null, trace: estimate },
      epsilonSharpness: { rise: 1, riseOfOneStep: 1 },
      mSharpness: { rise: estimate, riseOfOneStep: estimate },
    },
  };
}

test('an arm is compared with Adam on the seeds that both have', () => {
  const table = flatnessTable(
    ['adam', 'sam', 'msam'],
    [
      ...[record('adam', 0, 10), record('adam', 1, 20), record('adam', 2, 60)],
      ...[record('sam', 0, 12, { steps: 4, cosine: 0.5, curvature: 3 }), record('sam', 1, 22)],
    ],
  );
  const rows = table.split('\n').slice(2);
  assert.equal(rows.length, 2, 'an arm without runs has no row');
  assert.equal(rows[0], '| adam | 3 | 0.6 | 0.25 |  | 30 | 30 |  |  |');
  assert.equal(rows[1], '| sam | 2 | 0.6 (0 to 0) | 0.25 (0 to 0) |  | 17 (+2 to +2) | 17 (+2 to +2) | 0.5 | 3 |');
});

test('medians are over the steps that were perturbed, cosines over those that approximated', () => {
  const step = (curvature: number | null, cosine?: number): ProbeRecord => ({
    ...{ epoch: 1, step: 1, rho: 0.1, perturbationNorm: 1, updateNorm: 1, curvature, change: null },
    approximation: cosine === undefined ? null : { cosine, normRatio: 1, lossGap: 0 },
  });
  const records = [step(null, 0.75), step(4), step(6, -0.5), step(8, 0.25), step(9, Number.NaN)];
  assert.deepEqual(probedMedians(records), { steps: 4, cosine: -0.125, curvature: 7 });
  assert.deepEqual(probedMedians([step(null)]), { steps: 0, cosine: null, curvature: null });
});
