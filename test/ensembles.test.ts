/** Ensembles from training to prediction: one run with members inside, one model file, one prediction. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { findBaseline } from '../src/baselines/index.ts';
import { loadChemistry } from '../src/chem/index.node.ts';
import { isRejection, type Molecule } from '../src/chem/index.ts';
import { findModel } from '../src/models/index.ts';
import { evaluateRun, predictRun, readModelFiles } from '../src/predict/index.node.ts';
import {
  joinModelFiles,
  joinWithTrust,
  type ModelFile,
  openModelPredictor,
  type ValidatedModel,
} from '../src/predict/index.ts';
import { writeRunReports } from '../src/report/index.node.ts';
import { readTestTable } from '../src/report/index.ts';
import { dropCheckpoints, readRun } from '../src/runs/index.node.ts';
import {
  type ModelCard,
  modelCardText,
  parseTrainConfig,
  type RunEvent,
  readModelCard,
  type TrainConfig,
} from '../src/runs/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { runJob } from '../src/training/ensemble/ensemble-job.node.ts';
import { resumeRun, trainRun } from '../src/training/index.node.ts';
import { assertClose } from './assert-close.ts';
import { smallMolecules, sixtyChains as smiles, writeChains } from './cli/small-tables.ts';

const folder = await mkdtemp(join(tmpdir(), 'graphsam-ensembles-'));
after(() => rm(folder, { recursive: true, force: true }));
const { numbers, classes } = writeChains(folder);

function configOf(table: string, training: object, others: object = {}): TrainConfig {
  const model = { name: 'compt', settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } };
  const split = { sizes: [0.6, 0.2, 0.2] };
  return parseTrainConfig(
    {
      data: { paths: [table], targetColumns: ['y'] },
      split,
      model,
      training: { epochs: 2, batchSize: 8, ...training },
      machine: { threads: 1 },
      ...others,
    },
    'test',
  );
}

/** Column of a file of predictions, by row. */
async function column(path: string, name: string): Promise<number[]> {
  const [header, ...lines] = (await readFile(path, 'utf8')).trim().split('\n');
  const at = header!.split(',').indexOf(name);
  assert.ok(at >= 0, `${path} has no column ${name}: ${header}`);
  return lines.map((line) => Number(line.split(',')[at]));
}

const chemistry = await loadChemistry();
const runtime = await loadRuntime();
const molecules = smiles.map((text) => chemistry.parse(text)).filter((each): each is Molecule => !isRejection(each));

/** Of all molecules, by a run or by several together. */
async function predicted(model: string | readonly string[]): Promise<number[]> {
  const { bytes } = await readModelFiles(model);
  const predictor = await openModelPredictor(bytes, { runtime, chemistry, threads: 1, where: 'model.onnx' });
  const { values } = await predictor.predictMolecules(molecules);
  await predictor.release();
  return [...values];
}

/** A run as it is joined with others. */
async function validated(run: string): Promise<ValidatedModel> {
  const file = await readModelFiles(run);
  const text = await readFile(join(run, 'validation-predictions.csv'), 'utf8');
  return { ...file, validation: await readTestTable(text, file.card, run) };
}

const reading = { runtime, chemistry, threads: 1 };

const python = process.env.GRAPHSAM_PYTHON ?? 'python3';
const pythonProgram = `
import json, sys
import numpy, onnxruntime
given = json.load(sys.stdin)
feeds = {name: numpy.array(feed["data"], feed["type"]).reshape(feed["dims"]) for name, feed in given["feeds"].items()}
names = ["predictions", "spread", "members"]
answers = onnxruntime.InferenceSession(given["path"]).run(names, feeds)
print(json.dumps({name: answer.ravel().tolist() for name, answer in zip(names, answers)}))
`;

/** Why the numbers cannot be compared with Python's here. */
function withoutPython(): string | false {
  const { status } = spawnSync(python, ['-c', 'import numpy, onnxruntime']);
  return status === 0 ? false : 'Python with onnxruntime is missing';
}

