import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { equalMassError, resampled, retentionArea, retentionCurve } from './trust-measures.ts';

test('probabilities that are right on average in every bin have no calibration error', () => {
  const probabilities = Array.from({ length: 20 }, (_, row) => (row < 10 ? 0.2 : 0.8));
  const labels = Array.from({ length: 20 }, (_, row) => Number(row < 10 ? row < 2 : row < 18));
  assertClose([equalMassError(labels, probabilities, 2)], [0], { absolute: 1e-12 });
  assertClose(
    [
      equalMassError(
        labels,
        probabilities.map(() => 0.9),
        2,
      ),
    ],
    [0.4],
    { absolute: 1e-12 },
  );
});

test('keeping what a model is surest of leaves small errors, and a bad order leaves large ones', () => {
  const errors = [4, 1, 3, 2];
  const good = retentionCurve(errors, errors);
  assert.deepEqual(
    good.map(({ error }) => error),
    [1, 1.5, 2, 2.5],
  );
  assert.ok(retentionArea(good) < 2.5);
  assert.ok(
    retentionArea(
      retentionCurve(
        errors,
        errors.map((error) => -error),
      ),
    ) > 2.5,
  );
});

test('the interval of a mean holds it, and is narrower with more rows', () => {
  const mean = (count: number) => (drawn: readonly number[]) => drawn.reduce((sum, row) => sum + (row % 2), 0) / count;
  const [few, many] = [resampled(20, mean(20))!, resampled(200, mean(200))!];
  assert.ok(few[0] < 0.5 && few[1] > 0.5 && many[1] - many[0] < few[1] - few[0]);
  assert.equal(resampled(0, mean(1)), undefined);
});

test('rows that nothing tells apart count alike, whatever their order', () => {
  const labels = Array.from({ length: 150 }, (_, row) => Number(row >= 75));
  const alternating = labels.map((_, row) => row % 2);
  const half = labels.map(() => 0.5);
  for (const order of [labels, labels.toReversed(), alternating])
    assertClose([equalMassError(order, half)], [0], { absolute: 1e-12 });
  const curve = retentionCurve([1, 0, 0, 3], [0.1, 0.1, 0.2, 0.2]);
  assert.deepEqual(curve, retentionCurve([0, 1, 3, 0], [0.1, 0.1, 0.2, 0.2]));
  assertClose(
    curve.map(({ error }) => error),
    [0.5, 0.5, 2.5 / 3, 1],
    { relative: 1e-12 },
  );
});
