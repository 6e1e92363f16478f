/** A model, an optimizer, a metric and a task type of other packages: trained, continued, predicted and compared, by command and by program. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { packageRoot } from '../../src/platform/index.node.ts';
import { asProgram, assertRefusal } from '../cli/command-line.ts';
import { alone, regressionTable, smallMolecules, table } from '../cli/small-tables.ts';
import { installPackage } from './installed.ts';

const plugin = readFileSync(join(packageRoot(), 'dist', 'examples', 'plugin.js'), 'utf8');
const taskPlugin = readFileSync(join(packageRoot(), 'dist', 'examples', 'task-plugin.js'), 'utf8');
const choice = ['--model', 'element-counts', '--optimizer', 'sign-descent', '--metrics', 'largest-error'];
const settings = ['--epochs', '2', '--threads', '1', ...alone];

const project = await installPackage();
after(() => project.remove());
project.write({ 'plugin.js': plugin, 'table.csv': regressionTable() });

async function refused(args: readonly string[], code: string, names: RegExp): Promise<void> {
  assertRefusal(await project.graphsam(asProgram(args)), { exit: 2, code, names });
}

test('the command line trains with what a plugin adds, says so in run.json, and predicts with it', async () => {
  const trained = await project.graphsam([
    'train',
    'table.csv',
    '--plugin',
    './plugin.js',
    ...choice,
    ...settings,
    '-o',
    'run',
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  const { plugins, result } = JSON.parse(project.read('run/run.json'));
  assert.equal(plugins.length, 1);
  assert.equal(plugins[0].name, 'example-plugin');
  assert.match(plugins[0].checksum, /^[0-9a-f]{8}$/);
  assert.match(JSON.stringify(result), /largest-error/);

  const predicted = await project.graphsam(['predict', 'run', 'table.csv', '--plugin=./plugin.js', '-o', 'out.csv']);
  assert.equal(predicted.code, 0, predicted.stderr);
  assert.equal(project.read('out.csv').trimEnd().split('\n').length, 41);
});

test('what needs a plugin says which one where it is not loaded, and that it has changed', async () => {
  const missing = /example-plugin .*[0-9a-f]{8}.*--plugin/s;
  await refused(['predict', 'run', 'table.csv', '-o', 'none.csv'], 'plugin-missing', missing);
  await refused(['train', '--resume', 'run'], 'plugin-missing', missing);

  project.write({ 'changed.js': `${plugin}\n// changed\n` });
  const changed = await project.graphsam(['predict', 'run', 'table.csv', '--plugin', 'changed.js', '-o', 'again.csv']);
  assert.equal(changed.code, 0, changed.stderr);
  assert.match(changed.stderr + changed.stdout, /example-plugin .*changed/);
  assert.equal(project.read('again.csv'), project.read('out.csv'));
});

test('a comparison trains with a plugin in processes of its own', async () => {
  const grid = {
    datasets: [{ paths: ['table.csv'], label: 'ours' }],
    models: 'element-counts',
    optimizers: 'sign-descent',
  };
  project.write({ 'grid.json': JSON.stringify({ ...grid, seeds: [0], training: { epochs: 2 } }) });
  const compared = await project.graphsam(['compare', 'grid.json', '--plugin', './plugin.js', '-o', 'grid']);
  assert.equal(compared.code, 0, compared.stderr);
  assert.match(project.read('grid/results.csv'), /element-counts/);
});

test('a program loads a plugin, trains with it and predicts', async () => {
  project.write({
    'program.js': `
      import { loadPlugin, parseTrainConfig, predictRun, trainRun } from 'graphsam';
      await loadPlugin('./plugin.js');
      const config = parseTrainConfig({
        data: { paths: ['table.csv'] },
        model: { name: 'element-counts', settings: { width: 4 } },
        optimizer: { name: 'graphsam', base: { name: 'sign-descent' } },
        training: { epochs: 2, trackingMetric: 'largest-error' },
        machine: { threads: 1 },
      }, 'program');
      const { status } = await trainRun(config, { folder: 'from-program' });
      const { rows, failed } = await predictRun({ model: 'from-program', input: 'table.csv', output: 'from-program.csv', workers: 1 });
      console.log(status, rows - failed);
    `,
  });
  const ended = await project.node(['program.js']);
  assert.equal(ended.code, 0, ended.stderr);
  assert.match(ended.stdout, /^finished 40/);
});

test('a task type of a plugin is trained, predicted in its own units, and named where it is missing', async () => {
  const amounts = smallMolecules.map(
    (smiles, row) => `${smiles},${(10 ** (smiles.length - 2 + row / 100)).toFixed(3)}`,
  );
  project.write({ 'task-plugin.js': taskPlugin, 'amounts.csv': table('smiles,amount', amounts) });
  const both = ['--plugin', './plugin.js', '--plugin', './task-plugin.js'];
  const trained = await project.graphsam([
    'train',
    'amounts.csv',
    ...both,
    ...[
      '--task-type',
      'magnitude',
      '--model',
      'element-counts',
      '--lr',
      '0.05',
      '--batch-size',
      '8',
      '--epochs',
      '30',
      '--threads',
      '1',
      ...alone,
    ],
    '-o',
    'amounts',
  ]);
  assert.equal(trained.code, 0, trained.stderr);
  const { data, plugins } = JSON.parse(project.read('amounts/run.json'));
  assert.equal(data.taskType, 'magnitude');
  assert.deepEqual(plugins.map(({ name }: { name: string }) => name).sort(), ['example-plugin', 'magnitude-plugin']);

  const predicted = await project.graphsam(['predict', 'amounts', 'amounts.csv', ...both, '-o', 'amounts-out.csv']);
  assert.equal(predicted.code, 0, predicted.stderr);
  const [header, ...lines] = project.read('amounts-out.csv').trimEnd().split('\n');
  const column = header!.split(',').findIndex((name) => name.startsWith('amount_pred'));
  const values = lines.map((line) => Number(line.split(',')[column]));
  // Learned by its logarithm, no prediction is below 0, and they reach over more than one order.
  assert.ok(values.every((value) => value > 0));
  assert.ok(Math.max(...values) / Math.min(...values) > 10, `${Math.min(...values)} to ${Math.max(...values)}`);

  const half = ['predict', 'amounts', 'amounts.csv', '--plugin', './plugin.js', '-o', 'no.csv'];
  await refused(half, 'plugin-missing', /magnitude-plugin/);
});

test('a module that is no plugin, and a name that is taken, are refused', async () => {
  project.write({
    'empty.js': 'export const nothing = 1;\n',
    'taken.js': plugin.replaceAll("'element-counts'", "'compt'"),
  });
  await refused(['optimizers', '--plugin', 'empty.js'], 'plugin-unusable', /empty\.js/);
  await refused(['optimizers', '--plugin', 'taken.js'], 'name-taken', /compt/);
  await refused(['optimizers', '--plugin', './nowhere.js'], 'plugin-unusable', /nowhere\.js/);
  const listed = await project.graphsam(['optimizers', '--plugin', './plugin.js']);
  assert.match(listed.stdout, /sign-descent/);
});