describe('an ensemble in too short a time', () => {
  it('has two members of one epoch, and predicts', async () => {
    const run = join(folder, 'hasty');
    const kinds: string[] = [];
    const onEvent = ({ kind }: RunEvent): void => void kinds.push(kind);
    const config = configOf(numbers, { ensembleSize: 4 });
    const { runs } = await trainRun(config, { folder: run, deadline: Date.now() - 1 }, { onEvent });
    const [result] = runs;
    assert.ok(result?.status === 'finished' && kinds.includes('members-left-out'));
    assert.deepEqual(
      result.members!.map(({ epochs }) => epochs),
      [1, 1],
    );
    assert.equal((await predicted(run)).length, 60);
  });
});

describe('an ensemble of seeds', () => {
  const run = join(folder, 'seeds');
  const members = [join(run, 'member_0'), join(run, 'member_1')];
  before(async () => {
    await trainRun(configOf(numbers, { ensembleSize: 2, seed: 3 }), { folder: run });
  });

  it('predicts the mean of its members, whether from its file or from their folders', async () => {
    const [first, second] = [await predicted(members[0]!), await predicted(members[1]!)];
    assert.notDeepEqual(first, second);
    const mean = first.map((value, row) => (value + second[row]!) / 2);
    assertClose(await predicted(run), mean, { relative: 1e-5 });
    assertClose(await predicted(members), mean, { relative: 1e-5 });
  });

  it('says in its file and in run.json what its members are', async () => {
    const card = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
    assert.deepEqual(
      card.members!.map(({ seed }) => seed),
      [3, 4],
    );
    const facts = await readRun(run);
    assert.ok(facts.kind === 'training' && facts.result);
    assert.deepEqual(
      facts.result.members!.map(({ folder: name, seed }) => [name, seed]),
      [
        ['member_0', 3],
        ['member_1', 4],
      ],
    );
    const alone = await Promise.all(members.map(readRun));
    const evaluations = alone.map((each) => (each.kind === 'training' ? each.result!.evaluations : 0));
    assert.equal(facts.result.evaluations, evaluations[0]! + evaluations[1]!);
  });

  it('is judged on the test part by the numbers that its file predicts', async () => {
    const [rows, values] = [join(run, 'predictions.csv'), await predicted(run)];
    const own = await column(rows, 'y_prediction');
    assertClose(
      own,
      (await column(rows, 'row')).map((row) => values[row]!),
      { relative: 1e-6 },
    );
    const { metrics, trained } = await evaluateRun({ model: run, input: numbers, threads: 1 });
    assert.ok(Number.isFinite(metrics.rmse!.mean));
    assert.ok('train' in trained && trained.train.length === 36);
  });

  it('gives spread and members to any program that runs the file', async () => {
    const bytes = new Uint8Array(await readFile(join(run, 'model.onnx')));
    const program = await runtime.load(bytes, { threads: 1 });
    assert.deepEqual(program.outputNames, ['predictions', 'spread', 'members']);
    await program.release();
  });

  it('gives the same numbers in Python, and the deviation of its members', { skip: withoutPython() }, async () => {
    const path = join(run, 'model.onnx');
    const { card } = await readModelFiles(run);
    const definition = findModel(card.model);
    const features = molecules.slice(0, 7).map((molecule) => definition.featurize(molecule));
    const feeds = definition.collate(features, definition.configSchema.parse(card.settings), 'float32');
    const plain = Object.entries(feeds).map(([name, { type, dims, data }]) => [name, { type, dims, data: [...data] }]);
    const input = JSON.stringify({ path, feeds: Object.fromEntries(plain) });
    const { stdout, stderr } = spawnSync(python, ['-c', pythonProgram], { input, encoding: 'utf8' });
    assert.ok(stdout, stderr);
    const { predictions: found, spread, members: each } = JSON.parse(stdout) as Record<string, number[]>;
    assertClose(found!, (await predicted(run)).slice(0, 7), { relative: 1e-5 });
    const between = spread!.map((_, row) => Math.abs(each![row]! - each![row + 7]!) / Math.sqrt(2));
    assertClose(spread!, between, { relative: 1e-3 });
  });

  it('predicts a table by the files of several runs', async () => {
    const output = join(folder, 'together.csv');
    await predictRun({ model: members, input: numbers, output, workers: 1 });
    assertClose(await column(output, 'y_prediction'), await predicted(run), { relative: 1e-5 });
  });

  it('has the same intervals where its members are joined afterwards, whatever the order of their rows', async () => {
    const [first, second] = (await Promise.all(members.map(validated))) as [ValidatedModel, ValidatedModel];
    const { smiles, labels } = second.validation!;
    const turned = { smiles: smiles.toReversed(), labels: labels.toReversed() };
    const { file, warnings } = await joinWithTrust([first, { ...second, validation: turned }], reading);
    const { trust } = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
    assert.equal(trust!.conformal!.targets[0]!.scores[0]!.length, 12);
    assert.deepEqual([readModelCard(file.bytes, 'together').trust, warnings], [trust, []]);
  });

  it('has intervals in the unit of the target where a model is joined with itself', async () => {
    const model = await validated(members[0]!);
    const { file } = await joinWithTrust([model, model], reading);
    const [twice, alone] = [file, model].map(({ card }) => card.trust!.conformal!);
    assert.deepEqual([twice!.normalized, alone!.normalized], [false, false]);
    assertClose(twice!.targets[0]!.scores[0]!, alone!.targets[0]!.scores[0]!, { relative: 1e-4 });
  });

  it('has no intervals where a member came without its validation rows, or these have too few labels', async () => {
    const [first, second] = (await Promise.all(members.map(validated))) as [ValidatedModel, ValidatedModel];
    const without = await joinWithTrust([first, { ...second, validation: undefined }], reading);
    assert.equal(without.file.card.trust, undefined);
    assert.match(without.warnings.join(), /without intervals: .*validation-predictions\.csv/);
    const few = { smiles: first.validation!.smiles.slice(0, 8), labels: first.validation!.labels.slice(0, 8) };
    const joined = await joinWithTrust(
      [first, second].map((model) => ({ ...model, validation: few })),
      reading,
    );
    assert.equal(joined.file.card.trust?.conformal, undefined);
    assert.match(joined.warnings.join(), /without intervals: .*nine/);
  });

  it('says how far a prediction may be off, in columns of their own', async () => {
    const output = join(folder, 'trusted.csv');
    await predictRun({ model: run, input: numbers, output, workers: 1, coverage: 0.8 });
    const [value, deviation] = [await column(output, 'y_prediction'), await column(output, 'y_unc')];
    const [low, high] = [await column(output, 'y_low'), await column(output, 'y_high')];
    const card = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
    const { factor, floor } = card.trust!.spread!.targets[0]!;
    const [first, second] = [await predicted(members[0]!), await predicted(members[1]!)];
    const between = first.map((each, row) => Math.abs(each - second[row]!) / Math.sqrt(2));
    assertClose(
      deviation,
      between.map((each) => factor * Math.max(each, floor)),
      { relative: 1e-3 },
    );
    // Of 12 validation rows the score of rank ceil(13 * 0.8) = 11.
    const bound = card.trust!.conformal!.targets[0]!.scores[0]![10]!;
    assertClose(
      high.map((each, row) => each - value[row]!),
      deviation.map((each) => bound * each),
      { relative: 1e-3 },
    );
    assertClose(
      low.map((each, row) => value[row]! - each),
      deviation.map((each) => bound * each),
      { relative: 1e-3 },
    );
    const rows = await column(join(run, 'validation-predictions.csv'), 'row');
    const held = rows.filter((row) => low[row]! <= row && row <= high[row]!);
    assert.equal(held.length, 11);
  });

  it('refuses intervals and uncertainties that it does not know', async () => {
    const asked = { input: numbers, output: join(folder, 'not.csv'), workers: 1 };
    const alone = predictRun({ model: members[0]!, uncertainty: 'ensemble', ...asked });
    await assert.rejects(alone, { code: 'not-supported', path: ['predict', 'uncertainty'], where: /model\.onnx$/ });
    await assert.rejects(predictRun({ model: members, coverage: 0.9, ...asked }), {
      code: 'no-intervals',
      where: /model\.onnx$/,
    });
    await assert.rejects(predictRun({ model: run, coverage: 0.999, ...asked }), {
      code: 'no-intervals',
      path: ['predict', 'coverage'],
      what: /errors of 12 validation rows, which bound a share of 0\.923 at most/,
    });
    await assert.rejects(predictRun({ model: run, uncertainty: 'guess', ...asked }), { code: 'unknown-name' });
  });

  it('has a report, and loses the checkpoints of its members on request', async () => {
    await writeRunReports(run);
    const report = await readFile(join(run, 'report.html'), 'utf8');
    assert.match(report, /member_1/);
    assert.match(report, /coverage of 90 % intervals/);
    assert.match(report, /Error of the surest predictions/);
    const dropped = await dropCheckpoints([run]);
    assert.equal(dropped.length, 2);
    assert.ok(!existsSync(join(members[1]!, 'checkpoint.safetensors')));
    const again = await resumeRun(run);
    assert.equal(again.status, 'finished');
  });

  it('goes on after an interruption, in parallel processes too, to the same file', async () => {
    const stopped = join(folder, 'stopped');
    const controller = new AbortController();
    const config = configOf(numbers, { ensembleSize: 2, seed: 3 }, { machine: { threads: 2 } });
    const events: RunEvent[] = [];
    const onEvent = (event: RunEvent): void => {
      events.push(event);
      if (event.kind === 'member' && event.event.kind === 'epoch') controller.abort();
    };
    const first = await trainRun(config, { folder: stopped }, { onEvent, signal: controller.signal });
    assert.equal(first.status, 'interrupted');
    assert.ok(events.some((event) => event.kind === 'ensemble' && event.atOnce === 2 && event.threads === 1));
    assert.ok(!existsSync(join(stopped, 'model.onnx')));
    const second = await resumeRun(stopped);
    assert.equal(second.status, 'finished');
    const files = await Promise.all([run, stopped].map((each) => readFile(join(each, 'model.onnx'))));
    assert.ok(files[0]!.equals(files[1]!), 'the model files differ');
  });
});

