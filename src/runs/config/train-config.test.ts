import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../base/errors.ts';
import { readConfigText } from '../../config/read-config.ts';
import { isRecipePatience, recipeOf } from './recipe.ts';
import { resolveModel } from './resolve-model.ts';
import { overrideConfig, parseTrainConfig } from './train-config.ts';
import { averagingDecay } from './training-schema.ts';

const refused = (input: unknown, message: RegExp): void => {
  assert.throws(
    () => parseTrainConfig(input, 'train.json'),
    (error: unknown) => {
      assert.ok(error instanceof ConfigError, String(error));
      assert.match(error.message, message);
      return true;
    },
  );
};

test('an empty configuration is the documented default', () => {
  const config = parseTrainConfig({}, 'train.json');
  assert.equal(config.training.epochs, 60);
  assert.equal(config.training.batchSize, 32);
  assert.equal(config.training.seed, 0);
  assert.equal(config.optimizer.name, 'adam');
  assert.equal(config.schedule.name, 'warmup-exponential');
  assert.deepEqual(config.split.sizes, [0.8, 0.1, 0.1]);
});

test('a resolved configuration is plain JSON and resolves to itself', () => {
  const config = parseTrainConfig({ data: { dataset: 'bbbp' }, optimizer: { name: 'sam' } }, 'train.json');
  const again = parseTrainConfig(JSON.parse(JSON.stringify(config)), 'run.json');
  assert.deepEqual(JSON.parse(JSON.stringify(again)), JSON.parse(JSON.stringify(config)));
});

test('keys are understood with dash and underscore, keys of tables are left alone', () => {
  const input = {
    training: { 'batch-size': 8, drop_last: true },
    data: { label_map: { 'very-active': 1, not_active: 0 } },
    optimizer: { name: 'graphsam', hyperparameters: { rho: 0.1 } },
    schedule: { name: 'noam', 'warmup-epochs': 1 },
  };
  const config = parseTrainConfig(input, 'train.json');
  assert.equal(config.training.batchSize, 8);
  assert.equal(config.training.dropLast, true);
  assert.deepEqual(config.data.labelMap, { 'very-active': 1, not_active: 0 });
  assert.equal((config.schedule as { warmupEpochs: number }).warmupEpochs, 1);
  refused({ training: { 'batch-size': 8, batch_size: 9 } }, /`training.batchSize` is given twice/);
});

test('unknown keys are refused with their path and the nearest known one', () => {
  refused({ training: { epohcs: 3 } }, /train.json: unknown key `training.epohcs` \(did you mean epochs\?\)/);
  refused({ trainnig: {} }, /unknown key trainnig \(did you mean training\?\)/);
  refused({ machine: { gpu: 1 } }, /unknown key `machine.gpu` \(known: threads, backend, weightsOn\)/);
  refused({ schedule: { leraningRate: 1 } }, /leraningRate/);
  refused({ optimizer: { hyperparameters: { rhoo: 1 } } }, /rhoo/);
  refused({ model: { settings: { layer: 3 } } }, /unknown key `model.settings.layer` \(did you mean layers\?\)/);
});

test('wrong types and values name path, expectation and finding', () => {
  refused({ training: { epochs: '30' } }, /`training.epochs`: expected a (whole )?number, found "30"/);
  refused({ training: { epochs: 2.5 } }, /`training.epochs`: expected a whole number, found 2.5/);
  refused({ training: { batchSize: 0 } }, /`training.batchSize`: expected more than 0, found 0/);
  refused({ data: { paths: [] } }, /`data.paths`: expected at least 1 entries, found \[\]/);
  refused({ split: { type: 'scafold' } }, /`split.type`: expected one of random, scaffold, .*found "scafold"/);
  refused({ data: 'bbbp.csv' }, /data: expected an object \{...\}, found "bbbp.csv"/);
  refused([], /the whole: expected an object/);
  refused({ optimizer: { name: 'grahpsam' } }, /Did you mean graphsam/);
  refused({ model: { preset: 'esoll' } }, /no preset esoll/);
  refused({ training: { metrics: ['rsme'] } }, /Did you mean rmse/);
});

