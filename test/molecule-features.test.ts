/** Molecule features on the whole way: trained with, kept in the model file, read again by prediction, evaluation and resuming. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { checksum } from '../src/base/index.ts';
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { evaluateRun } from '../src/predict/evaluate-run.node.ts';
import { readModelFile } from '../src/predict/model-file.node.ts';
import { openModelPredictor } from '../src/predict/model-predictor.ts';
import { predictPart } from '../src/predict/predict-part.node.ts';
import { predictRun } from '../src/predict/predict-run.node.ts';
import { parseTrainConfig, type TrainConfigInput } from '../src/runs/config/train-config.ts';
import type { FinishedRun } from '../src/runs/run-events.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { readMetadata } from '../src/tensor/index.ts';
import { resumeRun, trainRun } from '../src/training/train-run.node.ts';
import { regressionTable, smallMolecules } from './cli/small-tables.ts';

const base = await mkdtemp(join(tmpdir(), 'graphsam-features-'));
after(() => rm(base, { recursive: true }));
const at = (name: string): string => join(base, name);

/** Row 3 of the table is no molecule; row 5 of the features lacks a value. */
const smiles = smallMolecules.map((each, row) => (row === 3 ? 'not a molecule' : each));
const featureLines = smiles.map((_, row) => `${row % 7},${row === 5 ? '' : row * 100}`);

const config = (data: object, settings: object = {}): TrainConfigInput => ({
  data: { paths: [at('table.csv')], ...data },
  model: { name: 'grover', settings: { width: 8, heads: 2, headWidth: 8, ...settings } },
  optimizer: { name: 'adam' },
  training: { epochs: 2 },
  machine: { threads: 1 },
});
const parsed = (data: object) => parseTrainConfig(config(data), 'test');
const both = { featuresGenerator: 'rdkit', featuresPath: at('features.csv') };

before(async () => {
  await writeFile(at('table.csv'), regressionTable(smiles));
  await writeFile(at('features.csv'), `${['seventh,size', ...featureLines].join('\n')}\n`);
  await trainRun(parsed(both), { folder: at('both') });
});

/** Of the file of features. */
const missing = { code: 'features-missing', path: ['data', 'featuresPath'] };
const mismatch = { code: 'features-mismatch', path: ['data', 'featuresPath'] };

test('prediction and evaluation compute, fill and scale as training did', async () => {
  const { card } = await readModelFile(at('both'));
  assert.deepEqual([card.settings.extraFeatures, card.features!.names.length, card.features!.fromFile], [45, 45, 2]);
  const input = at('table.csv');
  // The columns of the file in another order, beside one that the model does not know.
  const turned = featureLines.map((line) => `9,${line.split(',').reverse().join(',')}`);
  await writeFile(at('turned.csv'), `${['new,size,seventh', ...turned].join('\n')}\n`);
  const output = at('predicted.csv');
  await predictRun({ model: at('both'), input, output, featuresPath: at('turned.csv'), workers: 2 });
  const lines = (await readFile(output, 'utf8')).trimEnd().split('\n').slice(1);
  const tested = (await readFile(at('both/predictions.csv'), 'utf8')).trimEnd().split('\n').slice(1);
  for (const line of tested) {
    const [row, , , , prediction] = line.split(',').map(Number);
    const again = Number(lines[row!]!.split(',')[2]);
    assert.ok(Math.abs(again - prediction!) < 1e-5 * Math.abs(prediction!), `row ${row}: ${again} and ${prediction}`);
  }
  const evaluated = await evaluateRun({ model: at('both'), input, featuresPath: at('turned.csv'), threads: 1 });
  const errors = lines
    .map((line) => line.split(','))
    .filter(([, , prediction]) => prediction !== '')
    .map(([, label, prediction]) => (Number(label) - Number(prediction)) ** 2);
  const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / errors.length);
  assert.ok(Math.abs(evaluated.metrics.rmse!.mean! - rmse) < 1e-5, `${evaluated.metrics.rmse!.mean} and ${rmse}`);
});