describe('an ensemble of folds', () => {
  const run = join(folder, 'folds');
  before(async () => {
    const config = configOf(classes, { ensembleOfFolds: true }, { split: { type: 'cv', folds: 3 } });
    await trainRun(config, { folder: run });
  });

  it('is judged on every row by the member that did not see it, corrected as the file is', async () => {
    const path = join(run, 'predictions.csv');
    const rows = await column(path, 'row');
    assert.deepEqual(
      rows.toSorted((left, right) => left - right),
      smiles.map((_, row) => row),
    );
    const own = await column(path, 'y_prediction');
    const splits = JSON.parse(await readFile(join(run, 'splits.json'), 'utf8')) as { test: number[] }[];
    assert.equal(splits.length, 3);
    const card = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
    const { method, targets } = card.trust!.classes!;
    assert.deepEqual([method, targets[0]!.labels], ['temperature', 60]);
    const corrected = (value: number): number => 1 / (1 + ((1 - value) / value) ** targets[0]!.scale);
    for (const [member, { test }] of splits.entries()) {
      const alone = await predicted(join(run, `member_${member}`));
      for (const row of test) assertClose([own[rows.indexOf(row)]!], [corrected(alone[row]!)], { relative: 1e-4 });
    }
  });

  it('counts the molecules of all folds, and compares each with those that its model was trained on', async () => {
    const facts = await readRun(run);
    assert.ok(facts.kind === 'training' && facts.split.folds === 3);
    assert.deepEqual(
      facts.split.parts.map(({ molecules: count }) => count),
      [60, 60, 60],
    );
    const text = modelCardText(await readFile(join(run, 'model.onnx')), 'model.onnx', facts);
    assert.match(text, /\| Trained on \| classes\.csv: 60 molecules in 3 folds, each network on \d+ of them, split cv/);
    assert.match(text, /^On 60 molecules of the test parts of 3 folds, each judged by the model that was not trained/m);
    await writeRunReports(run);
    const report = await readFile(join(run, 'report.html'), 'utf8');
    assert.match(report, /most similar molecule that its model was trained on/);
    const [, groups] = /Error by similarity to the training set(.*?)<\/figure>/s.exec(report)!;
    assert.match(groups!, /0\.\d to 0\.\d/);
  });

  it('gives probabilities that are corrected, and sets of classes', async () => {
    const output = join(folder, 'sets.csv');
    await predictRun({ model: run, input: classes, output, workers: 1, coverage: 0.9 });
    const values = await column(output, 'y_prediction');
    assertClose(values, await predicted(run), { relative: 1e-5 });
    const [information, total] = [await column(output, 'y_mutual_information'), await column(output, 'y_entropy')];
    assert.ok(information.every((each, row) => each >= 0 && each < total[row]! && total[row]! <= Math.LN2 + 1e-6));
    const text = await readFile(output, 'utf8');
    const sets = text
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').at(-2)!);
    assert.ok(
      sets.every((set) => ['0', '1', '0|1', 'none'].includes(set)),
      sets.join(),
    );
  });

  it('has no sets of classes where its members are joined: each was validated on other molecules', async () => {
    const models = await Promise.all([0, 1].map((member) => validated(join(run, `member_${member}`))));
    const { file, warnings } = await joinWithTrust(models, reading);
    assert.equal(file.card.trust, undefined);
    assert.match(warnings.join(), /without sets of possible classes: .*different molecules.*other seeds/);
    const whole = await validated(run);
    assert.match((await joinWithTrust([whole, whole], reading)).warnings.join(), /ensemble of folds/);
  });

  it('says of a table that it was trained on all of it', async () => {
    const { trained } = await evaluateRun({ model: run, input: classes, threads: 1 });
    assert.ok('train' in trained && trained.train.length === smiles.length);
  });

  it('is refused without folds, as are seeds on several splits', async () => {
    const lonely = trainRun(configOf(classes, { ensembleOfFolds: true }), { folder: join(folder, 'none') });
    await assert.rejects(lonely, { code: 'contradicting-settings', path: ['training', 'ensembleOfFolds'] });
    const both = configOf(classes, { ensembleSize: 2 }, { split: { type: 'cv', folds: 3 } });
    await assert.rejects(trainRun(both, { folder: join(folder, 'none') }), {
      code: 'contradicting-settings',
      path: ['training', 'ensembleSize'],
      what: /\b3\b/,
    });
  });
});

