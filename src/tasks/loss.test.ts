import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertClose } from '../../test/assert-close.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import type { Feeds } from '../runtime/program.ts';
import { input, lower } from '../tensor/index.ts';
import { binary } from './binary.ts';
import { batchLoss, sampleLosses } from './loss.ts';
import { findLoss } from './registry.ts';

const runtime = await loadRuntime();
const opened: { release(): Promise<void> }[] = [];
after(async () => {
  for (const program of opened) await program.release();
});

interface Labels {
  readonly outputs: readonly number[];
  readonly targets: readonly number[];
  readonly present?: readonly number[];
  readonly weights?: readonly number[];
  readonly bounds?: readonly number[];
}

/** Loss of the batch and of each molecule; two tasks. */
async function lossOf(name: string, labels: Labels): Promise<{ batch: number; each: number[] }> {
  const given = { present: labels.targets.map(() => 1), ...labels };
  const rows = given.targets.length / 2;
  const tensor = (key: string) => input(key, 'float64', ['molecules', 2]);
  const tensors = {
    targets: tensor('targets'),
    present: tensor('present'),
    ...(given.weights && { weights: tensor('weights') }),
    ...(given.bounds && { bounds: tensor('bounds') }),
  };
  const loss = findLoss(name);
  const outputs = tensor('outputs');
  const results = { batch: batchLoss(loss, outputs, tensors), each: sampleLosses(loss, outputs, tensors) };
  const program = await runtime.load(lower(results), { name: 'test', optimize: false });
  opened.push(program);
  const feeds: Feeds = Object.fromEntries(
    Object.entries(given).map(([key, data]) => [
      key,
      { type: 'float64', dims: [rows, 2], data: Float64Array.from(data as number[]) },
    ]),
  );
  const values = await program.run(feeds);
  return { batch: Number(values.batch!.data[0]), each: Array.from(values.each!.data as Float64Array) };
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const labels = { outputs: [0.5, -2, 3, 0.1], targets: [0, 0, 1, 0.3], present: [1, 1, 1, 0] };

test('losses of quantities are their formulas over the labels that are present', async () => {
  const squares = [0.25, 4, 4];
  const { batch, each } = await lossOf('mse', labels);
  assertClose([batch, ...each], [mean(squares), mean([0.25, 4]), 4], { absolute: 1e-12 });
  assertClose([(await lossOf('rmse', labels)).batch], [Math.sqrt(mean(squares))], { absolute: 1e-12 });
  assertClose([(await lossOf('mae', labels)).batch], [mean([0.5, 2, 2])], { absolute: 1e-12 });
  assertClose([(await lossOf('huber', labels)).batch], [mean([0.125, 1.5, 1.5])], { absolute: 1e-12 });
});

test('the focal loss is cross-entropy times the square of what is wrong', async () => {
  const given = { outputs: [1.5, -0.3, 4, -4], targets: [1, 1, 0, 0] };
  const expected = given.outputs.map((logit, index) => {
    const probability = 1 / (1 + Math.exp(-logit));
    const right = given.targets[index] === 1 ? probability : 1 - probability;
    return -((1 - right) ** 2) * Math.log(right);
  });
  assertClose([(await lossOf('focal', given)).batch], [mean(expected)], { absolute: 1e-12 });
});

test('weights multiply each label, of the batch and of each molecule, and weights of 1 change nothing', async () => {
  const weights = [2, 0, 0.5, 9];
  const { batch, each } = await lossOf('mse', { ...labels, weights });
  assertClose([batch, ...each], [(2 * 0.25 + 0.5 * 4) / 3, 0.25, 2], { absolute: 1e-12 });
  assert.deepEqual(await lossOf('bce', { ...labels, weights: [1, 1, 1, 1] }), await lossOf('bce', labels));
});

test('a limit counts only what lies on its wrong side', async () => {
  const outputs = [2, -2, 2, -2];
  const targets = [0.5, 0.5, 0.5, 0.5];
  const wrong = (bounds: number[]): Promise<{ batch: number }> => lossOf('mse', { outputs, targets, bounds });
  assertClose([(await wrong([0, 0, 0, 0])).batch], [mean([2.25, 6.25, 2.25, 6.25])], { absolute: 1e-12 });
  // "<0.5": 2 is too high; ">0.5": -2 is too low.
  assertClose([(await wrong([-1, -1, 1, 1])).batch], [mean([2.25, 0, 0, 6.25])], { absolute: 1e-12 });
  assertClose([(await lossOf('huber', { outputs, targets, bounds: [1, 1, -1, 0] })).batch], [mean([0, 2, 1, 2])], {
    absolute: 1e-12,
  });
});

test('smoothed labels of yes and no lie between them, missing ones stay missing', () => {
  const encoded = binary.head({ taskNames: ['y'] }, { labelSmoothing: 0.2 }).encode(Float64Array.of(0, 1, Number.NaN));
  assertClose(encoded.subarray(0, 2), [0.1, 0.9], { absolute: 1e-12 });
  assert.ok(Number.isNaN(encoded[2]));
});
