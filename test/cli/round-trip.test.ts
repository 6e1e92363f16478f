/** The way of a user: train, predict, evaluate; and what the commands print for people and for programs. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { modelCardFormat } from '../../src/runs/index.ts';
import { assertRefused, filesIn, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { alone, classificationTable, regressionTable, smallMolecules, tiny } from './small-tables.ts';

/** As users have it by default: with classical models beside the network, and a report. */
const asByDefault = tiny.filter((option) => !alone.includes(option));
const withReport = tiny.filter((option) => option !== '--no-report');

describe('round trip', { concurrency: 2 }, () => {
  test('train, predict and evaluate agree, and the run folder holds what it should', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const trained = await graphsam(['train', 'table.csv', ...asByDefault, '--json', '-o', 'run'], folder);
    assert.equal(trained.code, 0, trained.stderr);
    const records = jsonLines(trained.stdout);
    const kinds = [...new Set(records.map(({ kind }) => kind))];
    assert.deepEqual(kinds, ['data', 'model', 'start', 'epoch', 'baselines', 'result']);
    const { test: tested } = records.at(-1) as { test: { rmse: number } };
    assert.ok(tested.rmse > 0);
    const [{ testContext }] = records.at(-1)!.runs as [{ testContext: { molecules: number; meanPredictor: number } }];
    assert.equal(testContext.molecules, 4);
    assert.ok(testContext.meanPredictor > 0);
    const kept = [
      'checkpoint.safetensors',
      'metrics.jsonl',
      'model.onnx',
      'predictions.csv',
      'rejects.csv',
      'report.html',
      'run.json',
      'splits.json',
      'validation-predictions.csv',
    ];
    assert.deepEqual(filesIn(join(folder, 'run')), kept);

    // The test rows as a table of their own give the metric that training gave.
    const [{ test: rows }] = JSON.parse(readFileSync(join(folder, 'run', 'splits.json'), 'utf8')) as [
      { test: number[] },
    ];
    const lines = regressionTable().trimEnd().split('\n');
    writeFileSync(join(folder, 'test.csv'), `${[lines[0], ...rows.map((row) => lines[row + 1])].join('\n')}\n`);
    const evaluated = await graphsam(['eval', 'run', 'test.csv', '--metrics', 'mae', '--json'], folder);
    const { test: again } = jsonLines(evaluated.stdout).at(-1) as { test: { rmse: number; mae: number } };
    assert.ok(Math.abs(again.rmse - tested.rmse) < 1e-5 * tested.rmse, `${again.rmse} and ${tested.rmse}`);
    assert.ok(again.mae > 0);

    const predicted = await graphsam(
      ['predict', '--model-path', join('run', 'model.onnx'), '-i', 'test.csv', '-o', 'p.csv'],
      folder,
    );
    assert.equal(predicted.code, 0, predicted.stderr);
    const errors = readFileSync(join(folder, 'p.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, label, prediction] = line.split(',');
        return (Number(prediction) - Number(label)) ** 2;
      });
    const rmse = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / errors.length);
    assert.ok(Math.abs(rmse - tested.rmse) < 1e-4 * tested.rmse, `${rmse} and ${tested.rmse}`);

    const taken = { exit: 2, code: 'output-exists', setting: '/run/output', names: /p\.csv/ };
    await assertRefused(['predict', 'run', 'test.csv', '-o', 'p.csv'], folder, taken);
    const replaced = await graphsam(['predict', 'run', 'test.csv', '-o', 'p.csv', '--overwrite', '-q'], folder);
    assert.equal(replaced.code, 0, replaced.stderr);
    assert.equal(replaced.stdout.trimEnd().split('\n').length, 1);
    const ownInput = ['predict', 'run', 'test.csv', '-o', 'test.csv', '--overwrite'];
    await assertRefused(ownInput, folder, { exit: 2, code: 'output-unusable', setting: '/run/output' });
  });

  test('before training it is said what was understood, after it what came out and how to go on', async (context) => {
    const folder = folderWith(context, { 'table.csv': classificationTable() });
    const { stdout, stderr } = await graphsam(['train', 'table.csv', ...asByDefault, '--epochs', '2'], folder);
    for (const line of [
      /^Data: .*table\.csv$/m,
      /SMILES column: smiles\./,
      /Targets \(1\): active\./,
      /40 molecules of 40 rows\./,
      /^Split: random, seed 0: train 32, val 4, test 4$/m,
      /^Model: compt, preset default-classification, [\d,]+ parameters$/m,
      /^Optimizer: adam/m,
      /^Runtime: .*1 thread$/m,
      /^epoch 1\/2 {2}loss [\d.]+ {2}val roc-auc/m,
      /^epoch 2\/2/m,
      /^Test: roc-auc/m,
      /^ {2}roc-auc of 4 molecules: (95 % interval [\d.]+ to [\d.]+; )?mean predictor (0\.5|undefined), descriptor-forest \S+, boosted-trees \S+$/m,
      /^Run folder: runs\/table-adam$/m,
      /^Predict: graphsam predict runs\/table-adam molecules\.csv$/m,
    ]) {
      assert.match(stdout, line, stderr);
    }
    const second = await graphsam(['train', 'table.csv', ...tiny, '--quiet'], folder);
    assert.doesNotMatch(second.stdout, /Data:|epoch 1\/1/);
    assert.match(second.stdout, /Test: roc-auc.*runs\/table-adam-2/s);
    assert.equal(second.stderr, '', 'no warnings either');
  });

  test('options, a configuration file in both forms, and the sections of a run give the same training', async (context) => {
    const folder = folderWith(context, {
      'table.csv': regressionTable(),
      'flat.json':
        '{"width": 16, "heads": 2, "layers": 1, "epochs": 9, "threads": 1, "optimizer": "sam", "rho": 0.1, "max_lr": 5e-4}',
      'nested.json':
        '{"model": {"settings": {"width": 16, "heads": 2, "layers": 1}}, "machine": {"threads": 1}, "training": {"epochs": 9}, "optimizer": {"name": "sam", "hyperparameters": {"rho": 0.1}}, "schedule": {"name": "noam", "learning_rate": 5e-4}}',
    });
    const weights = async (name: string, ...args: string[]): Promise<string> => {
      const { code, stderr } = await graphsam(['train', 'table.csv', ...args, '-o', name], folder);
      assert.equal(code, 0, stderr);
      return readFileSync(join(folder, name, 'model.onnx')).toString('latin1');
    };
    const options = await weights('a', ...tiny, '--epochs', '2', '--sam', '1', '--rho', '0.1', '--max_lr', '5e-4');
    assert.equal(await weights('b', '--config-path', 'flat.json', '--epochs', '2'), options);
    assert.equal(await weights('c', '--config_path=nested.json', '--epochs=2'), options);
    const { config } = JSON.parse(readFileSync(join(folder, 'a', 'run.json'), 'utf8'));
    writeFileSync(join(folder, 'saved.json'), JSON.stringify({ ...config, data: {} }));
    assert.equal(await weights('d', '--config-path', 'saved.json'), options);
    assert.notEqual(await weights('e', '--config-path', 'saved.json', '--seed', '1'), options);
  });

  test('several folds leave a run each, and the result is their mean', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    const args = ['train', 'table.csv', ...withReport, '--split', 'cv', '--num-folds', '3', '-o', 'run', '--json'];
    const { code, stdout, stderr } = await graphsam(args, folder);
    assert.equal(code, 0, stderr);
    const { runs, test: mean } = jsonLines(stdout).at(-1) as unknown as {
      runs: { test: { rmse: number } }[];
      test: { rmse: number };
    };
    assert.equal(runs.length, 3);
    assert.ok(Math.abs(mean.rmse - runs.reduce((sum, run) => sum + run.test.rmse, 0) / 3) < 1e-12);
    assert.deepEqual(filesIn(join(folder, 'run')), ['fold_0', 'fold_1', 'fold_2', 'folds.json', 'report.html']);
    await assertRefused(['predict', 'run', 'table.csv'], folder, { exit: 4, code: 'several-folds', names: /fold_0/ });
  });

  test('featurize writes a line a row, with features or a reason', async (context) => {
    const folder = folderWith(context, { 'list.smi': 'CCO ethanol\nC1CC broken\n[Na+]\n' });
    const { code, stderr } = await graphsam(['featurize', 'list.smi'], folder);
    assert.equal(code, 0, stderr);
    const [ethanol, broken, sodium] = jsonLines(readFileSync(join(folder, 'list_features.jsonl'), 'utf8')) as {
      reason?: string;
      features?: { atomCount: number; atoms: number[]; bonds: number[] };
    }[];
    assert.equal(ethanol!.features!.atomCount, 3);
    assert.equal(ethanol!.features!.atoms.length, 3 * 115);
    assert.match(broken!.reason!, /ring/);
    assert.deepEqual(sodium!.features!.bonds, []);
    const taken = { exit: 2, code: 'output-exists', setting: '/run/output', names: /list_features\.jsonl/ };
    await assertRefused(['featurize', 'list.smi'], folder, taken);
  });

  test('data sets and optimizers are listed for people and for programs', async (context) => {
    const folder = folderWith(context);
    const datasets = await graphsam(['datasets', '--json'], folder, { XDG_CACHE_HOME: folder });
    const names = jsonLines(datasets.stdout).map(({ name }) => name);
    assert.deepEqual(names, ['medicines', 'bbbp', 'tox21', 'sider', 'clintox', 'esol', 'lipophilicity', 'bace']);
    const people = await graphsam(['datasets'], folder, { XDG_CACHE_HOME: folder });
    assert.match(people.stdout, /bbbp: .*2,050 rows.*put BBBP\.csv into/s);
    const optimizers = await graphsam(['optimizers', 'graphsam', 'adam'], folder);
    assert.match(optimizers.stdout, /--beta, --alpha {2}\(default 0\.99.*arXiv 2406\.13137.*adam \(Adam\)/s);
    const error = { exit: 2, code: 'unknown-name', names: /graphsam/ };
    await assertRefused(['optimizers', 'grahpsam'], folder, error);
  });

  test('a log file gets what is printed, also what --quiet leaves out', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    await graphsam(['train', 'table.csv', ...tiny, '-q', '--logfile', 'log.txt', '-o', 'run'], folder);
    assert.match(readFileSync(join(folder, 'log.txt'), 'utf8'), /Data: .*epoch 1\/1.*Test: rmse/s);
    const nowhere = ['datasets', '--logfile', 'none/log.txt'];
    await assertRefused(nowhere, folder, { exit: 5, code: 'cannot-write', names: /log\.txt/ });
  });

  test('help and version come without loading RDKit or ONNX Runtime', async (context) => {
    const folder = folderWith(context);
    const listing =
      "import { Module } from 'node:module'; process.on('exit', () => console.error(Object.keys(Module._cache).join('\\n')));";
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(listing)}` };
    for (const args of [
      ['--help'],
      ['--version'],
      ['train', '--help'],
      ['predict', '--help'],
      ['optimizers'],
      ['datasets', '-h'],
      [],
    ]) {
      const { code, stdout, stderr } = await start(args, folder, env).ended;
      assert.equal(code, 0, stderr);
      assert.ok(stdout.length > 3);
      assert.doesNotMatch(stderr, /rdkit|onnxruntime/i, args.join(' '));
    }
  });

  test('a model that is cut off, changed, newer, or not ours is refused with exit code 4 and writes nothing', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable() });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    const whole = readFileSync(join(folder, 'run', 'model.onnx'));
    const replaced = (from: string, to: string, model: Buffer = whole): Buffer =>
      Buffer.from(model.toString('latin1').replaceAll(from, to), 'latin1');
    const unchecked = replaced('graphChecksum', 'graphUnchecke');
    const cases: Readonly<Record<string, readonly [Buffer, string, RegExp?]>> = {
      'half.onnx': [whole.subarray(0, whole.length >> 1), 'not-a-model'],
      'newer.onnx': [replaced(`"format":${modelCardFormat}`, '"format":9'), 'newer-format', /format 9/],
      'changed.onnx': [replaced('graphsam', 'somebody'), 'model-damaged'],
      'foreign.onnx': [replaced('graphsam', 'somebody', unchecked), 'not-a-model'],
      'checkpoint.onnx': [readFileSync(join(folder, 'run', 'checkpoint.safetensors')), 'not-a-model', /safetensors/],
    };
    for (const [name, [content, error, names = new RegExp(name)]] of Object.entries(cases)) {
      writeFileSync(join(folder, name), content);
      for (const command of ['predict', 'evaluate']) {
        await assertRefused([command, name, 'table.csv'], folder, { exit: 4, code: error, names });
      }
    }
    assert.ok(!filesIn(folder).includes('table_preds.csv'));
  });

  test('rows that cannot be predicted are kept, left out, or stop the prediction, as asked', async (context) => {
    const folder = folderWith(context, { 'table.csv': regressionTable(), 'new.csv': 'id,smiles\n1,CCO\n2,C1CC\n' });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    const error = { exit: 3, code: 'molecule-refused', setting: '/data/onInvalid', names: /new\.csv, line 3/ };
    await assertRefused(['predict', 'run', 'new.csv', '--strict'], folder, error);
    assert.deepEqual(filesIn(folder), ['new.csv', 'run', 'table.csv']);
    await graphsam(['predict', 'run', 'new.csv', '--on-invalid', 'skip', '--drop-extra-columns'], folder);
    assert.match(readFileSync(join(folder, 'new_preds.csv'), 'utf8'), /^smiles,y_prediction,reason\nCCO,[-\d.]+,\n$/);
  });

  test('molecules are predicted alike whatever else is in the table', async (context) => {
    const folder = folderWith(context, {
      'table.csv': regressionTable(),
      'one.csv': `SMILES,note\n${smallMolecules[7]},"a ""quoted"", note"\n`,
    });
    await graphsam(['train', 'table.csv', ...tiny, '-o', 'run'], folder);
    await graphsam(['predict', 'run', 'one.csv'], folder);
    await graphsam(['predict', 'run', 'table.csv'], folder);
    const [, one] = readFileSync(join(folder, 'one_preds.csv'), 'utf8').split('\n');
    const many = readFileSync(join(folder, 'table_preds.csv'), 'utf8').split('\n')[8]!;
    assert.match(one!, /^[^,]+,"a ""quoted"", note",[-\d.]+,$/);
    const [alone, among] = [Number(one!.split(',').at(-2)), Number(many.split(',').at(-2))];
    assert.ok(Math.abs(alone - among) < 1e-5, `${alone} and ${among}`);
  });
});
