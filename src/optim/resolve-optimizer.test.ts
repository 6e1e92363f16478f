import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, ParameterLayout } from '../base/index.ts';
import { createOptimizer } from './create-optimizer.ts';
import { optimizerNames } from './registry.ts';
import { resolveOptimizer } from './resolve-optimizer.ts';

const layout = new ParameterLayout([{ name: 'weight', shape: [3, 2], role: 'weight' }]);

test('what is resolved is the configuration and the kept vectors of the optimizer that would be made', () => {
  for (const name of optimizerNames) {
    const resolved = resolveOptimizer({ name });
    const made = createOptimizer({ name }, layout);
    assert.deepEqual(resolved.config, made.config, name);
    assert.equal(resolved.memory.persistent, made.memory().persistent, name);
  }
});

test('an ablation is resolved to its optimizer and hyper-parameters', () => {
  const { config } = resolveOptimizer({ name: 'graphsam/per-tensor', hyperparameters: { rho: 0.1 } });
  assert.equal(config.name, 'graphsam');
  assert.deepEqual([config.hyperparameters.granularity, config.hyperparameters.rho], ['tensor', 0.1]);
});

test('contradictions are refused where nothing is made', () => {
  const refused = [
    { name: 'sam', hyperparameters: { radius: 0.1 } },
    { name: 'sam', hyperparameters: { annealFrom: 0.5 } },
    { name: 'gnm', hyperparameters: { reweightEpoch: 3 } },
    { name: 'looksam', hyperparameters: { accumulate: true } },
    { name: 'fgsam-plus', hyperparameters: { topologyNorm: true } },
    { name: 'graphsam', hyperparameters: { lossBudget: 0.1, smooth: true } },
    { name: 'fgsam', hyperparameters: { variant: 'convex', lambda: 1.5 } },
    { name: 'mesa', hyperparameters: { startEpoch: 3, endEpoch: 4 } },
    { name: 'sgd', hyperparameters: { nesterov: true } },
    { name: 'sam', base: { name: 'sgd', hyperparameters: { nesterov: true } } },
    { name: 'msam', base: { name: 'sgd' } },
    { name: 'sam', hyperparameters: { precondition: true }, base: { name: 'sgd' } },
    { name: 'adam', perturb: { from: 0.5 } },
    { name: 'sam', clipNorm: 0 },
  ];
  for (const config of refused) {
    assert.throws(() => resolveOptimizer(config), ConfigError, JSON.stringify(config));
    assert.throws(() => createOptimizer(config, layout), ConfigError, JSON.stringify(config));
  }
});