describe('folds of quantities', () => {
  const trained = async (name: string, training: object, split: object): Promise<string> => {
    const run = join(folder, name);
    await trainRun(configOf(numbers, { ensembleOfFolds: true, ...training }, { split }), { folder: run });
    return run;
  };

  it('of random splits, most of whose rows are new to one member only, have intervals and a file that opens', async () => {
    const run = await trained('random-folds', {}, { folds: 3, sizes: [0.8, 0.1, 0.1] });
    const output = join(folder, 'random-folds.csv');
    await predictRun({ model: run, input: numbers, output, workers: 1, coverage: 0.8 });
    const [low, high] = [await column(output, 'y_low'), await column(output, 'y_high')];
    assert.ok(low.every((bound, row) => bound < high[row]!));
  });

  it('say of validation rows the deviation of the members that did not see them, with what these say themselves', async () => {
    const run = await trained('variance-folds', { loss: 'mean-variance' }, { type: 'cv', folds: 3 });
    const path = join(run, 'validation-predictions.csv');
    const [rows, said] = [await column(path, 'row'), await column(path, 'y_unc')];
    const bytes = new Uint8Array(await readFile(join(run, 'model.onnx')));
    const predictor = await openModelPredictor(bytes, { ...reading, where: 'model.onnx' });
    const { members, memberSpreads } = await predictor.outputsOf(molecules);
    await predictor.release();
    const { factor, floor } = predictor.card.trust!.spread!.targets[0]!;
    const splits = JSON.parse(await readFile(join(run, 'splits.json'), 'utf8')) as { train: number[] }[];
    const expected = rows.map((row) => {
      const [one, other] = [0, 1, 2].filter((member) => !splits[member]!.train.includes(row)) as [number, number];
      const between = (members![one]![row]! - members![other]![row]!) ** 2 / 2;
      const within = (memberSpreads![one]![row]! ** 2 + memberSpreads![other]![row]! ** 2) / 2;
      return factor * Math.max(Math.sqrt(between + within), floor);
    });
    assertClose(said, expected, { relative: 1e-4 });
  });
});

