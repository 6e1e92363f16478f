import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { averagePrecision, rocAuc } from './ranking.ts';
import { type CurvePoint, precisionRecallCurve, rocCurve } from './ranking-curves.ts';

/** Few different scores, so that there are ties. */
const rows = fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: -4, max: 4 })), { maxLength: 40 });
const pairsOf = (table: [number, number][]) => ({
  labels: table.map(([label]) => label),
  predictions: table.map(([, score]) => score),
});

/** Sum over neighboring points of width times height. */
function area(points: readonly CurvePoint[], height: (left: CurvePoint, right: CurvePoint) => number): number {
  return points.slice(1).reduce((sum, right, at) => sum + (right.x - points[at]!.x) * height(points[at]!, right), 0);
}

test('the area beneath the ROC curve by trapezoids is ROC-AUC, whatever the ties, and the curve never turns back', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const pairs = pairsOf(table);
      const curve = rocCurve(pairs);
      const expected = rocAuc(pairs);
      assert.equal(curve === undefined, expected === null);
      if (!curve) return;
      assert.ok(Math.abs(area(curve, (left, right) => (left.y + right.y) / 2) - expected!) < 1e-12);
      assert.deepEqual(
        [curve[0], curve.at(-1)],
        [
          { x: 0, y: 0 },
          { x: 1, y: 1 },
        ],
      );
      curve.slice(1).forEach(({ x, y }, at) => {
        assert.ok(x >= curve[at]!.x && y >= curve[at]!.y);
      });
    }),
  );
});

test('the area beneath the steps of the precision-recall curve is the average precision', () => {
  fc.assert(
    fc.property(rows, (table) => {
      const pairs = pairsOf(table);
      const curve = precisionRecallCurve(pairs);
      const expected = averagePrecision(pairs);
      assert.equal(curve === undefined, expected === null);
      if (!curve) return;
      assert.ok(Math.abs(area(curve, (_left, right) => right.y) - expected!) < 1e-12);
      assert.deepEqual([curve[0]!.x, curve.at(-1)!.x], [0, 1]);
    }),
  );
});

test('a point of the precision-recall curve is the precision at its recall, and not beyond it', () => {
  const pairs = { labels: [1, 0, 1, 0, 0, 1], predictions: [6, 5, 4, 3, 2, 1] };
  assert.deepEqual(precisionRecallCurve(pairs), [
    { x: 0, y: 1 },
    { x: 1 / 3, y: 1 },
    { x: 2 / 3, y: 2 / 3 },
    { x: 1, y: 1 / 2 },
  ]);
});