test('several problems are reported at once', () => {
  refused(
    { training: { epochs: 'x', seed: -1 } },
    /`training.epochs`: .*; `training.seed`: expected at least 0, found -1/,
  );
});

test('options that contradict each other are refused with both flags named', () => {
  refused({ training: { epochs: 3 }, schedule: { warmupEpochs: 3 } }, /`schedule.warmupEpochs` .*`training.epochs`/);
  refused({ training: { patience: 3 }, split: { sizes: [0.9, 0, 0.1] } }, /`training.patience` or `split.sizes`/);
  refused({ data: { paths: ['a.csv'], dataset: 'bbbp' } }, /`data.paths` or `data.dataset`/);
  refused({ data: { taskType: 'regression' }, training: { trackingMetric: 'auc' } }, /roc-auc is for classification/);
  refused({ split: { sizes: [0.5, 0.1, 0.1] } }, /sum to/);
});

test('a short training shortens the default warm-up, a longer one does not', () => {
  const warmup = (epochs: number): unknown =>
    (parseTrainConfig({ training: { epochs } }, 'x').schedule as { warmupEpochs: number }).warmupEpochs;
  assert.deepEqual([1, 2, 3, 30].map(warmup), [0.5, 1, 2, 2]);
  const shortened = (schedule: object, epochs: number): unknown =>
    (parseTrainConfig({ training: { epochs }, schedule }, 'x').schedule as { warmupEpochs?: number }).warmupEpochs;
  assert.equal(shortened({ totalEpochs: 1 }, 30), 0.5);
  assert.equal(shortened({ name: 'inverse-sqrt' }, 1), 0.5);
  assert.equal(shortened({ name: 'inverse-sqrt' }, 30), undefined);
  refused({ schedule: { totalEpochs: 3, warmupEpochs: 3 } }, /`schedule.warmupEpochs` .*`schedule.totalEpochs` is 3/);
});

test('the command line wins over the file, lists are replaced', () => {
  const file = { training: { epochs: 10, metrics: ['mae'] }, optimizer: { hyperparameters: { rho: 0.1, beta: 0.9 } } };
  const line = {
    training: { epochs: 5, metrics: ['r2'], seed: undefined },
    optimizer: { hyperparameters: { rho: 0.2 } },
  };
  assert.deepEqual(overrideConfig(file, line), {
    training: { epochs: 5, metrics: ['r2'], seed: undefined },
    optimizer: { hyperparameters: { rho: 0.2, beta: 0.9 } },
  });
});

test('a file that is not JSON is refused with its line and a hint', () => {
  assert.throws(() => readConfigText('{\n  "training": {},\n}', 'a.json'), {
    code: 'unreadable-configuration',
    where: 'a.json, line 3, column 1',
    advice: /comma/,
  });
  assert.throws(() => readConfigText('{"training": {', 'a.json'), ConfigError);
  assert.deepEqual(readConfigText('\uFEFF{"a": 1}', 'a.json'), { a: 1 });
});

test('without a preset CoMPT has the default recipe, whatever the table', () => {
  const { model, training, schedule } = parseTrainConfig({ model: { settings: { heads: 8 } } }, 'x');
  const resolved = resolveModel(model, { known: 'tox21', taskType: 'classification' });
  assert.equal(resolved.preset, 'default-classification');
  const { width, layers, heads } = resolved.settings as Record<string, unknown>;
  assert.deepEqual([width, layers, heads], [128, 2, 8]);
  assert.deepEqual([training.epochs, training.emaDecay], [60, 0.98]);
  assert.equal((schedule as { learningRate: number }).learningRate, 2e-3);
  const given = parseTrainConfig({ training: { epochs: 5, emaDecay: 0 }, schedule: { learningRate: 1e-4 } }, 'x');
  assert.deepEqual([given.training.epochs, given.training.emaDecay], [5, 0]);
  assert.equal('finalLearningRate' in given.schedule, false);
});