describe('classifiers that are joined', () => {
  it('are corrected and have sets of classes as one run of them has', async () => {
    const run = join(folder, 'classifiers');
    const sizes = { split: { sizes: [0.1, 0.85, 0.05] } };
    const config = configOf(classes, { ensembleSize: 2, epochs: 1 }, sizes);
    await runJob({ config, folder: run, mode: 'new' }, { onEvent: () => {}, signal: new AbortController().signal });
    const models = await Promise.all([0, 1].map((member) => validated(join(run, `member_${member}`))));
    const { file, warnings } = await joinWithTrust(models, reading);
    const alone = await readModelFiles(run);
    assert.equal(alone.card.trust!.classes!.targets[0]!.labels, 51);
    assert.deepEqual([readModelCard(file.bytes, 'together').trust, warnings], [alone.card.trust, []]);
    const predictions = await Promise.all(
      [file, alone].map(async ({ bytes }) => {
        const predictor = await openModelPredictor(bytes, { ...reading, where: 'model.onnx' });
        const { values } = await predictor.predictMolecules(molecules);
        await predictor.release();
        return [...values];
      }),
    );
    assertClose(predictions[0]!, predictions[1]!, { relative: 1e-6 });
  });
});

describe('models that do not go together', () => {
  it('are refused with what differs', async () => {
    const models = [join(folder, 'seeds', 'member_0'), join(folder, 'folds', 'member_0')];
    await assert.rejects(predicted(models), { code: 'models-differ', where: /model\.onnx$/ });
  });

  it('are refused where the same words or numbers of a table meant something else', async () => {
    const file = async (labels: ModelCard['labels']): Promise<ModelFile> => {
      const path = join(folder, 'seeds', 'member_0', 'model.onnx');
      const bytes = new Uint8Array(await readFile(path));
      const card = { ...readModelCard(bytes, path), labels };
      return { path, parts: [path], bytes, card };
    };
    const joined = async (...labels: [ModelCard['labels'], ModelCard['labels']]): Promise<ModelFile> =>
      joinModelFiles(await Promise.all(labels.map(file)));
    const differ = (what: RegExp): object => ({ code: 'models-differ', what });
    await assert.rejects(joined({ threshold: 10 }, { threshold: 11 }), differ(/thresholds/));
    await assert.rejects(joined({ map: { low: 0, high: 1 } }, { map: { low: 1, high: 0 } }), differ(/words/));
    await assert.rejects(joined({ words: [['no', 'yes']] }, { words: [['yes', 'no']] }), differ(/words/));
    assert.equal((await joined({ threshold: 10 }, { words: [['no', 'yes']] })).card.members!.length, 2);
  });
});

