import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../test/assert-close.ts';
import { packageRoot } from '../platform/package-root.node.ts';
import { multiclassMetrics } from './registry.ts';
import {
  classAccuracy,
  classCrossEntropy,
  classMatthewsCorrelation,
  confusion,
  macroF1,
  macroRocAuc,
} from './several-classes.ts';

interface Case {
  readonly name: string;
  readonly labels: readonly number[];
  readonly probabilities: readonly (readonly number[])[];
  readonly accuracy: number;
  readonly macroF1: number;
  readonly macroRocAuc: number;
  readonly mcc: number;
  readonly crossEntropy: number;
}

const { cases } = JSON.parse(readFileSync(join(packageRoot(), 'test/fixtures/multiclass-metrics.json'), 'utf8')) as {
  cases: readonly Case[];
};

for (const golden of cases) {
  test(`metrics are those of scikit-learn: ${golden.name}`, () => {
    const { labels, probabilities } = golden;
    const pairs = { labels, predictions: probabilities.flat(), outputs: probabilities[0]!.length };
    const ours = [classAccuracy, macroF1, macroRocAuc, classMatthewsCorrelation, classCrossEntropy].map((metric) =>
      metric(pairs),
    );
    const theirs = [golden.accuracy, golden.macroF1, golden.macroRocAuc, golden.mcc, golden.crossEntropy];
    assertClose(ours as number[], theirs, { absolute: 1e-12 });
  });
}

test('one class only, no rows, and probabilities that are no numbers leave metrics undefined', () => {
  const one = { labels: [1, 1], predictions: [0.2, 0.8, 0.4, 0.6], outputs: 2 };
  assert.equal(classAccuracy(one), 1);
  assert.equal(classMatthewsCorrelation(one), null);
  assert.equal(macroRocAuc(one), null);
  const none = { labels: [], predictions: [], outputs: 2 };
  const damaged = { labels: [0, 1], predictions: [Number.NaN, 0.5, 0.5, Number.NaN], outputs: 2 };
  for (const { compute } of multiclassMetrics) {
    assert.equal(compute(none, 'probability'), null);
    assert.equal(compute(damaged, 'probability'), null);
  }
});

test('no metric of several classes is ever NaN or infinite, and the table of decisions holds every row', () => {
  const row = fc.tuple(
    fc.integer({ min: 0, max: 2 }),
    fc.array(fc.constantFrom(0, 0.1, 0.5, 1), { minLength: 3, maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(row, { maxLength: 9 }), (rows) => {
      const pairs = { labels: rows.map(([label]) => label), predictions: rows.flatMap(([, each]) => each), outputs: 3 };
      for (const { name, compute } of multiclassMetrics) {
        const value = compute(pairs, 'probability');
        assert.ok(value === null || Number.isFinite(value), `${name} gave ${value}`);
      }
      assert.equal(
        confusion(pairs)!
          .flat()
          .reduce((sum, count) => sum + count, 0),
        rows.length,
      );
    }),
  );
});
