/** What one model says of its own uncertainty: a variance that it was trained to say, and passes with dropout. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadChemistry } from '../src/chem/index.node.ts';
import { openModelPredictor, type StructurePrediction } from '../src/predict/index.ts';
import { parseTrainConfig } from '../src/runs/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { trainRun } from '../src/training/index.node.ts';
import { assertClose } from './assert-close.ts';
import { chainsTable, sixtyChains as smiles } from './cli/small-tables.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-uncertainty-'));
after(() => rm(folder, { recursive: true, force: true }));
const [chemistry, runtime] = await Promise.all([loadChemistry(), loadRuntime()]);
let model: Uint8Array;

before(async () => {
  const table = join(folder, 'table.csv');
  await writeFile(
    table,
    chainsTable((row) => 100 + row),
  );
  const config = parseTrainConfig(
    {
      data: { paths: [table], targetColumns: ['y'] },
      split: { sizes: [0.6, 0.2, 0.2] },
      model: { name: 'compt', settings: { width: 4, heads: 1, layers: 1, headLayers: 2, dropout: 0.2 } },
      training: { epochs: 2, batchSize: 8, loss: 'mean-variance', nllBeta: 0.25, seed: 5 },
      machine: { threads: 1 },
    },
    'test',
  );
  await trainRun(config, { folder: join(folder, 'run') });
  model = new Uint8Array(await readFile(join(folder, 'run', 'model.onnx')));
});

async function predicted(structures: readonly string[], asked: object = {}): Promise<StructurePrediction[]> {
  const options = { runtime, chemistry, threads: 1, where: 'model.onnx', ...asked };
  const predictor = await openModelPredictor(model, options);
  const answers = await predictor.predict(structures);
  await predictor.release();
  return answers;
}

const firstOf = (answers: readonly StructurePrediction[]): number[] =>
  answers.map(({ trust }) => trust![0]![0] as number);

test('a model that was trained to say its variance says it without being asked, scaled by its validation errors', async () => {
  const { rows, values } = await partOf('predictions.csv');
  const answers = await predicted(rows);
  assertClose(
    answers.map((answer) => answer.values![0]!),
    values,
    { relative: 1e-5 },
  );
  assert.ok(
    firstOf(answers).every((deviation) => deviation > 1 && deviation < 200),
    String(firstOf(answers)),
  );
  const [{ trust }] = (await predicted(rows, { coverage: 0.8 })) as [StructurePrediction];
  const [deviation, low, high] = trust![0] as [number, number, number];
  assertClose([(low + high) / 2], [values[0]!], { relative: 1e-4 });
  assert.ok(high - low > 0.5 * deviation);
});

test('passes with dropout depend neither on the other molecules nor on the run, and leave the prediction as it is', async () => {
  const asked = { uncertainty: 'dropout' };
  const [all, again] = [await predicted(smiles.slice(0, 5), asked), await predicted([smiles[3]!, smiles[1]!], asked)];
  assert.ok(firstOf(all).every((deviation) => deviation > 0));
  assert.deepEqual(firstOf(again), [firstOf(all)[3], firstOf(all)[1]]);
  assertClose(
    all.map(({ values }) => values![0]!),
    (await predicted(smiles.slice(0, 5))).map(({ values }) => values![0]!),
    { relative: 1e-6 },
  );
});

test('deviations of passes with dropout are scaled so that validation errors are as large as they say', async () => {
  const { rows, labels, values } = await partOf('validation-predictions.csv');
  const deviations = firstOf(await predicted(rows, { uncertainty: 'dropout' }));
  const squares = deviations.map((deviation, row) => ((labels[row]! - values[row]!) / deviation) ** 2);
  assert.equal(squares.length, 12);
  assertClose([squares.reduce((sum, each) => sum + each) / squares.length], [1], { relative: 1e-3 });
});

test('nothing is said where nothing is wanted', async () => {
  const [answer] = await predicted(['CCO'], { uncertainty: 'none' });
  assert.equal(answer!.trust, undefined);
});

/** SMILES, labels and predictions of a part, as the run left them. */
async function partOf(file: string): Promise<{ rows: string[]; labels: number[]; values: number[] }> {
  const lines = (await readFile(join(folder, 'run', file), 'utf8')).trim().split('\n').slice(1);
  const cells = lines.map((line) => line.split(','));
  const numbers = (column: number): number[] => cells.map((row) => Number(row[column]));
  return { rows: cells.map((row) => row[2]!), labels: numbers(3), values: numbers(4) };
}
