import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TrainConfig } from '../runs/index.ts';
import type { GivenOptions } from './command.ts';
import { type ConfigInput, readTrainInput } from './train-input.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-config-'));
});
after(() => rm(folder, { recursive: true }));

async function readInput(name: string, text: string, given: GivenOptions = {}): Promise<ConfigInput<TrainConfig>> {
  const path = join(folder, name);
  await writeFile(path, text);
  return readTrainInput({ positional: ['table.csv'], given: { ...given, 'config-path': path } });
}

async function read(name: string, text: string, given: GivenOptions = {}): Promise<TrainConfig> {
  return (await readInput(name, text, given)).config;
}

test('a configuration is YAML or JSON, with option names or sections, and the command line wins', async () => {
  const yaml = 'epochs: 7\nlr: 0.01\nsplit:\n  sizes: [0.7, 0.2, 0.1]\n';
  const json = '{"epochs": 7, "lr": 0.01, "split": {"sizes": [0.7, 0.2, 0.1]}}';
  for (const [name, text] of Object.entries({ 'c.yaml': yaml, 'c.json': json })) {
    const config = await read(name, text, { 'batch-size': 16 });
    assert.deepEqual([config.training.epochs, config.training.batchSize], [7, 16]);
    assert.deepEqual(config.split.sizes, [0.7, 0.2, 0.1]);
    assert.equal((config.schedule as { learningRate?: number }).learningRate, 0.01);
  }
});

test('the run.json of a run gives its configuration', async () => {
  const run = { format: 1, graphsam: '0.1.0', config: { training: { epochs: 3 }, optimizer: { name: 'sam' } } };
  const config = await read('run.json', JSON.stringify(run), { epochs: 4 });
  assert.equal(config.optimizer.name, 'sam');
  assert.equal(config.training.epochs, 4);
});

test('the table of a run.json is found from the folder of the run, also where that was moved alone', async () => {
  const run = {
    format: 1,
    config: { data: { paths: ['../../tables/m.csv'] } },
    writtenIn: join(folder, 'runs', 'old'),
  };
  for (const name of ['runs/old', 'moved']) await mkdir(join(folder, name), { recursive: true });
  await mkdir(join(folder, 'tables'));
  await writeFile(join(folder, 'tables', 'm.csv'), 'smiles,y\n');
  for (const name of ['runs/old', 'moved']) {
    const path = join(folder, name, 'run.json');
    await writeFile(path, JSON.stringify(run));
    const { config } = await readTrainInput({ positional: [], given: { 'config-path': path } });
    assert.deepEqual(config.data.paths, [join(await realpath(folder), 'tables', 'm.csv')], name);
  }
});

test('a value that the command line gave is named by its option, one of the file by its path', async () => {
  const refused = async (name: string, text: string, given: GivenOptions, what: RegExp): Promise<void> => {
    await assert.rejects(read(name, text, given), { code: 'invalid-configuration', what });
  };
  await refused('a.yaml', 'training: {epochs: 0}\n', {}, /^training\.epochs: expected more than 0/);
  await refused('b.yaml', 'seed: 1\n', { epochs: 0 }, /^`training\.epochs`: expected more than 0/);
  await refused('c.yaml', 'epochs: many\n', {}, /^training\.epochs: expected a number, found "many"/);
  await refused(
    'd.yaml',
    'optimizer: graphsam\nrho: wide\n',
    {},
    /^optimizer\.hyperparameters\.rho: expected a number/,
  );
});

test('settings in sections of a file are given as options are; in run.json stand all, given or not', async () => {
  const sections = {
    training: { 'batch-size': 16 },
    schedule: { name: 'constant', learningRate: 0.005 },
    model: { settings: { width: 16, heads: 2 } },
    optimizer: { name: 'graphsam', base: { name: 'adam', hyperparameters: { beta1: 0.8 } } },
  };
  const { fixed } = await readInput('given.json', JSON.stringify({ epochs: 7, ...sections }), { dropout: 0.1 });
  const paths = ['training.epochs', 'training.batchSize', 'schedule.learningRate', 'model.settings.width'];
  for (const path of [...paths, 'model.settings.dropout', 'optimizer.hyperparameters.beta1'])
    assert.ok(fixed.has(path), path);
  assert.ok(!fixed.has('model.settings.layers'));

  const run = await readInput('run.json', JSON.stringify({ format: 1, config: sections }), { dropout: 0.1 });
  assert.deepEqual([...run.fixed], ['model.settings.dropout', 'run.configPath']);
});

test('a switch is true or false and nothing else', async () => {
  for (const value of ['no', 'off', '"false"', '0', '']) {
    await assert.rejects(read('switch.yaml', `no-baseline: ${value}\n`), {
      ...{ code: 'invalid-configuration', what: /^no-baseline: expected true or false, found / },
    });
  }
  assert.equal((await read('switch.yaml', 'no-baseline: true\n')).training.baselines, false);
  assert.notEqual((await read('switch.yaml', 'no-baseline: false\n')).training.baselines, false);
});

test('a base rule that is chosen as an option sits on nothing, though the file has a rule beneath its method', async () => {
  const base = { name: 'adam', hyperparameters: { beta1: 0.8 } };
  for (const name of ['graphsam', 'adam']) {
    const text = JSON.stringify({ optimizer: { name, base } });
    const { optimizer } = await read('base.json', text, { optimizer: 'sgd' });
    assert.deepEqual([optimizer.name, optimizer.base?.name], ['sgd', 'sgd']);
    assert.equal((await read('base.json', text, { optimizer: 'adam' })).optimizer.hyperparameters?.beta1, 0.8);
  }
  const wrong = JSON.stringify({ optimizer: { name: 'sgd', base } });
  await assert.rejects(read('base.json', wrong, { epochs: 3 }), { code: 'rule-as-method' });
});

test('an empty section is refused, whichever it is', async () => {
  for (const section of ['training', 'model', 'split', 'optimizer', 'schedule']) {
    await assert.rejects(read('empty.yaml', `${section}:\n`, { epochs: 3 }), {
      ...{ code: 'invalid-configuration', path: [section], message: /expected an object \{\.\.\.\}, found null/ },
    });
  }
});

test('what stands beside the name of an ablation in a file goes over it, and an option over both', async () => {
  const text = 'optimizer: {name: graphsam/anchor-every-10, hyperparameters: {anchorEvery: 20}}\n';
  const every = async (given: GivenOptions): Promise<unknown> =>
    (await read('ablation.yaml', text, given)).optimizer.hyperparameters?.anchorEvery;
  assert.equal(await every({}), 20);
  assert.equal(await every({ 'anchor-every': 30 }), 30);
  assert.equal(await every({ optimizer: 'graphsam/anchor-every-10' }), 10);
});
