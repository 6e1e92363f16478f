import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { syntheticMolecule } from '../../../bench/synthetic-molecules.ts';
import { assertClose } from '../../../test/assert-close.ts';
import { RunError } from '../../base/errors.ts';
import type { Vector } from '../../base/parameter-layout.ts';
import { RandomStream } from '../../base/random.ts';
import { findModel } from '../../models/index.ts';
import { loadRuntime } from '../../runtime/onnxruntime.node.ts';
import { binary } from '../../tasks/index.ts';
import { NetworkLosses } from '../loss/network-loss.ts';
import type { SmoothLoss } from '../loss/smooth-loss.ts';
import { defaultSharpnessOptions } from '../settings.ts';
import { estimateTrace } from './hutchinson.ts';
import { largestEigenvalues } from './lanczos.ts';
import { quadratic, withEigenvalues } from './quadratic.test.helper.ts';
import { measureSharpness, type SharpnessOptions } from './sharpness.ts';
import { worstLoss } from './worst-loss.ts';

const spectrum = [50, 10, 5, 1, 0.5, 0, -2];
const rows = withEigenvalues(spectrum);
const center = [1, 2, 3, 4, 5, 6, 7];
const options: SharpnessOptions = { ...defaultSharpnessOptions, eigenvalues: 3, traceDraws: 200, radius: 0.1 };
const alone = (loss: SmoothLoss) => [{ loss, factor: 1 }];
const ascent = () => new RandomStream(1, 'ascent');

test('on a quadratic, eigenvalues are found and the trace lies within three standard errors', async () => {
  const { eigenvalues, trace } = await measureSharpness(alone(quadratic({ rows })), Float64Array.from(center), options);
  assertClose(
    eigenvalues!.largest.map(({ value }) => value),
    [50, 10, 5],
    { relative: 1e-3 },
  );
  assertClose([eigenvalues!.smallest.value], [-2], { absolute: 0.05 });
  assert.ok(Math.abs(trace!.mean - 64.5) < 3 * trace!.standardError!, `${trace!.mean} +- ${trace!.standardError}`);
  assert.ok(trace!.standardError! > 0);
});

test('the trace of a diagonal matrix needs one draw', async () => {
  const diagonal = [3, 2, 1];
  const multiply = async (vector: ArrayLike<number>, into: { set(values: number[]): void }): Promise<void> => {
    into.set(diagonal.map((value, index) => value * vector[index]!));
  };
  const found = await estimateTrace(multiply, { size: 3, draws: 4, stream: ascent() });
  assert.deepEqual({ ...found }, { mean: 6, standardError: 0, draws: 4 });
});

test('knowing the towering eigenvalues makes the trace exact where nothing else is left, and less uncertain else', async () => {
  const loss = quadratic({ rows });
  const multiply = (vector: Vector, into: Vector): Promise<void> => loss.hessianProduct(vector, vector, into);
  const { largest, vectors } = await largestEigenvalues(multiply, {
    size: 7,
    count: 7,
    iterations: 7,
    tolerance: 0,
    stream: ascent(),
  });
  const known = vectors.map((vector, index) => ({ vector, value: largest[index]!.value }));
  const draw = (count: number) =>
    estimateTrace(multiply, { size: 7, draws: 20, stream: ascent(), known: known.slice(0, count) });
  const [none, two, all] = [await draw(0), await draw(2), await draw(7)];
  assertClose([all.mean], [64.5], { relative: 1e-9 });
  assert.ok(two.standardError! < none.standardError! / 3, `${two.standardError} and ${none.standardError}`);
  assert.ok(Math.abs(two.mean - 64.5) < 4 * two.standardError!);
});

test('products by differences give the eigenvalues of exact ones, also where the third derivative is not 0', async () => {
  const loss = quadratic({ rows, cubic: 3, center });
  const weights = Float64Array.from(center, (value) => value + 0.2);
  const [exact, differences] = await Promise.all(
    (['exact', 'differences'] as const).map((hessian) =>
      measureSharpness(alone(loss), weights, { ...options, hessian }),
    ),
  );
  assertClose(
    differences!.eigenvalues!.largest.map(({ value }) => value),
    exact!.eigenvalues!.largest.map(({ value }) => value),
    { relative: 1e-6 },
  );
  assert.ok(differences!.hessian.disagreement! < 1e-6);
  assert.ok(exact!.eigenvalues!.check.apart < 1e-6);
});

test('a gradient that jumps is refused for products by differences', async () => {
  const jumping: SmoothLoss = {
    ...quadratic({ rows }),
    gradient: async (weights, into) => {
      into.set(Array.from(weights, (weight) => 1e4 * Math.sin(1e9 * weight)));
      return 0;
    },
  };
  await assert.rejects(
    measureSharpness(alone(jumping), Float64Array.from(center), { ...options, hessian: 'differences' }),
    RunError,
  );
});

