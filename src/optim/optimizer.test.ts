import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createOptimizer } from './create-optimizer.ts';
import type { EvaluateOptions } from './objective.ts';
import type { OptimizerConfig } from './optimizer.ts';
import { recording, runToy, toyTraining } from './testing/toy-training.ts';

const training = toyTraining();
const create = (config: OptimizerConfig) =>
  createOptimizer(config, training.objective.layout, { precision: 'float64' });

describe('createOptimizer', () => {
  test('refuses unknown names with the known ones and the nearest', () => {
    assert.throws(() => create({ name: 'graphsan' }), {
      code: 'unknown-name',
      what: /"graphsan"/,
      advice: /graphsam\?.*graphsam, sam,/,
    });
    assert.throws(() => create({ name: 'sam', base: { name: 'adamm' } }), {
      code: 'unknown-name',
      what: /"adamm"/,
      advice: /sgd, adam/,
    });
    assert.throws(() => create({ name: 'sam', hyperparameters: { rhoo: 1 } }), {
      code: 'invalid-configuration',
      path: ['optimizer', 'hyperparameters', 'rhoo'],
      what: /did you mean rho\?/,
    });
    assert.throws(() => create({ name: 'sam', schedule: { name: 'step' as 'constant' } }), {
      code: 'unknown-name',
      what: /"step"/,
    });
  });

  test('refuses values out of range by their path, and says the range', () => {
    const own = (name: string, hyperparameters: object) => ({ name, hyperparameters: { ...hyperparameters } });
    for (const [config, path, what] of [
      [own('sam', { rho: -1 }), ['optimizer', 'hyperparameters', 'rho'], /at least 0, found -1/],
      [own('graphsam', { beta: 1.5 }), ['optimizer', 'hyperparameters', 'beta'], /at most 1, found 1.5/],
      [own('adamomentum', { epsilon: 0 }), ['optimizer', 'hyperparameters', 'epsilon'], /more than 0, found 0/],
      [own('looksam', { k: 2.5 }), ['optimizer', 'hyperparameters', 'k'], /a whole number, found 2.5/],
      [own('sam', { rho: 'wide' }), ['optimizer', 'hyperparameters', 'rho'], /a number, found "wide"/],
      [
        { name: 'sam', base: own('adam', { beta1: 2 }) },
        ['optimizer', 'base', 'hyperparameters', 'beta1'],
        /less than 1, found 2/,
      ],
      [
        { name: 'sam', schedule: { name: 'constant', learningRate: -1 } },
        ['schedule', 'learningRate'],
        /at least 0, found -1/,
      ],
    ] as const) {
      assert.throws(() => create(config), { code: 'invalid-configuration', path, what });
    }
    assert.throws(() => create({ name: 'sam', clipNorm: 0 }), { code: 'wrong-value', path: ['optimizer', 'clipNorm'] });
  });

  test('gives functions that serve alone, so that an optimizer can be wrapped', async () => {
    const { state, load } = create({ name: 'graphsam' });
    const wrapped = { ...create({ name: 'graphsam' }) };
    load(state());
    assert.deepEqual(wrapped.state(), state());
    await runToy(wrapped, training.initialWeights('float64'), training, { last: 1 });
    assert.notDeepEqual(wrapped.state(), state());
  });

  test('refuses an option that is given under two names', () => {
    assert.throws(() => create({ name: 'graphsam', hyperparameters: { beta: 0.9, alpha: 0.9 } }), {
      code: 'given-twice',
      path: ['optimizer', 'hyperparameters', 'beta'],
    });
  });

  test('refuses a base rule on a base rule', () => {
    assert.throws(() => create({ name: 'adam', base: { name: 'sgd' } }), {
      code: 'rule-as-method',
      path: ['optimizer', 'base'],
    });
  });

  test('reports its configuration with all defaults', () => {
    const { config } = create({ name: 'sam' });
    assert.deepEqual(config.hyperparameters, { rho: 0.05, variant: 'paper' });
    assert.equal(config.base.name, 'adam');
    assert.equal(config.base.hyperparameters.beta2, 0.999);
  });
});

describe('an optimizer', () => {
  test('refuses weights of another length or precision', async () => {
    const optimizer = create({ name: 'sam' });
    for (const weights of [new Float64Array(3), training.initialWeights('float32')]) {
      await assert.rejects(runToy(optimizer, weights, training, { last: 1 }), { code: 'layout-mismatch' });
    }
  });

  test('asks for the same dropout masks in all evaluations of a step, or for fresh ones', async () => {
    for (const freshDropout of [false, true]) {
      const { objective, calls } = recording(training.objective);
      const optimizer = create({ name: 'sam', freshDropout });
      await runToy(optimizer, training.initialWeights('float64'), training, { last: 1, objective });
      const fresh = (options: EvaluateOptions): boolean => options.freshDropout === true;
      assert.deepEqual(
        calls.map(({ options }) => fresh(options)),
        [false, freshDropout],
      );
    }
  });

  test('reports that a zero gradient perturbs nothing', async () => {
    const objective = {
      ...training.objective,
      evaluate: async (_: unknown, gradient: { fill: (value: number) => unknown }) => {
        gradient.fill(0);
        return { loss: 2 };
      },
    };
    const optimizer = create({ name: 'sam' });
    const [report] = await runToy(optimizer, training.initialWeights('float64'), training, { last: 1, objective });
    assert.deepEqual(report!.notes, ['the direction of the perturbation is zero: nothing was perturbed']);
    assert.equal(report!.perturbationNorm, 0);
    assert.equal(report!.skipped, undefined);
  });

  test('refuses the state of another optimizer, a newer one, and a damaged one, and keeps its own', () => {
    const optimizer = create({ name: 'graphsam' });
    const before = optimizer.state();
    const state = create({ name: 'looksam' }).state();
    const { 'method.average': _, ...vectors } = before.vectors;
    for (const [damaged, what, code = 'optimizer-state-mismatch'] of [
      [state, /looksam on adam.*graphsam on adam/],
      [{ ...before, version: 2 as 1 }, /\b2\b.*\b1\b/, 'newer-format'],
      [{ ...before, vectors }, /method\.average/],
      [{ ...before, vectors: { ...before.vectors, 'rule.mean': new Float64Array(2) } }, /rule\.mean.*\b2\b.*\b21\b/],
    ] as const) {
      assert.throws(() => optimizer.load(damaged), { name: 'CheckpointError', code, what });
      assert.deepEqual(optimizer.state(), before);
    }
  });
});
