import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { RandomStream } from '../../base/index.ts';
import { blendWeights } from './blend-weights.ts';

const random = new RandomStream(1, 'blend');
const truth = Float64Array.from({ length: 400 }, () => random.normal());
const noisy = (deviation: number): Float64Array => truth.map((value) => value + deviation * random.normal());

test('errors that are independent are weighted by their inverse variances', () => {
  const weights = blendWeights([noisy(0.3), noisy(0.6)], { labels: truth, tasks: 1 });
  assert.ok(Math.abs(weights[0]! - 0.8) < 0.06, `${weights}`);
  assertClose([weights[0]! + weights[1]!], [1], { absolute: 1e-12 });
});

test('the unit of the labels changes no weight', () => {
  const parts = [noisy(0.01), noisy(0.4), noisy(2)];
  const ofUnit = (unit: number): number[] => {
    const scaled = (values: Float64Array): Float64Array => values.map((value) => value * unit);
    return blendWeights(parts.map(scaled), { labels: scaled(truth), tasks: 1 });
  };
  for (const unit of [1e-9, 1e6]) assertClose(ofUnit(unit), ofUnit(1), { absolute: 1e-9 });
});

test('a model that knows nothing gets next to no weight, and without labels all weigh the same', () => {
  const blind = truth.map(() => random.normal());
  const [good, bad] = blendWeights([noisy(0.1), blind], { labels: truth, tasks: 1 });
  assert.ok(good! > 0.95 && bad! < 0.05 && bad! >= 0, `${good} ${bad}`);
  assertClose(
    blendWeights([noisy(0.1), blind, blind], { labels: truth.map(() => Number.NaN), tasks: 1 }),
    [1, 1, 1].map((each) => each / 3),
    {
      absolute: 1e-12,
    },
  );
});

test('few labels move the weights less than many', () => {
  const parts = [noisy(0.3), noisy(0.5)];
  const first = (count: number): number =>
    blendWeights(
      parts.map((part) => part.subarray(0, count)),
      { labels: truth.subarray(0, count), tasks: 1 },
    )[0]!;
  assert.ok(first(4) < first(400), `${first(4)} ${first(400)}`);
});

test('classes are judged by the probability of their label, and missing labels do not count', () => {
  const labels = Float64Array.from(truth, (value, row) => (row % 7 === 0 ? Number.NaN : Number(value > 0)));
  const sure = labels.map((label) => (Number.isNaN(label) ? 0.5 : 0.1 + 0.8 * label));
  const wrong = labels.map((label) => (Number.isNaN(label) ? 0.5 : 0.9 - 0.8 * label));
  const classProbabilities = (outputs: ArrayLike<number>): number[] => [1 - outputs[0]!, outputs[0]!];
  const [right] = blendWeights([sure, wrong], { labels, tasks: 1, classProbabilities });
  assert.ok(right! > 0.98, `${right}`);
});