describe('an ensemble with trees', () => {
  const tables = { regression: numbers, classification: classes };
  for (const [kind, table] of Object.entries(tables)) {
    it(`is one model.onnx of ${kind} that predicts what the run says, weights included; its trees are the classical models beside it`, async (context) => {
      const fits = ['descriptor-forest', 'boosted-trees'].map((name) => context.mock.method(findBaseline(name), 'fit'));
      const run = join(folder, `blend-${kind}`);
      const events: RunEvent[] = [];
      const config = configOf(
        table,
        { ensembleSize: 2, blend: true, baselines: true },
        { data: { paths: [table], targetColumns: ['y'], taskType: kind } },
      );
      const onEvent = (event: RunEvent): void => void events.push(event);
      // In this thread, where fits can be counted.
      await runJob({ config, folder: run, mode: 'new' }, { onEvent, signal: new AbortController().signal });
      assert.deepEqual(
        fits.map((fit) => fit.mock.callCount()),
        [0, 0],
        'fitted once, for the model file',
      );
      const report = events.find((event) => event.kind === 'blend');
      const facts = await readRun(run);
      const beside = facts.kind === 'training' ? facts.result!.testContext!.baselines! : [];
      assert.deepEqual(
        beside.map(({ name, value }) => [name, Number.isFinite(value)]),
        ['descriptor-forest', 'boosted-trees'].map((name) => [name, true]),
      );
      assert.ok(events.some((event) => event.kind === 'baselines' && event.seconds > 0));
      assert.ok(report && report.bytes > 0 && report.labels === 12);
      assert.deepEqual(
        report.parts.map(({ name }) => name),
        ['networks', 'descriptor-forest', 'boosted-trees', 'blend'],
      );
      const { trees } = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
      const weights = [trees!.networkWeight, ...trees!.learners.map(({ weight }) => weight)];
      assertClose([weights.reduce((sum, weight) => sum + weight, 0)], [1], { absolute: 1e-9 });
      const rows = await column(join(run, 'predictions.csv'), 'row');
      const all = await predicted(run);
      const predictions = await column(join(run, 'predictions.csv'), 'y_prediction');
      assertClose(
        rows.map((row) => all[row]!),
        predictions,
        { absolute: 1e-4 },
      );
      // The networks alone say something else.
      assert.notDeepEqual(all, await predicted([join(run, 'member_0'), join(run, 'member_1')]));
    });
  }

  it('reads a given column that is called as a descriptor is, in training and afterwards', async () => {
    const given = smallMolecules.map((each, row) => `${each},${(row * 7) % 40},${(row * 7) % 40}`);
    const input = join(folder, 'given-tpsa.csv');
    await writeFile(input, `${['smiles,y,tpsa', ...given].join('\n')}\n`);
    const run = join(folder, 'blend-given');
    const data = { paths: [input], targetColumns: ['y'], descriptorsColumns: ['tpsa'] };
    await trainRun(configOf(input, { ensembleSize: 2, blend: true }, { data }), { folder: run });
    const { trees } = readModelCard(await readFile(join(run, 'model.onnx')), 'model.onnx');
    assert.equal(trees!.columns.at(-1), 'tpsa');
    assert.equal(trees!.fromFile, 1, 'the label is that column, so that trees read it');
    const output = join(folder, 'given-predicted.csv');
    await predictRun({ model: run, input, output, workers: 1 });
    const [all, rows] = [await column(output, 'y_prediction'), await column(join(run, 'predictions.csv'), 'row')];
    const tested = await column(join(run, 'predictions.csv'), 'y_prediction');
    assertClose(
      rows.map((row) => all[row]!),
      tested,
      { absolute: 1e-4 },
    );
  });

  it('needs a validation part, several networks and one split', async () => {
    const sizes = { split: { sizes: [0.8, 0, 0.2] } };
    const run = trainRun(configOf(numbers, { ensembleSize: 2, blend: true }, sizes), {
      folder: join(folder, 'no-val'),
    });
    await assert.rejects(run, { code: 'contradicting-settings', path: ['training', 'blend'] });
    assert.throws(() => configOf(numbers, { blend: true }), {
      code: 'contradicting-settings',
      what: /`training\.blend`/,
      advice: /`training\.ensembleSize`/,
    });
    assert.throws(() => configOf(numbers, { blend: true, ensembleSize: 2, ensembleOfFolds: true }), {
      code: 'contradicting-settings',
      what: /`training\.blend`/,
      advice: /`training\.ensembleOfFolds`/,
    });
  });

  it('is not joined with other models', async () => {
    const run = join(folder, 'blend-regression');
    await assert.rejects(readModelFiles([run, run]), {
      code: 'models-differ',
      where: /model\.onnx$/,
      what: /\btrees\b/,
    });
  });
});
