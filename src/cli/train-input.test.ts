import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { TrainConfig } from '../runs/index.ts';
import type { GivenOptions } from './command.ts';
import { readTrainInput } from './train-input.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'graphsam-config-'));
});
after(() => rm(folder, { recursive: true }));

async function read(name: string, text: string, given: GivenOptions = {}): Promise<TrainConfig> {
  const path = join(folder, name);
  await writeFile(path, text);
  return (await readTrainInput({ positional: ['table.csv'], given: { ...given, 'config-path': path } })).config;
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
