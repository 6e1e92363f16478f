import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { evaluate, value } from '../../test/evaluate-tensors.ts';
import { gradients, input, sum } from '../tensor/index.ts';
import { asFunction, type LossDefinition } from './loss.ts';
import { meanVarianceHead, meanVarianceLoss } from './mean-variance.ts';
import { meanSquared } from './regression-losses.ts';

const raw = [0.5, -1, 2, 0.3];
const targets = [1, 1, 1.5, 1.5];

async function lossOf(
  beta: number | LossDefinition,
  bounds?: number[],
  at = raw,
): Promise<{ loss: number[]; gradient: number[] }> {
  const outputs = input('outputs', 'float64', ['molecules', 4]);
  const labels = {
    targets: input('targets', 'float64', ['molecules', 4]),
    present: input('present', 'float64', ['molecules', 2]),
    ...(bounds && { bounds: input('bounds', 'float64', ['molecules', 2]) }),
  };
  const definition = typeof beta === 'number' ? meanVarianceLoss(beta) : beta;
  const loss = definition.perLabel(outputs, labels);
  const [gradient] = gradients(sum(loss), [outputs]);
  const feeds = {
    outputs: value('float64', [1, 4], at),
    targets: value('float64', [1, 4], targets),
    ...(bounds && { bounds: value('float64', [1, 2], bounds) }),
  };
  const found = await evaluate({ loss, gradient: gradient! }, feeds);
  return { loss: [...(found.loss!.data as Float64Array)], gradient: [...(found.gradient!.data as Float64Array)] };
}

/** How far the gradient along the first logarithm of a variance is from the loss's change. */
async function slopeGap(loss: LossDefinition): Promise<number> {
  const beside = async (shift: number): Promise<number> => {
    const { loss: moved } = await lossOf(loss, undefined, raw.with(1, raw[1]! + shift));
    return moved[0]!;
  };
  const measured = ((await beside(1e-5)) - (await beside(-1e-5))) / 2e-5;
  return Math.abs(measured - (await lossOf(loss)).gradient[1]!);
}

test('with beta 0 it is the likelihood of a normal distribution', async () => {
  const { loss } = await lossOf(0);
  const expected = [0, 1].map((task) => {
    const [mean, logVariance, target] = [raw[2 * task]!, raw[2 * task + 1]!, targets[2 * task]!];
    return ((target - mean) ** 2 / Math.exp(logVariance) + logVariance) / 2;
  });
  assertClose(loss, expected, { relative: 1e-12 });
});

test('as a function of the weights it is the likelihood, whose gradient is its slope', async () => {
  assert.ok((await slopeGap(asFunction(meanVarianceLoss()))) < 1e-8);
  assert.ok((await slopeGap(meanVarianceLoss())) > 0.01);
  assert.equal(asFunction(meanSquared), meanSquared);
});

test('with beta 1 the values are learned as by mse: their gradient does not see the variance', async () => {
  const { gradient } = await lossOf(1);
  assertClose([gradient[0]!, gradient[2]!], [raw[0]! - targets[0]!, raw[2]! - targets[2]!], { relative: 1e-12 });
});

test('a limit that holds teaches nothing; from its wrong side it moves the mean, and the variance is left alone', async () => {
  // 0.5 is below 1, as it should be, and 2 is not below 1.5.
  const { loss, gradient } = await lossOf(0.5, [-1, -1]);
  const toMean = Math.exp(-0.3 / 2) * (2 - 1.5);
  assertClose(loss, [0, (toMean * (2 - 1.5)) / 2], { absolute: 1e-15 });
  assertClose(gradient, [0, 0, toMean, 0], { absolute: 1e-15 });
  const [exact, mixed] = [await lossOf(0.5), await lossOf(0.5, [0, -1])];
  assert.deepEqual([mixed.loss[0], ...mixed.gradient.slice(0, 2)], [exact.loss[0], ...exact.gradient.slice(0, 2)]);
});

test('values and deviations come out in the unit of the targets', () => {
  const standardization = { mean: [10, 20], std: [2, 3] };
  assertClose([...meanVarianceHead.valuesOf!(raw)], [0.5, 2], { relative: 1e-12 });
  const deviations = meanVarianceHead.spread!.of([...raw, 0, 50, 0, -50], standardization);
  assertClose([...deviations], [2 * Math.exp(-0.5), 3 * Math.exp(0.15), 2 * Math.exp(5), 3 * Math.exp(-5)], {
    relative: 1e-12,
  });
  assert.equal(meanVarianceHead.encode(Float64Array.of(1, Number.NaN)).length, 4);
});
