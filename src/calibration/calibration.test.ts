import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { Predictions } from '../metrics/index.ts';
import { packageRoot } from '../platform/index.node.ts';
import { regression } from '../tasks/index.ts';
import { curveAt } from './class-calibration.ts';
import { conformalBound, keptScores, labelSet } from './conformal.ts';
import { fitTrust } from './fit-trust.ts';
import { fitIsotonic } from './isotonic.ts';
import { fitPlatt } from './platt.ts';
import { fitSpread, scaledSpread } from './spread-scaling.ts';
import { fitTemperature } from './temperature.ts';

/** Made by calibration.py beside it, with scikit-learn, SciPy and MAPIE. */
const reference = JSON.parse(readFileSync(`${packageRoot()}/test/fixtures/calibration.json`, 'utf8'));
const { logits, labels } = reference as { logits: number[]; labels: number[] };
const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

test('the temperature is that of the least log-loss, for two classes and for three', () => {
  const two = logits.map((logit) => [0, logit]);
  assertClose([fitTemperature(two, labels).scale], [reference.temperature.scale], { relative: 1e-5 });
  const { scale } = fitTemperature(reference.threeLogits, reference.threeLabels);
  assertClose([scale], [reference.threeTemperature.scale], { relative: 1e-5 });
});

test('labels that a logit decides give a bounded temperature', () => {
  const certain = fitTemperature(
    [
      [0, 5],
      [0, -5],
    ],
    [1, 0],
  );
  assert.ok(certain.scale <= 20 && certain.scale > 19);
});

test("Platt's scaling agrees with scikit-learn", () => {
  const { scale, shift } = fitPlatt(logits, labels);
  const ours = (reference.platt.at as number[]).map((logit) => sigmoid(scale * logit + shift));
  assertClose(ours, reference.platt.probability, { absolute: 1e-4 });
});

test('isotonic regression agrees with scikit-learn, level beyond its ends', () => {
  const { curve } = fitIsotonic(logits.map(sigmoid), labels);
  const ours = (reference.isotonic.at as number[]).map((probability) => curveAt(curve!, probability));
  assertClose(ours, reference.isotonic.probability, { absolute: 1e-6 });
});

test('the bound of a coverage has the exact rank, as MAPIE has it', () => {
  const { predicted, measured } = reference as { predicted: number[]; measured: number[] };
  const scores = keptScores(measured.map((value, row) => Math.abs(value - predicted[row]!)));
  for (const [coverage, bound] of Object.entries(reference.conformal as Record<string, number>)) {
    assertClose([conformalBound(scores, Number(coverage))], [bound], { relative: 1e-5 });
  }
  assert.equal(conformalBound([1, 2, 3, 4, 5, 6, 7, 8, 9], 0.9), 9);
  assert.equal(conformalBound([1, 2, 3, 4, 5, 6, 7, 8], 0.9), Number.POSITIVE_INFINITY);
});

test('scores that are thinned never make an interval narrower', () => {
  const all = Array.from({ length: 4321 }, (_, index) => index + 1);
  const kept = keptScores(all);
  assert.equal(kept.length, 1000);
  for (const coverage of [0.5, 0.8, 0.9, 0.95, 0.99]) {
    const [exact, thinned] = [conformalBound(all, coverage), conformalBound(kept, coverage)];
    assert.ok(thinned >= exact && thinned - exact <= 10, `${coverage}: ${exact} became ${thinned}`);
  }
});

test('a set holds every class that the scores of its own class allow', () => {
  const often = Array.from({ length: 19 }, (_, index) => index / 100);
  assert.deepEqual(labelSet([0.1, 0.9], [often, often], 0.9), [1]);
  assert.deepEqual(labelSet([0.5, 0.5], [often, often], 0.9), []);
  assert.deepEqual(labelSet([0.1, 0.9], [[0.5], often], 0.9), [0, 1]);
});

test('a method for probabilities that is asked for quantities is warned about, and fits nothing', () => {
  const predictions = new Predictions(Float64Array.of(1, 2), { tasks: 1, outputs: ['value'] });
  const fit = (calibration: string, isAsked: boolean): readonly string[] =>
    fitTrust(
      { labels: Float64Array.of(1, 2), predictions },
      { task: regression, taskNames: ['y'], calibration, isAsked },
    ).warnings;
  assert.match(fit('platt', true).join('\n'), /`training\.calibration: platt`.*probabilities.*regression/);
  assert.deepEqual([fit('temperature', false), fit('none', true)], [[], []]);
});

test('deviations of passes with dropout are scaled target by target, and as they are where too little is known', () => {
  const rows = 20;
  const predictions = new Predictions(new Float64Array(2 * rows), { tasks: 2, outputs: ['value'] });
  // Errors of 3 where the passes deviate by 1; of the second target eight labels.
  const labels = Float64Array.from({ length: 2 * rows }, (_, at) => (at % 2 === 0 || at < 16 ? 3 : Number.NaN));
  const dropoutSpread = new Float64Array(2 * rows).fill(1);
  dropoutSpread[1] = Number.NaN;
  const { trust } = fitTrust(
    { labels, predictions, dropoutSpread },
    { task: regression, taskNames: ['a', 'b'], calibration: 'none', isAsked: false },
  );
  assert.deepEqual(trust.dropout!.targets, [
    { factor: 3, floor: 0.1, labels: 20 },
    { factor: 1, floor: 0, labels: 0 },
  ]);
  assert.equal(trust.spread, undefined);
});

test('deviations are scaled to the errors, and none is taken for certain', () => {
  const fitted = fitSpread([2, -2, 4, -4], [1, 1, 2, 2])!;
  assertClose([fitted.factor], [2], { relative: 1e-12 });
  assert.equal(fitted.floor, 0.2);
  assertClose([scaledSpread(0, fitted)], [0.4], { relative: 1e-12 });
  assert.equal(fitSpread([1, 2, 3], [0, 0, 1]), undefined, 'nothing to divide by');
});
