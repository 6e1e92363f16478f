/** Learned vectors of molecules: what the head of the trained network reads, for every row of a table. */
import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readModelFile } from '../../src/predict/index.node.ts';
import { parseTrainConfig } from '../../src/runs/config/train-config.ts';
import { isEventFile } from '../../src/runs/event-file.ts';
import { readSafetensors } from '../../src/runs/safetensors.ts';
import { trainRun } from '../../src/training/index.node.ts';
import { assertClose } from '../assert-close.ts';
import { assertRefused, folderWith, graphsam, start } from './command-line.ts';
import { alone, regressionTable, tiny } from './small-tables.ts';

test('the linear head of a network gives its predictions from the vectors that are written', async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable() });
  const settings = { width: 8, heads: 2, layers: 1, headLayers: 1 };
  const input = { data: { paths: [join(folder, 'table.csv')] }, model: { settings }, training: { epochs: 1 } };
  await trainRun(parseTrainConfig({ ...input, optimizer: { name: 'adam' } }, 'test'), { folder: join(folder, 'run') });
  await writeFile(join(folder, 'some.csv'), 'smiles,note\nCCO,a\nc1ccccc1,b\nno molecule,c\n');

  const { code, stderr } = await graphsam(['fingerprint', 'run', 'some.csv'], folder);
  assert.equal(code, 0, stderr);
  const [header, ...lines] = (await readFile(join(folder, 'some_vectors.csv'), 'utf8')).trimEnd().split('\n');
  const vector = Array.from({ length: settings.width }, (_, index) => `vector_${index}`);
  assert.equal(header, ['smiles', 'note', ...vector, 'reason'].join());
  assert.match(lines[2]!, /^no molecule,c,{8},./);

  await graphsam(['predict', 'run', 'some.csv'], folder);
  const predicted = (await readFile(join(folder, 'some_preds.csv'), 'utf8')).split('\n').map((line) => line.split(','));
  const { tensors } = readSafetensors(await readFile(join(folder, 'run', 'checkpoint.safetensors')), 'checkpoint');
  const { card } = await readModelFile(join(folder, 'run'));
  const [weight, bias] = ['weight', 'bias'].map((name) => tensors[`best/head.0.${name}`]!.data as Float32Array);
  for (const row of [0, 1]) {
    const numbers = lines[row]!.split(',').slice(2, 10).map(Number);
    const score = numbers.reduce((sum, value, index) => sum + value * weight![index]!, bias![0]!);
    const value = card.standardization!.mean[0]! + card.standardization!.std[0]! * score;
    assertClose([value], [Number(predicted[row + 1]![2])], { relative: 1e-4, absolute: 1e-5 });
  }
});

test('the encoder of the package starts a training, which remembers it by name, and gives vectors without one', async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable() });
  const from = ['train', 'table.csv', '--init-from', 'builtin', '--freeze-encoder', '--epochs', '1', ...alone];
  const { code, stdout, stderr } = await graphsam([...from, '-o', 'run'], folder);
  assert.equal(code, 0, stderr);
  assert.match(stdout, /Initial weights: encoder builtin, pre-trained on [\d,]+ molecules\n {2}loaded \d+ parameters/);
  const { config, model } = JSON.parse(await readFile(join(folder, 'run', 'run.json'), 'utf8'));
  assert.deepEqual([config.training.initFrom, model.name, model.settings.width], ['builtin', 'compt', 128]);
  await writeFile(join(folder, 'two.csv'), 'smiles\nCCO\nOCC\n');
  assert.equal((await graphsam(['fingerprint', 'builtin', 'two.csv'], folder)).code, 0);
  const text = await readFile(join(folder, 'two_vectors.csv'), 'utf8');
  const [header, ...rows] = text.trimEnd().split('\n');
  const piped = start(['fingerprint', 'builtin', '-'], folder);
  piped.process.stdin!.end('smiles\nCCO\nOCC\n');
  const sent = await piped.ended;
  assert.deepEqual([sent.code, sent.stdout], [0, text]);
  assert.match(sent.stderr, /standard output: 2 rows with 128 numbers each/);
  assert.equal(header!.split(',').length, 130);
  // In canonical order both spellings are one molecule.
  assert.equal(rows[0]!.slice(3), rows[1]!.slice(3));
  await assertRefused(['train', 'table.csv', '--model', 'grover', '--init-from', 'builtin', '-o', 'x'], folder, {
    exit: 2,
    code: 'other-model',
    setting: '/training/initFrom',
    names: /compt.*grover/s,
  });
});

test('what gives no vectors is refused with what to name instead, and no word of starting a training', async (context) => {
  const folder = folderWith(context, { 'table.csv': regressionTable(), 'two.csv': 'smiles\nCCO\nOCC\n' });
  const ensemble = [...tiny, '--ensemble-size', '2', '--tensorboard', '-o', 'run'];
  const trained = await graphsam(['train', 'table.csv', ...ensemble], folder);
  assert.equal(trained.code, 0, trained.stderr);
  for (const name of ['member_0', 'member_1']) {
    const [events] = (await readdir(join(folder, 'run', name))).filter(isEventFile);
    const written = await readFile(join(folder, 'run', name, events!), 'latin1');
    assert.ok(written.includes('loss/training'), `TensorBoard's file of ${name} has its losses`);
  }
  const member = { exit: 4, code: 'several-members', names: /ensemble.*run\/member_0/s };
  await assertRefused(['fingerprint', 'run', 'two.csv'], folder, { ...member, setting: '/data/models' });
  await assertRefused(['train', 'table.csv', '--init-from', 'run', ...tiny, '-o', 'new'], folder, {
    ...member,
    setting: '/training/initFrom',
  });
  for (const command of ['sharpness', 'landscape']) await assertRefused([command, 'run'], folder, member);
  await assertRefused(['fingerprint', 'run/member_0/model.onnx', 'two.csv'], folder, {
    exit: 4,
    code: 'not-a-run',
    setting: '/data/models',
    names: /model\.onnx.*this is a file|this is a file.*model\.onnx/s,
  });
  const several = ['--model-paths', 'run', 'run/member_0', '--test-path', 'two.csv'];
  for (const command of ['fingerprint', 'explain']) {
    await assertRefused([command, ...several], folder, {
      exit: 2,
      code: 'unexpected-argument',
      setting: '/data/models',
      names: /one at a time/,
    });
  }
  assert.equal((await graphsam(['fingerprint', 'run/member_0', 'two.csv'], folder)).code, 0);
});
