/** Learned vectors of molecules: what the head of the trained network reads, for every row of a table. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readModelFile } from '../../src/predict/index.node.ts';
import { parseTrainConfig } from '../../src/runs/config/train-config.ts';
import { readSafetensors } from '../../src/runs/safetensors.ts';
import { trainRun } from '../../src/training/index.node.ts';
import { assertClose } from '../assert-close.ts';
import { folderWith, graphsam } from './command-line.ts';
import { regressionTable } from './small-tables.ts';

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
