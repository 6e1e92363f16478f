import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertClose } from '../../../test/assert-close.ts';
import { ConfigError } from '../../base/errors.ts';
import { findModel } from '../../models/index.ts';
import type { AnalyzedRun } from '../run/analyzed-run.ts';
import { axisValues } from './axis.ts';
import { fillSheet } from './fill-sheet.ts';
import type { Sheet } from './landscape-file.ts';
import { layoutOf, type PlanOptions, planLandscape } from './plan.ts';

const options: PlanOptions = {
  mode: 'around',
  direction: { normalization: 'filter', ignore: ['bias', 'norm'], seed: 4 },
  path: [],
  x: undefined,
  y: undefined,
  surface: false,
};

/** What planning reads of a run: its network and its weights. */
function runNamed(name: string, weight: number, width = 4, head = { outputsPerTask: 1 }): AnalyzedRun {
  const model = findModel('compt');
  const config = model.configSchema.parse({ width, heads: 2, layers: 1, maxAtoms: 4 });
  const run = { facts: { name, model: 'compt' }, setup: { model, config, tasks: 1, head } } as unknown as AnalyzedRun;
  return { ...run, weights: new Float64Array(layoutOf(run).size).fill(weight) };
}

test('around runs, every run has its own sheet, with the same draws scaled to its own weights', () => {
  const { sheets, x, y } = planLandscape([runNamed('a', 1), runNamed('b', 3)], options);
  assert.deepEqual(
    sheets.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.deepEqual([x, y], [{ from: -1, to: 1, points: 51 }, undefined]);
  assertClose(
    sheets[1]!.across,
    sheets[0]!.across.map((value) => 3 * value),
    { relative: 1e-12 },
  );
  const surface = planLandscape([runNamed('a', 1)], { ...options, surface: true });
  assert.equal(surface.y!.points, 25);
  assert.notDeepEqual(surface.sheets[0]!.across, surface.sheets[0]!.up);
});

test('a line through two runs passes them at 0 and 1, a plane through three passes the third at y = 1', async () => {
  const runs = [runNamed('a', 1), runNamed('b', 3), runNamed('c', -2)];
  const { sheets } = planLandscape(runs, { ...options, mode: 'through' });
  const axes = { x: { from: 0, to: 1, points: 2 }, y: { from: 0, to: 1, points: 2 } };
  const sheet = { train: [], test: [] } as unknown as Sheet;
  const first = {
    size: 1,
    loss: async (weights: ArrayLike<number>) => weights[0]!,
    gradient: async () => 0,
    hessianProduct: async () => {},
  };
  await fillSheet(sheet, sheets[0]!, { train: first, test: undefined }, axes);
  assertClose(sheet.train as number[], [1, 3, -2, 0], { absolute: 1e-12 });
  assert.deepEqual(sheet.test, []);
});

test('weights are laid out for all outputs of a target, and a line joins no networks with other outputs', () => {
  const [one, two] = [runNamed('one', 1), runNamed('two', 1, 4, { outputsPerTask: 2 })];
  assert.ok(layoutOf(two).size > layoutOf(one).size);
  assert.throws(() => planLandscape([one, two], { ...options, mode: 'through' }), {
    name: 'ConfigError',
    code: 'other-model',
  });
});

test('a sheet that is filled in two goes holds the same as one filled at once', async () => {
  const { sheets, x } = planLandscape([runNamed('a', 1)], options);
  const loss = {
    size: 1,
    loss: async (weights: ArrayLike<number>) => Math.sin(weights[0]! + weights[9]!),
    gradient: async () => 0,
    hessianProduct: async () => {},
  };
  const whole = { train: [], test: [] } as unknown as Sheet;
  await fillSheet(whole, sheets[0]!, { train: loss, test: loss }, { x, y: null });
  const parts = { train: whole.train.slice(0, 20), test: whole.test.slice(0, 20) } as unknown as Sheet;
  await fillSheet(parts, sheets[0]!, { train: loss, test: loss }, { x, y: null });
  assert.deepEqual(parts, whole);
  assert.equal(whole.train.length, axisValues(x).length);
});

test('a loss that is not finite is kept as null', async () => {
  const { sheets } = planLandscape([runNamed('a', 1)], options);
  const infinite = {
    size: 1,
    loss: async () => Number.POSITIVE_INFINITY,
    gradient: async () => 0,
    hessianProduct: async () => {},
  };
  const sheet = { train: [], test: [] } as unknown as Sheet;
  await fillSheet(
    sheet,
    sheets[0]!,
    { train: infinite, test: undefined },
    { x: { from: 0, to: 1, points: 2 }, y: null },
  );
  assert.deepEqual(sheet.train, [null, null]);
});

test('runs of different networks, one run, four runs and a second axis without a third run are refused', () => {
  const through = { ...options, mode: 'through' as const };
  const [a, b, wide] = [runNamed('a', 1), runNamed('b', 2), runNamed('wide', 1, 8)];
  assert.throws(() => planLandscape([a, wide], through), {
    code: 'other-model',
    path: ['landscape', 'through'],
    what: /\bwide\b.*\ba\b/,
  });
  assert.throws(() => planLandscape([a], through), ConfigError);
  assert.throws(() => planLandscape([a, b, a, b], through), ConfigError);
  assert.throws(() => planLandscape([a, b], { ...through, y: { from: 0, to: 1, points: 2 } }), {
    code: 'wrong-value',
    path: ['landscape', 'y'],
  });
  assert.throws(() => planLandscape([a, b], { ...options, mode: 'trajectory' }), {
    code: 'wrong-value',
    path: ['landscape', 'trajectory'],
  });
});

test('the axes of a trajectory hold the whole way with room to spare', () => {
  const run = runNamed('a', 1);
  const at = (x: number, y: number) => {
    const weights = run.weights.slice();
    weights[0]! += x;
    weights[1]! += y;
    return weights;
  };
  const path = [at(8, 0), at(2, 1), at(0, 0)].map((weights, epoch) => ({ epoch, weights }));
  const { sheets, x, y } = planLandscape([run], { ...options, mode: 'trajectory', path });
  assert.deepEqual(
    sheets[0]!.marks.map(({ label }) => label),
    ['epoch 0', 'epoch 1', 'epoch 2'],
  );
  for (const mark of sheets[0]!.marks) {
    assert.ok(mark.x > x.from && mark.x < x.to && mark.y > y!.from && mark.y < y!.to);
  }
});
