/** Pre-training from the command line, and trainings that start from it. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { assertRefused, filesIn, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { alone, classificationTable, regressionTable, smallMolecules } from './small-tables.ts';

const models: Readonly<Record<string, readonly string[]>> = {
  grover: ['--model', 'grover', '--width', '12', '--heads', '2', '--head-width', '8', '--threads', '1'],
  compt: ['--model', 'compt', '--width', '16', '--heads', '2', '--layers', '1', '--threads', '1'],
};
const unlabeled = `${smallMolecules.slice(0, 12).join('\n')}\n`;

interface Loaded {
  readonly loaded: string[];
  readonly excluded: string[];
  readonly missing: string[];
  readonly misshapen: { name: string }[];
  readonly unused: string[];
}

function initializationOf(stdout: string): Loaded {
  return jsonLines(stdout).find(({ kind }) => kind === 'initialized') as unknown as Loaded;
}

/** Reports without what the clock says. */
function epochs(folder: string): unknown[] {
  return readFileSync(join(folder, 'metrics.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { seconds: _seconds, moleculesPerSecond: _speed, ...rest } = JSON.parse(line);
      return rest;
    });
}

describe('pre-training', { concurrency: 2 }, () => {
  for (const [name, settings] of Object.entries(models)) {
    test(`of ${name} leaves an encoder from which a training starts`, async (context) => {
      const folder = folderWith(context, {
        'molecules.smi': unlabeled,
        'regression.csv': regressionTable(),
        'classes.csv': classificationTable(),
      });
      const common = ['--epochs', '3', '-b', '4', '--least-count', '1', '--validation', '0.25', ...settings];
      const pretrained = await graphsam(['pretrain', 'molecules.smi', ...common, '-o', 'pre'], folder);
      assert.equal(pretrained.code, 0, pretrained.stderr);
      assert.match(pretrained.stdout, /12 molecules of 12 rows/);
      assert.match(pretrained.stdout, /Split: random, seed 0: train 9, val 3/);
      assert.match(pretrained.stdout, /epoch 3\/3 {2}loss .* val loss .*\(train .*\).* atoms .* groups/);
      assert.match(pretrained.stdout, /Train from it: graphsam train labels.csv --init-from pre/);
      assert.deepEqual(filesIn(join(folder, 'pre')), [
        'checkpoint.safetensors',
        'metrics.jsonl',
        'rejects.csv',
        'run.json',
        'splits.json',
        'vocabulary.json',
      ]);
      const { status, kind, tasks } = JSON.parse(readFileSync(join(folder, 'pre', 'run.json'), 'utf8'));
      assert.deepEqual([status, kind, tasks.motifs], ['finished', 'pretraining', 85]);

      // Without a word about the model it is that of the pre-training.
      const threads = ['--threads', '1', ...alone];
      const from = ['--init-from', 'pre', '--optimizer', 'adam', '--epochs', '2', ...threads];
      const words = await graphsam(['train', 'regression.csv', ...from, '-o', 'words'], folder);
      assert.equal(words.code, 0, words.stderr);
      assert.match(words.stdout, new RegExp(`Model: ${name}`));
      assert.match(
        words.stdout,
        /Initial weights: from the pre-training .*pre, pre-trained on 9 molecules\n {2}loaded \d+ parameters/,
      );
      assert.match(words.stdout, /not loaded, drawn from the seed: \d+ of the head/);
      const json = await graphsam(['train', 'classes.csv', ...from, '--json', '-o', 'json'], folder);
      assert.equal(json.code, 0, json.stderr);
      const { loaded, excluded, missing, misshapen, unused } = initializationOf(json.stdout);
      assert.ok(loaded.length > 10 && loaded.every((parameter) => !parameter.startsWith('head.')));
      assert.ok(excluded.length > 0 && excluded.every((parameter) => parameter.startsWith('head.')));
      assert.deepEqual([missing, misshapen], [[], []]);
      assert.ok(unused.some((parameter) => parameter.startsWith('pretrain.')));
      assert.deepEqual(JSON.parse(readFileSync(join(folder, 'json', 'initialization.json'), 'utf8')).loaded, loaded);

      // It changes what is trained, and a training can start from a training too.
      const scratch = [
        'train',
        'regression.csv',
        ...settings,
        ...alone,
        '--optimizer',
        'adam',
        '--epochs',
        '2',
        '-o',
        'scratch',
      ];
      assert.equal((await graphsam(scratch, folder)).code, 0);
      const [warm, cold] = ['words', 'scratch'].map((run) =>
        readFileSync(join(folder, run, 'predictions.csv'), 'utf8'),
      );
      assert.notEqual(warm, cold);
      const again = [
        'train',
        'classes.csv',
        '--init-from',
        'words',
        '--epochs',
        '1',
        ...threads,
        '--json',
        '-o',
        'again',
      ];
      assert.deepEqual(initializationOf((await graphsam(again, folder)).stdout).loaded, loaded);
    });
  }

  test('killed and continued, it ends with the weights of a run that was never stopped, with any optimizer', async (context) => {
    const folder = folderWith(context, { 'molecules.smi': unlabeled });
    const long = [
      'pretrain',
      'molecules.smi',
      ...models.compt!,
      '--epochs',
      '60',
      '-b',
      '4',
      '--optimizer',
      'graphsam',
    ];
    const whole = await graphsam([...long, '-o', 'whole'], folder);
    assert.equal(whole.code, 0, whole.stderr);
    const killed = start([...long, '-o', 'killed'], folder);
    await killed.saw('epoch 5/60');
    killed.process.kill('SIGKILL');
    await killed.ended;
    const stopped = start(['pretrain', '--resume', 'killed'], folder);
    await stopped.saw('epoch 15/60');
    stopped.process.kill('SIGINT');
    const { code, stdout } = await stopped.ended;
    assert.equal(code, 130);
    assert.match(stdout, /graphsam pretrain --resume killed/);
    const differs = ['pretrain', '--resume', 'killed', '--least-count', '2'];
    await assertRefused(differs, folder, { exit: 2, code: 'other-run', names: /--least-count .*2.*5/ });
    const resumed = await graphsam([...long, '-o', 'killed', '--resume'], folder);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.deepEqual(epochs(join(folder, 'killed')), epochs(join(folder, 'whole')));
    const weights = (run: string): Buffer => {
      const file = readFileSync(join(folder, run, 'checkpoint.safetensors'));
      // The header holds times; the tensors follow it.
      return file.subarray(8 + Number(file.readBigUInt64LE(0)));
    };
    assert.ok(weights('killed').equals(weights('whole')), 'the weights differ');
  });

  test('interrupted while it prepares molecules, it keeps those that are, and the same command goes on', async (context) => {
    const folder = folderWith(context, { 'molecules.smi': `${unlabeled}${'CO\n'.repeat(3 * 1024)}` });
    const command = ['pretrain', 'molecules.smi', ...models.compt!, '--epochs', '1', '-b', '2048', '-o', 'run'];
    const kept = join(folder, 'run-corpus', 'shard-000000-facts.bin');
    const stopped = start(command, folder);
    while (!existsSync(kept)) await setTimeout(20);
    stopped.process.kill('SIGINT');
    const { code, stdout } = await stopped.ended;
    assert.equal(code, 130);
    assert.match(stdout, /kept in .*run-corpus: the same command goes on/);
    const written = statSync(kept).mtimeMs;
    const again = start(command, folder);
    await again.saw('Training: 1 epoch');
    assert.equal(statSync(kept).mtimeMs, written);
    assert.equal((await again.ended).code, 0);
    assert.ok(!existsSync(kept), 'the corpus is left');
  });

  test('a training that started from it goes on without it, from its first epoch on', async (context) => {
    const folder = folderWith(context, { 'molecules.smi': unlabeled, 'table.csv': regressionTable() });
    await graphsam(['pretrain', 'molecules.smi', ...models.grover!, '--epochs', '1', '-o', 'pre'], folder);
    const long = ['train', 'table.csv', '--init-from', 'pre', '--epochs', '8', '-b', '8', '--threads', '1', ...alone];
    const whole = await graphsam([...long, '-o', 'whole'], folder);
    assert.equal(whole.code, 0, whole.stderr);
    const killed = start([...long, '-o', 'killed'], folder);
    await killed.saw('Initial weights');
    killed.process.kill('SIGINT');
    await killed.ended;
    rmSync(join(folder, 'pre'), { recursive: true });
    const resumed = await graphsam(['train', '--resume', 'killed'], folder);
    assert.equal(resumed.code, 0, resumed.stderr);
    const model = (run: string): Buffer => readFileSync(join(folder, run, 'model.onnx'));
    assert.ok(model('killed').equals(model('whole')), 'the models differ');
  });

  test('ends within a limit of time as after its last epoch, and takes no parts on a device of one thread', async (context) => {
    const folder = folderWith(context, { 'molecules.smi': unlabeled });
    const long = ['pretrain', 'molecules.smi', ...models.compt!, '--epochs', '100000', '--batch-parts', '2'];
    const ended = await graphsam([...long, '--time-limit', '1s', '-o', 'run', '--json'], folder);
    assert.equal(ended.code, 0, ended.stderr);
    const { status, result } = JSON.parse(readFileSync(join(folder, 'run', 'run.json'), 'utf8'));
    assert.equal(status, 'finished');
    assert.ok(result.epochs >= 1 && result.epochs < 100_000, `${result.epochs}`);
    const webgpu = [...long, '--device', 'webgpu', '-o', 'other'];
    const error = { exit: 2, code: 'contradicting-settings', setting: '/training/batchParts', names: /2.*webgpu/ };
    await assertRefused(webgpu, folder, error);
  });

  test('reads any table, lists what it leaves out, and stops where nothing can be read', async (context) => {
    const rows = ['CCO,a', 'C1CC,b', ',c', 'CCN,d', 'CCC(=O)O,e', 'not a molecule,f', 'c1ccccc1,g', 'CCO,h', 'CCCl,i'];
    const folder = folderWith(context, {
      'table.csv.gz': gzipSync(`smiles,name\n${rows.join('\n')}\n`),
      'more.smi': 'CCCC butane\nCCBr\n',
      'numbers.csv': 'a,b\n1,2\n3,4\n',
    });
    const options = [...models.compt!, '--epochs', '1', '--max-rejected', '0.5'];
    const both = await graphsam(['pretrain', 'table.csv.gz', 'more.smi', ...options, '-o', 'run'], folder);
    assert.equal(both.code, 0, both.stderr);
    assert.match(both.stdout, /8 molecules of 11 rows/);
    assert.match(both.stdout, /repeat a molecule of an earlier row, kept: 1/);
    const rejects = readFileSync(join(folder, 'run', 'rejects.csv'), 'utf8')
      .trimEnd()
      .split('\n')
      .slice(1);
    assert.deepEqual(
      rejects.map((line) => line.split(',')[1]),
      ['3', '4', '7'],
    );
    assert.match(rejects[0]!, /ring/);

    const refused = (
      args: readonly string[],
      exit: number,
      error: readonly [string, RegExp?, string?],
    ): Promise<void> => {
      const [code, names, setting] = error;
      return assertRefused(args, folder, { exit, code, ...(names && { names }), ...(setting && { setting }) });
    };
    const strict = ['pretrain', 'table.csv.gz', '-o', 'strict', '--strict'];
    await refused(strict, 3, ['molecule-refused', /table.csv.gz, line 3/, '/data/onInvalid']);
    await refused(['pretrain', 'table.csv.gz', '-o', 'few'], 3, ['too-many-refused', /3 of 9/, '/data/maxRejected']);
    assert.ok(!existsSync(join(folder, 'few-corpus')), 'what was read of it goes with it');
    await refused(['pretrain', 'numbers.csv', '-o', 'x'], 3, ['column-missing', /numbers\.csv/, '/data/smilesColumns']);
    await refused(['pretrain', '-o', 'x'], 2, ['no-data', /--data-path/, '/data/paths']);
    await refused(['pretrain', 'absent.csv', '-o', 'x'], 3, ['cannot-read', /absent.csv/]);
    await refused(['pretrain', 'more.smi', '--target-columns', 'y'], 2, ['unknown-option', /--target-columns/]);
    await refused(['pretrain', 'more.smi', '--validation', '1.5'], 2, [
      'invalid-configuration',
      /1\.5/,
      '/split/validation',
    ]);
    const dropped = ['pretrain', 'more.smi', '--model', 'grover', '--bond-drop-rate', '0.1', '-o', 'x'];
    await refused(dropped, 2, ['not-supported', /0\.1/, '/model/settings/bondDropRate']);
    await refused(['train', '--resume', 'run'], 4, ['other-kind-of-run', /graphsam pretrain --resume run/]);
    await refused(['predict', 'run', 'more.smi'], 4, ['other-kind-of-run', /--init-from run/]);

    writeFileSync(join(folder, 'labels.csv'), regressionTable());
    const from = (...args: string[]): string[] => [
      'train',
      'labels.csv',
      '-o',
      'y',
      '--epochs',
      '1',
      ...alone,
      ...args,
    ];
    await refused(from('--init-from', 'run', '--model', 'grover'), 2, [
      'other-model',
      /compt.*grover/,
      '/training/initFrom',
    ]);
    await refused(from('--init-from', 'run', '--width', '32'), 2, [
      'other-model',
      /width .*32.*16/,
      '/training/initFrom',
    ]);
    await refused(from('--init-from', 'absent'), 4, ['not-a-run', /absent/, '/training/initFrom']);
    await refused(from('--init-from', 'labels.csv'), 4, ['not-a-run', /labels\.csv/, '/training/initFrom']);
    await graphsam(from('-q'), folder);
    await refused(['pretrain', '--resume', 'y'], 4, ['other-kind-of-run', /graphsam train --resume/]);
    const other = await graphsam(
      [...from('--init-from', 'run', '--distance-kernel', 'softmax'), '--overwrite'],
      folder,
    );
    assert.equal(other.code, 0, other.stderr);
    assert.match(other.stderr, /differs from that of .*distanceKernel is "softmax" and was "exp"/);
  });
});
