import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../base/error-codes.ts';
import { ParameterLayout } from '../base/parameter-layout.ts';
import { describeOptions, kebabCase } from '../config/index.ts';
import { createOptimizer, optimizerDefinitions } from '../optim/index.ts';
import { optimizerFromOptions, optimizerOptions } from './optimizer-options.ts';
import { type OptionValue, valueFromText } from './option.ts';
import { scheduleFromOptions, scheduleOptions } from './schedule-options.ts';

const standard = { name: 'graphsam' };

/** As the command line gives it. */
function given(options: Readonly<Record<string, string>>): Record<string, OptionValue> {
  return Object.fromEntries(
    Object.entries(options).map(([name, text]) => [
      name,
      valueFromText([...optimizerOptions, ...scheduleOptions].find((option) => option.name === name)!, text),
    ]),
  );
}

for (const definition of optimizerDefinitions) {
  test(`${definition.name}: every hyper-parameter that has a default can be given as an option, and means the same`, () => {
    const options: Record<string, string> = { optimizer: definition.name };
    for (const option of describeOptions(definition.hyperparameters)) {
      if (option.default !== undefined) options[kebabCase(option.name)] = String(option.default);
    }
    const resolved = (config: Parameters<typeof createOptimizer>[0]): unknown =>
      createOptimizer(config, new ParameterLayout([])).config;
    const asked = optimizerFromOptions(given(options), standard);
    assert.deepEqual(resolved(asked), resolved({ name: definition.name }));
  });
}

test('options go to the method that has them, else to its base rule', () => {
  const options = given({ rho: '0.1', 'weight-decay': '0.01', 'base-optimizer': 'adamw' });
  assert.deepEqual(optimizerFromOptions(options, standard), {
    name: 'graphsam',
    hyperparameters: { rho: 0.1 },
    base: { name: 'adamw', hyperparameters: { weightDecay: 0.01 } },
  });
});

test('an alias belongs to the optimizer that has it: alpha is beta of GraphSAM, and itself in LookSAM', () => {
  const resolve = (options: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
    createOptimizer(optimizerFromOptions(given(options), standard), new ParameterLayout([])).config.hyperparameters;
  assert.equal(resolve({ alpha: '0.9' }).beta, 0.9);
  assert.equal(resolve({ optimizer: 'looksam', alpha: '0.9' }).alpha, 0.9);
  assert.equal(resolve({ 'epoch-steps': '3' }).lambda, 3);
});

test('what neither the method nor its base rule has is refused, with what they have', () => {
  const refused = (options: Readonly<Record<string, string>>, code: ErrorCode, message: RegExp): void =>
    assert.throws(() => optimizerFromOptions(given(options), standard), { code, message });
  refused({ optimizer: 'adam', rho: '1' }, 'unknown-hyperparameter', /--rho\b.*\badam\b.*--weight-decay/);
  refused({ momentum: '0.9' }, 'unknown-hyperparameter', /momentum\b.*\bsgd\b.*graphsam: --rho.*adam: --beta1/);
  refused({ optimizer: 'adam', 'base-optimizer': 'sgd' }, 'rule-as-method', /\badam\b.*\bsgd\b/);
  refused({ optimizer: 'adam', sam: '1' }, 'contradicting-settings', /--sam 1\b/);
});

test('--sam counts as in the original scripts', () => {
  const names = ['0', '1', '2'].map((sam) => optimizerFromOptions(given({ sam }), standard).name);
  assert.deepEqual(names, ['adam', 'sam', 'graphsam']);
});

test("a configuration file's hyper-parameters stay for the same optimizer and go with another", () => {
  const file = { name: 'sam', hyperparameters: { rho: 0.2, adaptive: true } };
  assert.deepEqual(optimizerFromOptions(given({ rho: '0.3' }), file).hyperparameters, { rho: 0.3, adaptive: true });
  assert.deepEqual(optimizerFromOptions(given({ optimizer: 'asam' }), file).hyperparameters, {});
});

test('schedules take their own options and refuse the others', () => {
  const standardSchedule = { name: 'warmup-exponential', warmupEpochs: 1 };
  assert.deepEqual(scheduleFromOptions(given({ 'learning-rate': '0.01' }), standardSchedule), {
    name: 'warmup-exponential',
    warmupEpochs: 1,
    learningRate: 0.01,
  });
  assert.deepEqual(scheduleFromOptions(given({ schedule: 'constant', 'learning-rate': '0.1' }), standardSchedule), {
    name: 'constant',
    learningRate: 0.1,
  });
  assert.throws(() => scheduleFromOptions(given({ schedule: 'constant', 'warmup-epochs': '1' }), standardSchedule), {
    code: 'unused-setting',
    path: ['schedule', 'warmupEpochs'],
    advice: /--learning-rate/,
  });
});