test('averaged weights can be left out by a word, which the configuration keeps for who resumes it', () => {
  const { training } = parseTrainConfig({ training: { emaDecay: 'none' } }, 'x');
  assert.equal(training.emaDecay, 'none');
  assert.equal(averagingDecay(training), undefined);
  assert.equal(averagingDecay({ emaDecay: 0.9 }), 0.9);
  assert.equal(parseTrainConfig({ training }, 'x').training.emaDecay, 'none');
  const refuse = (emaDecay: unknown, what: RegExp): void =>
    assert.throws(() => parseTrainConfig({ training: { emaDecay } }, 'x'), { code: 'invalid-configuration', what });
  refuse('off', /`training\.emaDecay`: expected a number, or none, found "off"/);
  refuse(1, /expected less than 1, found 1$/);
});

test("the authors' presets are those of the table, of a name, or of the task type, with the authors' training", () => {
  const { model, training, schedule } = parseTrainConfig(
    { model: { preset: 'authors', settings: { width: 64 } } },
    'x',
  );
  const settings = (known?: string): Record<string, unknown> =>
    resolveModel(model, { known, taskType: 'regression' }).settings as Record<string, unknown>;
  assert.equal(settings('tox21').layers, 8);
  assert.equal(settings('unheard of').layers, 3);
  assert.equal(settings().width, 64);
  assert.deepEqual([training.epochs, training.emaDecay], [30, undefined]);
  assert.equal((schedule as { learningRate: number }).learningRate, 1e-3);
  const named = parseTrainConfig({ model: { preset: 'authors/bbbp' } }, 'x');
  assert.equal(resolveModel(named.model, { known: 'esol', taskType: 'regression' }).preset, 'bbbp');
  assert.equal(recipeOf(named).losses.regression, 'rmse');
  assert.equal(recipeOf(parseTrainConfig({}, 'x')).losses.regression, 'mse');
});

test('an encoder of another run is trained as a new network is, and a model without a recipe as its authors train', () => {
  const warm = parseTrainConfig({ training: { initFrom: 'runs/x' } }, 'x');
  const cold = parseTrainConfig({}, 'x');
  assert.deepEqual({ ...warm.training, initFrom: undefined }, { ...cold.training, initFrom: undefined });
  assert.deepEqual(warm.schedule, cold.schedule);
  assert.equal(parseTrainConfig({ model: { name: 'grover' } }, 'x').training.epochs, 30);
});

test('a training that is silent of its length ends early, and goes to its end where something late is wanted', () => {
  const patienceOf = (input: object): number | undefined => parseTrainConfig(input, 'x').training.patience;
  assert.equal(patienceOf({}), 15);
  assert.equal(patienceOf({ training: { patience: 3, epochs: 9 } }), 3);
  assert.equal(patienceOf({ split: { file: 'splits.json', sizes: [0.9, 0, 0.1] } }), 15);
  for (const silent of [
    { training: { epochs: 60 } },
    { training: { classBalance: 'deferred' } },
    { optimizer: { name: 'sam', perturb: { from: 0.8 } } },
    { split: { sizes: [0.9, 0, 0.1] } },
    { model: { preset: 'authors' } },
    { model: { name: 'grover' } },
  ])
    assert.equal(patienceOf(silent), undefined, JSON.stringify(silent));
  const config = parseTrainConfig({}, 'x');
  assert.equal(isRecipePatience(config), true);
  assert.equal(isRecipePatience({ ...config, training: { ...config.training, patience: 9 } }), false);
});

test('a level of quality fills what is silent, what is given wins, and the outcome is read as it is', () => {
  const of = (training: object) => {
    const config = parseTrainConfig({ training }, 'x');
    assert.deepEqual(parseTrainConfig(config, 'x'), config);
    return [config.training.ensembleSize, config.training.blend];
  };
  assert.deepEqual(of({}), [undefined, false]);
  assert.deepEqual(of({ quality: 'fast' }), [undefined, false]);
  assert.deepEqual(of({ quality: 'good' }), [5, true]);
  assert.deepEqual(of({ quality: 'best', ensembleSize: 3, blend: false }), [3, false]);
  assert.deepEqual(of({ quality: 'good', ensembleSize: 1 }), [1, false], 'one network takes no trees');
  assert.throws(() => of({ timeLimit: 'soon' }), { code: 'invalid-configuration', path: ['training', 'timeLimit'] });
});
