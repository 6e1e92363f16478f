/** A model of logarithms says its scale in predictions and its card, and is evaluated on a table with the labels as they were measured. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { evaluateRun, predictRun } from '../src/predict/index.node.ts';
import { parseTrainConfig, readModelCard } from '../src/runs/index.ts';
import { runJob as trainJob } from '../src/training/train-job.node.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-target-scale-'));
after(() => rm(base, { recursive: true, force: true }));

test('IC50 with units in the cells is learned, predicted and evaluated as its negative logarithm in mol/L', async () => {
  const table = join(base, 'assay.csv');
  const rows = Array.from(
    { length: 20 },
    (_, row) => `${'C'.repeat(1 + row)}O,${row === 3 ? 'see note' : `${10 ** (row % 5)} nM`}`,
  );
  // As a spreadsheet saves "Unicode text".
  await writeFile(table, Buffer.from(`\ufeff${['smiles,IC50', ...rows, ''].join('\n')}`, 'utf16le'));
  const config = parseTrainConfig(
    {
      data: {
        paths: [table],
        targetColumns: ['IC50'],
        targetUnit: 'nM',
        targetTransform: 'negative-log10',
        unreadableLabels: 'drop',
      },
      split: { sizes: [0.6, 0.2, 0.2] },
      model: { name: 'compt', settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } },
      training: { epochs: 1, batchSize: 8 },
      machine: { threads: 1 },
    },
    'test',
  );
  const run = join(base, 'run');
  await trainJob(
    { config, folder: run, mode: 'new' },
    { onEvent: () => undefined, signal: new AbortController().signal },
  );
  const name = 'negative log10(IC50 in mol/L)';
  const card = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
  assert.deepEqual(card.tasks, [name]);
  const mean = card.standardization!.mean[0]!;
  assert.ok(mean > 5 && mean < 9, `the mean of the training labels is ${mean}`);
  const result = await evaluateRun({ model: run, input: table });
  assert.equal(result.molecules, 19, 'the row without a readable label is left out');
  assert.ok(result.metrics.rmse!.mean! < 4, `RMSE ${result.metrics.rmse!.mean} is in powers of ten`);
  const output = join(base, 'predictions.csv');
  await predictRun({ model: run, input: table, output });
  assert.equal((await readFile(output, 'utf8')).split('\n', 1)[0], `smiles,IC50,${name}_prediction,reason`);
});
