/** Networks drawn from the distribution that an optimizer has learned of the weights: one training, one model file with a deviation. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { mean, sampleDeviation } from '../src/base/index.ts';
import { predictRun, readModelFiles } from '../src/predict/index.node.ts';
import { joinModelFiles } from '../src/predict/index.ts';
import { readRunFolder } from '../src/report/index.node.ts';
import { readRun } from '../src/runs/index.node.ts';
import { modelCardText, parseTrainConfig, readModelCard, type TrainConfigInput } from '../src/runs/index.ts';
import { resumeRun, trainRun } from '../src/training/index.node.ts';
import { assertClose } from './assert-close.ts';
import { writeChains } from './cli/small-tables.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-posterior-'));
after(() => rm(folder, { recursive: true, force: true }));
const { numbers, classes } = writeChains(folder);

const samples = 3;

function configOf(table: string, training: object = {}, others: TrainConfigInput = {}) {
  const input = {
    data: { paths: [table], targetColumns: ['y'] },
    split: { sizes: [0.6, 0.2, 0.2] },
    model: { settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } },
    optimizer: { name: 'ivon', hyperparameters: { ess: 30 } },
    training: { epochs: 2, batchSize: 8, posteriorSamples: samples, baselines: false, seed: 3, ...training },
    machine: { threads: 1 },
    ...others,
  };
  return parseTrainConfig(input, 'test');
}

/** A table of predictions, [columns][rows]. */
async function columnsOf(path: string): Promise<Record<string, number[]>> {
  const [header, ...lines] = (await readFile(path, 'utf8')).trim().split('\n');
  return Object.fromEntries(
    header!.split(',').map((name, at) => [name, lines.map((line) => Number(line.split(',')[at]))]),
  );
}

describe('a training with IVON that draws networks', () => {
  const run = join(folder, 'numbers');
  before(() => trainRun(configOf(numbers), { folder: run }));

  it('leaves one model file that says what it holds', async () => {
    const bytes = await readFile(join(run, 'model.onnx'));
    const card = readModelCard(bytes, 'model.onnx');
    assert.deepEqual([card.drawn, card.members!.length], [true, samples]);
    assert.match(modelCardText(bytes, 'model.onnx'), /mean of 3 networks drawn from the distribution of weights/);
    const facts = await readRun(run);
    assert.ok(facts.kind === 'training' && facts.result && !facts.result.members);
  });

  it('is judged by what the file predicts, the mean of networks that differ', async () => {
    const output = join(folder, 'all.csv');
    await predictRun({ model: run, input: numbers, output, workers: 1 });
    const [own, all] = [await columnsOf(join(run, 'predictions.csv')), await columnsOf(output)];
    for (const name of ['y_prediction', 'y_unc'])
      assertClose(
        own[name]!,
        own.row!.map((row) => all[name]![row]!),
        { relative: 1e-5 },
      );
    assert.ok(own.y_unc!.every((each) => each > 0));
    const squares = own.y!.map((label, row) => (label - own.y_prediction![row]!) ** 2);
    const { facts } = await readRunFolder(run);
    assertClose([facts.result!.test!.rmse!.mean!], [Math.sqrt(mean(squares))], { relative: 1e-9 });
  });

  it('predicts near the mean weights where the noise is small, and elsewhere where it is not', async () => {
    const quiet = { optimizer: { name: 'ivon', hyperparameters: { ess: 30, hessianInit: 1e8 } } };
    const [drawn, whole] = [join(folder, 'quiet'), join(folder, 'mean')];
    await trainRun(configOf(numbers, {}, quiet), { folder: drawn });
    await trainRun(configOf(numbers, { posteriorSamples: undefined }, quiet), { folder: whole });
    const [ofDrawn, ofMean] = [
      await columnsOf(join(drawn, 'predictions.csv')),
      await columnsOf(join(whole, 'predictions.csv')),
    ];
    const spread = sampleDeviation(ofMean.y_prediction!)!;
    assertClose(ofDrawn.y_prediction!, ofMean.y_prediction!, { absolute: 0.01 * spread });
    const ofLoud = await columnsOf(join(run, 'predictions.csv'));
    assert.notDeepEqual(ofLoud.y_prediction, ofMean.y_prediction);
  });

  it('is one of several where runs predict together', async () => {
    const files = [await readModelFiles(run), await readModelFiles(run)];
    const { drawn, members } = joinModelFiles(files).card;
    assert.deepEqual([drawn, members!.length], [undefined, 2]);
  });

  it('comes to the very same file after an interruption', async () => {
    const again = join(folder, 'resumed');
    const controller = new AbortController();
    const first = await trainRun(
      configOf(numbers),
      { folder: again },
      {
        signal: controller.signal,
        onEvent: ({ kind }) => kind === 'epoch' && controller.abort(),
      },
    );
    assert.equal(first.status, 'interrupted');
    await resumeRun(again);
    assert.deepEqual(await readFile(join(again, 'model.onnx')), await readFile(join(run, 'model.onnx')));
  });

  it('gives entropies and sets of classes', async () => {
    const [ofClasses, output] = [join(folder, 'classes'), join(folder, 'classes.predicted.csv')];
    await trainRun(configOf(classes), { folder: ofClasses });
    await predictRun({ model: ofClasses, input: classes, output, workers: 1 });
    const { y_mutual_information: between, y_entropy: entropy } = await columnsOf(output);
    assert.ok(between!.some((each) => each > 0) && between!.every((each, row) => each <= entropy![row]! + 1e-9));
  });

  it('draws in each fold from what the fold has learned', async () => {
    const folds = join(folder, 'folds');
    await trainRun(configOf(numbers, {}, { split: { type: 'cv', folds: 3 } }), { folder: folds });
    const cards = await Promise.all(
      ['fold_0', 'fold_1', 'fold_2'].map(async (name) =>
        readModelCard(await readFile(join(folds, name, 'model.onnx')), name),
      ),
    );
    assert.deepEqual(
      cards.map(({ members }) => members!.length),
      [samples, samples, samples],
    );
  });
});

describe('drawing networks is refused', () => {
  it('of an optimizer that learns no distribution', () => {
    assert.throws(() => configOf(numbers, {}, { optimizer: { name: 'adam' } }), /adam learns no distribution.*ivon/s);
  });

  it('of each member of an ensemble, also where a level of quality brings it', () => {
    assert.throws(() => configOf(numbers, { ensembleSize: 2 }), /an ensemble is trained/);
    assert.throws(() => configOf(numbers, { quality: 'good' }), /an ensemble is trained/);
  });
});