test('a model that reads a file says so where the file is missing, lacks a column or has another length', async () => {
  const run = { model: at('both'), input: at('table.csv'), output: at('none.csv'), workers: 1 };
  await assert.rejects(predictRun(run), { ...missing, where: at('both/model.onnx'), what: /\b2\b.*: seventh, size$/ });
  await assert.rejects(evaluateRun(run), { ...missing, what: /: seventh, size$/ });
  await writeFile(at('narrow.csv'), `${['seventh', ...featureLines.map((line) => line.split(',')[0])].join('\n')}\n`);
  await assert.rejects(predictRun({ ...run, featuresPath: at('narrow.csv') }), {
    ...missing,
    where: at('narrow.csv'),
    what: /: size$/,
  });
  for (const [name, lines] of [
    ['short', featureLines.slice(1)],
    ['long', [...featureLines, '1,2']],
  ] as const) {
    await writeFile(at(`${name}.csv`), `${['seventh,size', ...lines].join('\n')}\n`);
    const featuresPath = at(`${name}.csv`);
    await assert.rejects(predictRun({ ...run, featuresPath }), mismatch);
    await assert.rejects(evaluateRun({ ...run, featuresPath }), mismatch);
    const training = trainRun(parsed({ featuresPath }), { folder: at('never') });
    await assert.rejects(training, { ...mismatch, what: /table\.csv.*\b40\b/ });
  }
  await assert.rejects(readFile(run.output), { code: 'ENOENT' });
});

test('with a column of ids the file may have any order, and what lacks features is named, row by row', async () => {
  const withIds = (name: string, text: string): Promise<void> => {
    const [header, ...lines] = text.trimEnd().split('\n');
    return writeFile(at(name), `${[`${header},code`, ...lines.map((line, row) => `${line},m${row}`)].join('\n')}\n`);
  };
  await withIds('table-ids.csv', regressionTable(smiles));
  // From the last row to the first, without that of the text which is no molecule.
  const turned = featureLines
    .map((line, row) => `m${row},${line}`)
    .filter((_, row) => row !== 3)
    .reverse();
  await writeFile(at('by-id.csv'), `${['code,seventh,size', ...turned].join('\n')}\n`);
  const ids = { featuresPath: at('by-id.csv'), featuresIdColumn: 'code' };
  await trainRun(parsed({ ...both, ...ids, paths: [at('table-ids.csv')] }), { folder: at('by-id') });
  const numbers = async (folder: string): Promise<string> => readFile(at(`${folder}/predictions.csv`), 'utf8');
  assert.equal(await numbers('by-id'), await numbers('both'));

  const input = at('table-ids.csv');
  const [whole, partly] = [at('by-id-predicted.csv'), at('partly-predicted.csv')];
  await predictRun({ model: at('by-id'), input, output: whole, workers: 2, ...ids });
  await writeFile(at('fewer.csv'), `${['code,seventh,size', ...turned.slice(2)].join('\n')}\n`);
  const warnings: string[] = [];
  const fewer = { featuresPath: at('fewer.csv'), featuresIdColumn: 'code' };
  await predictRun(
    { model: at('by-id'), input, output: partly, workers: 2, ...fewer },
    { onStart: (_card, _notes, told) => void warnings.push(...told) },
  );
  assert.match(warnings.join('\n'), /fewer\.csv: Molecule features without a value: 1 \(size\)/);
  const [allLines, fewerLines] = await Promise.all(
    [whole, partly].map(async (path) => (await readFile(path, 'utf8')).trimEnd().split('\n')),
  );
  assert.deepEqual(fewerLines!.slice(0, -2), allLines!.slice(0, -2));
  assert.match(fewerLines!.at(-1)!, /fewer\.csv has no features of the code ""m39""/);

  await writeFile(at('copied.csv'), await readFile(at('by-id.csv')));
  const part = { model: at('by-id'), input, output: at('parts.csv'), workers: 1, ...ids };
  const first = (features: string) => predictPart({ ...part, featuresPath: at(features) }, { index: 1, count: 2 });
  await first('copied.csv');
  assert.equal((await first('by-id.csv')).result, undefined, 'predicted before, with the same features elsewhere');
  await writeFile(at('copied.csv'), await readFile(at('fewer.csv')));
  await assert.rejects(first('copied.csv'), { code: 'output-exists', what: /with other features/ });
  await assert.rejects(first('nowhere.csv'), { code: 'cannot-read', where: at('nowhere.csv') });

  const evaluated = await evaluateRun({ model: at('by-id'), input, ...ids, threads: 1 });
  assert.equal(evaluated.molecules, smiles.length - 1);
  await assert.rejects(evaluateRun({ model: at('by-id'), input, ...fewer, threads: 1 }), {
    ...missing,
    where: at('fewer.csv'),
    what: /\b2 of 39\b.*table-ids\.csv.*: "m38" of line 40, "m39" of line 41$/,
  });
  assert.throws(() => parsed({ featuresIdColumn: 'code' }), {
    code: 'contradicting-settings',
    path: ['data', 'featuresIdColumn'],
  });
  const lonely = { model: at('by-id'), input, output: at('none.csv'), featuresIdColumn: 'code' };
  await assert.rejects(predictRun(lonely), { code: 'contradicting-settings', path: ['data', 'featuresIdColumn'] });
});