test('in a valley the worst loss of the ball is that of the steepest axis: lambda radius^2 / 2', async () => {
  const loss = quadratic({ rows: withEigenvalues([50, 10, 1]) });
  const found = await worstLoss(loss, new Float64Array(3), { radius: 0.1, steps: 30, stream: ascent() });
  assertClose([found.rise], [(50 * 0.1 ** 2) / 2], { relative: 1e-3 });
  assert.equal(found.gradientNorm, 0);
});

test('on a slope the worst loss of the ball is radius * ||g||, which one step finds', async () => {
  const slope: SmoothLoss = {
    size: 2,
    loss: async (weights) => 3 * weights[0]! + 4 * weights[1]!,
    gradient: async (weights, into) => {
      into.set([3, 4]);
      return 3 * weights[0]! + 4 * weights[1]!;
    },
    hessianProduct: async (_weights, _direction, into) => void into.fill(0),
  };
  const found = await worstLoss(slope, Float64Array.of(1, 1), { radius: 0.2, steps: 5, stream: ascent() });
  assertClose([found.rise, found.riseOfOneStep, found.gradientNorm], [1, 1, 5], { relative: 1e-12 });
});

test('more steps of ascent never find less', async () => {
  const loss = quadratic({ rows, cubic: 5 });
  const rises: number[] = [];
  for (const steps of [1, 2, 5, 10]) {
    rises.push((await worstLoss(loss, Float64Array.from(center), { radius: 0.3, steps, stream: ascent() })).rise);
  }
  assert.deepEqual(
    rises,
    rises.toSorted((left, right) => left - right),
  );
});

test('m-sharpness is the mean over the batches, not that of the mean loss', async () => {
  const [left, right] = [quadratic({ rows: [[4]], center: [1] }), quadratic({ rows: [[4]], center: [-1] })];
  const batches = [left, right].map((loss) => ({ loss, factor: 0.5 }));
  const found = await measureSharpness(batches, new Float64Array(1), { ...options, eigenvalues: 0, traceDraws: 0 });
  // Alone each batch stands on a slope of 4: 4 * 0.1 + 4 * 0.1^2 / 2; together they are a valley.
  assertClose([found.mSharpness.rise.mean, found.epsilonSharpness.rise], [0.42, 0.02], { relative: 1e-9 });
  assert.equal(found.eigenvalues, null);
  assert.equal(found.trace, null);
});

describe('the Hessian of a small CoMPT', () => {
  const model = findModel('compt');
  const config = model.configSchema.parse({ width: 2, heads: 1, layers: 1, headLayers: 1, maxAtoms: 8 });
  const molecules = new RandomStream(1, 'molecules');
  const features = [5, 8, 3, 6].map((size) => model.featurize(syntheticMolecule(size, molecules)));
  const batch = { rows: [0, 1, 2, 3], targets: Float64Array.of(1, 0, 1, 1) };
  let losses: NetworkLosses;
  let loss: SmoothLoss;
  let weights: Float64Array;

  before(async () => {
    const runtime = await loadRuntime();
    losses = new NetworkLosses({
      model,
      config,
      tasks: 1,
      head: binary.head({ taskNames: [] }),
      loss: binary.losses[0],
      dropoutRate: 0,
      features,
      runtime,
      threads: 1,
      type: 'float64',
    });
    loss = losses.ofBatch(batch);
    const stream = new RandomStream(3, 'weights');
    weights = Float64Array.from({ length: losses.layout.size }, () => 0.4 * stream.normal());
  });
  after(() => losses.release());

  it('has the eigenvalues and the trace of the dense matrix, exactly and by differences', async () => {
    const { size } = loss;
    const dense = Matrix.zeros(size, size);
    for (let column = 0; column < size; column++) {
      const [axis, product] = [new Float64Array(size), new Float64Array(size)];
      axis[column] = 1;
      await loss.hessianProduct(weights, axis, product);
      for (let row = 0; row < size; row++) dense.set(row, column, product[row]!);
    }
    const all = new EigenvalueDecomposition(dense, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => b - a);
    for (const hessian of ['exact', 'differences'] as const) {
      const found = await measureSharpness(alone(loss), weights, {
        ...options,
        hessian,
        iterations: 60,
        traceDraws: 30,
      });
      const label = `${hessian}, of ${size} weights`;
      assertClose(
        found.eigenvalues!.largest.map(({ value }) => value),
        all.slice(0, 3),
        { relative: 1e-3, label },
      );
      assert.ok(found.eigenvalues!.check.apart < 1e-3, label);
      const { mean, standardError } = found.trace!;
      assert.ok(
        Math.abs(mean - dense.trace()) < 3.5 * standardError!,
        `${label}: ${mean} +- ${standardError}, ${dense.trace()}`,
      );
    }
  });

  it('gives the same numbers for the same seed', async () => {
    const few = { ...options, iterations: 8, traceDraws: 2, ascentSteps: 3 };
    const [once, again] = [
      await measureSharpness(alone(loss), weights, few),
      await measureSharpness(alone(loss), weights, few),
    ];
    assert.deepEqual(once, again);
  });
});