test('an interrupted training with features continues to the same numbers, and not with other features', async () => {
  const stop = new AbortController();
  const onEvent = ({ kind }: { kind: string }): void => {
    if (kind === 'epoch') stop.abort();
  };
  const first = await trainRun(parsed(both), { folder: at('stopped') }, { onEvent, signal: stop.signal });
  assert.equal(first.status, 'interrupted');
  const features = await readFile(at('features.csv'), 'utf8');
  await writeFile(at('features.csv'), features.replace('2,200', '2,201'));
  await assert.rejects(resumeRun(at('stopped')), { code: 'other-run', what: /\bfeatures\b/ });
  await writeFile(at('features.csv'), features);
  await resumeRun(at('stopped'));
  const [whole, resumed] = await Promise.all(
    ['both', 'stopped'].map((name) => readFile(at(`${name}/predictions.csv`))),
  );
  assert.deepEqual(resumed, whole);
});

test('features change what is learned, scaling them too, and what replaces missing ones is noted', async () => {
  const rmse = async (data: object, folder: string): Promise<[number, string[]]> => {
    const warnings: string[] = [];
    const { runs } = await trainRun(
      parsed(data),
      { folder: at(folder) },
      { onEvent: (event) => void (event.kind === 'data' && warnings.push(...event.warnings)) },
    );
    return [(runs[0] as FinishedRun).test!.rmse!.mean!, warnings];
  };
  const [without] = await rmse({}, 'without');
  const [scaled, told] = await rmse({ featuresPath: at('features.csv') }, 'scaled');
  const [plain] = await rmse({ featuresPath: at('features.csv'), featuresScaling: false }, 'plain');
  assert.equal(new Set([without, scaled, plain]).size, 3);
  assert.match(told.join('\n'), /Molecule features without a value: 1 \(size\)/);
});

test('a model file is refused where its molecules are read otherwise, and one of an older graphsam is read with a warning', async () => {
  const { bytes, card, path } = await readModelFile(at('both'));
  const [chemistry, runtime] = await Promise.all([loadChemistry(), loadRuntime()]);
  const open = (model: Uint8Array) => openModelPredictor(model, { runtime, chemistry, where: path, threads: 1 });
  // The description changed to one of the same length, with the checksum that belongs to it.
  const changed = (change: (text: string) => string): Uint8Array => {
    const metadata = readMetadata(bytes);
    const text = metadata.graphsam!;
    const sum = metadata['graphsam.checksum']!;
    const other = Buffer.from(bytes);
    for (const [before, after] of [
      [sum, checksum(new TextEncoder().encode(change(text)))],
      [text, change(text)],
    ] as const) {
      assert.equal(Buffer.byteLength(before), Buffer.byteLength(after));
      other.write(after, other.indexOf(before));
    }
    return Uint8Array.from(other);
  };
  await assert.rejects(open(changed((text) => text.replace(/"featurizer":"\w+"/, '"featurizer":"00000000"'))), {
    name: 'CheckpointError',
    code: 'features-mismatch',
  });
  // As if the field had never been there: another name of the same length.
  const predictor = await open(changed((text) => text.replace('"featurizer":', '"featurizex":')));
  assert.equal(predictor.card.featurizer, undefined);
  assert.match(predictor.warnings[0]!, new RegExp(`older graphsam \\(${card.version}\\)`));
  await predictor.release();
});

test('old names of the settings are understood, a file is distinguished from a name, and names are checked before anything is read', () => {
  const data = (given: object) => parseTrainConfig(config(given), 'test').data;
  const old = data({ featuresGenerator: 'rdkit', featuresScaling: false });
  assert.deepEqual([old.moleculeFeatures, old.featuresScaling], [['rdkit'], 'none']);
  const mixed = data({ moleculeFeatures: ['morgan-count', 'my/own.csv', 'rdkit'] });
  assert.deepEqual([mixed.moleculeFeatures, mixed.featuresPath], [['morgan-count', 'rdkit'], 'my/own.csv']);
  assert.throws(() => data({ moleculeFeatures: ['morgan-counts'] }), { code: 'unknown-name', advice: /morgan-count/ });
  assert.throws(() => data({ moleculeFeatures: ['a.csv', 'b.csv'] }), {
    code: 'given-twice',
    path: ['data', 'moleculeFeatures'],
    what: /a\.csv.*b\.csv/,
  });
});

test('CoMPT reads several kinds of them together, and prediction computes them again', async () => {
  const settings = { width: 8, heads: 2, layers: 1 };
  const trained = (data: object, folder: string) =>
    trainRun(
      parseTrainConfig(
        { ...config(data), model: { name: 'compt', settings }, training: { epochs: 1, batchSize: 16 } },
        'test',
      ),
      { folder: at(folder) },
    );
  await trained({ moleculeFeatures: ['rdkit', 'maccs'], featuresScaling: 'rank' }, 'compt');
  const { card } = await readModelFile(at('compt'));
  assert.deepEqual([card.settings.extraFeatures, card.features!.generators], [210, ['rdkit', 'maccs']]);
  const output = at('compt-predicted.csv');
  await predictRun({ model: at('compt'), input: at('table.csv'), output, workers: 1 });
  const lines = (await readFile(output, 'utf8')).trimEnd().split('\n').slice(1);
  const tested = (await readFile(at('compt/predictions.csv'), 'utf8')).trimEnd().split('\n').slice(1);
  for (const line of tested) {
    const [row, , , , prediction] = line.split(',').map(Number);
    const again = Number(lines[row!]!.split(',')[2]);
    assert.ok(Math.abs(again - prediction!) < 1e-5 * Math.abs(prediction!), `row ${row}: ${again} and ${prediction}`);
  }
});

test('columns of the table are read beside each molecule, in training, prediction and evaluation', async () => {
  // The label is the temperature, whatever the molecule.
  const lines = smiles.map((each, row) => `${each},${row % 5},${row === 7 ? '' : row % 5}`);
  await writeFile(at('warm.csv'), `${['smiles,value,temperature', ...lines].join('\n')}\n`);
  const data = { paths: [at('warm.csv')], targetColumns: ['value'], descriptorsColumns: ['temperature'] };
  const settings = { width: 8, heads: 2, layers: 1 };
  const training = { epochs: 25, batchSize: 8 };
  const { runs } = await trainRun(
    parseTrainConfig({ ...config(data), model: { name: 'compt', settings }, training }, 'test'),
    { folder: at('warm') },
  );
  const { card } = await readModelFile(at('warm'));
  assert.deepEqual([card.features!.names, card.features!.fromTable, card.tasks], [['temperature'], 1, ['value']]);
  const run = { model: at('warm'), input: at('warm.csv') };
  const evaluated = await evaluateRun({ ...run, threads: 1 });
  assert.ok(Number.isFinite(evaluated.metrics.rmse!.mean) && (runs[0] as FinishedRun).test!.rmse!.mean !== null);
  // The same molecules at other temperatures are predicted otherwise.
  const predictedFrom = async (name: string): Promise<string[]> => {
    await predictRun({ ...run, input: at(name), output: at(`${name}.out`), workers: 1 });
    return (await readFile(at(`${name}.out`), 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').at(-2)!);
  };
  await writeFile(at('cold.csv'), 'smiles,temperature\nCCO,0\nCCO,4\n');
  const [, cold, warm] = await predictedFrom('cold.csv');
  assert.notEqual(cold, warm);
  await writeFile(at('without.csv'), 'smiles\nCCO\n');
  await assert.rejects(predictRun({ ...run, input: at('without.csv'), output: at('none-2.csv'), workers: 1 }), {
    code: 'column-missing',
    path: ['data', 'descriptorsColumns'],
    what: /\btemperature\b/,
  });
});

test('a number of features that nothing gives is refused', () => {
  const promised = config({}, { extraFeatures: 3 });
  assert.throws(() => parseTrainConfig(promised, 'test'), {
    code: 'features-missing',
    path: ['data', 'moleculeFeatures'],
    what: /\bextraFeatures` is 3\b/,
  });
});
