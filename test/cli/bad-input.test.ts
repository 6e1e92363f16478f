/**
 * Bad input that users bring: each ends with its exit code and an error code, names the setting, line or cell in question without a
 * stack trace, and leaves no file behind.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import type { ErrorCode } from '../../src/base/error-codes.ts';
import { filesIn, folderWith, graphsam, refusal } from './command-line.ts';
import { regressionTable, smallMolecules, table, tiny } from './small-tables.ts';

interface Case {
  readonly name: string;
  /** Content of table.csv, unless `files` says more. */
  readonly content?: string | Uint8Array;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Default: train table.csv. */
  readonly args?: readonly string[];
  readonly exit: number;
  /** Of docs/errors.md. */
  readonly error: ErrorCode;
  /** The setting in question, as a JSON pointer. */
  readonly setting?: string;
  /** What the message has to name: lines, cells, options, the nearest name. */
  readonly names?: RegExp;
}

const labeled = (labels: (row: number) => string, header = 'smiles,y'): string =>
  table(
    header,
    smallMolecules.map((smiles, row) => `${smiles},${labels(row)}`),
  );
const good = regressionTable();
const bytes = (...values: (number | string)[]): Uint8Array =>
  Buffer.concat(values.map((value) => (typeof value === 'number' ? Buffer.of(value) : Buffer.from(value, 'latin1'))));
const splits = (content: string): Pick<Case, 'files' | 'args'> => ({
  files: { 'table.csv': good, 'splits.json': content },
  args: ['train', 'table.csv', '--splits-file', 'splits.json'],
});
const config = (content: string): Pick<Case, 'files' | 'args'> => ({
  files: { 'table.csv': good, 'c.json': content },
  args: ['train', 'table.csv', '--config-path', 'c.json'],
});
const options = (...more: string[]): Pick<Case, 'content' | 'args'> => ({
  content: good,
  args: ['train', 'table.csv', ...more],
});
const model = (content: string | Uint8Array): Pick<Case, 'files' | 'args'> => ({
  files: { 'table.csv': good, 'model.onnx': content },
  args: ['predict', 'model.onnx', 'table.csv'],
});

const molecules: readonly Case[] = [
  {
    name: 'more rows are no molecules than is allowed',
    content: table('smiles,y', [
      ...smallMolecules.slice(0, 20).map((smiles) => `${smiles},1.5`),
      ...Array(10).fill('C1CC,2.5'),
    ]),
    exit: 3,
    error: 'too-many-refused',
    setting: '/data/maxRejected',
    names: /10 of 30 rows .*line 22 "C1CC".*--max-rejected/s,
  },
  {
    name: 'a row is no molecule, and --strict is given',
    content: table('smiles,y', [...smallMolecules.map((smiles) => `${smiles},1.5`), 'C1CC,2.5']),
    args: ['train', 'table.csv', '--strict'],
    exit: 3,
    error: 'molecule-refused',
    setting: '/data/onInvalid',
    names: /"C1CC".*table\.csv, line 42/s,
  },
  {
    name: 'InChI instead of SMILES',
    content: table(
      'inchi,y',
      smallMolecules
        .map((_, row) => `InChI=1S/C${row + 2}H6/c1-2/h1-2H3,${row}.5`)
        .map((line) => line.replace(/(InChI.*),(\d+\.5)$/, '"$1",$2')),
    ),
    exit: 3,
    error: 'column-missing',
    setting: '/data/smilesColumns',
  },
  {
    name: 'names instead of SMILES',
    content: table(
      'name,y',
      smallMolecules.map((_, row) => `aspirin number ${row},${row}.5`),
    ),
    exit: 3,
    error: 'column-missing',
    setting: '/data/smilesColumns',
  },
  {
    name: 'two columns that could be the SMILES',
    content: table(
      'structure_a,structure_b,y',
      smallMolecules.map((smiles, row) => `${smiles},C${smiles},${row}.5`),
    ),
    exit: 3,
    error: 'column-ambiguous',
    setting: '/data/smilesColumns',
    names: /structure_a.*structure_b.*--smiles-columns/s,
  },
];

const labels: readonly Case[] = [
  {
    name: 'labels that are words',
    content: labeled((row) => `word${row}`),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    exit: 3,
    error: 'label-unreadable',
    setting: '/data/labelMap',
    names: /line 2/,
  },
  {
    name: 'labels -1 and 1',
    content: labeled((row) => (row % 2 ? '1' : '-1')),
    exit: 3,
    error: 'classes-unexpected',
    setting: '/data/labelMap',
    names: /--label-map -1=0,1=1/,
  },
  {
    name: 'labels 1 and 2',
    content: labeled((row) => String(1 + (row % 2))),
    exit: 3,
    error: 'classes-unexpected',
    setting: '/data/labelMap',
    names: /--label-map 1=0,2=1/,
  },
  {
    name: 'quantities as classes',
    content: good,
    args: ['train', 'table.csv', '-t', 'classification'],
    exit: 3,
    error: 'classes-unexpected',
    setting: '/data/taskType',
  },
  {
    name: 'limits instead of values',
    content: labeled((row) => (row === 4 ? '<5' : `${row}.5`)),
    exit: 3,
    error: 'label-censored',
    setting: '/data/censored',
    names: /line 6 "<5".*--censored drop/s,
  },
  {
    name: 'units in the cell',
    content: labeled((row) => (row === 2 ? '1e-6 M' : `${row}.5`)),
    exit: 3,
    error: 'label-unreadable',
    setting: '/data/labelMap',
    names: /1e-6 M/,
  },
  {
    name: 'decimal commas in a file with commas',
    content: labeled((row) => `"${row},5"`),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    exit: 3,
    error: 'label-ambiguous',
    setting: '/data/unreadableLabels',
    names: /line 2/,
  },
  {
    name: 'dates that a spreadsheet made',
    content: labeled((row) => (row === 3 ? '2-Mar' : `${row}.5`)),
    exit: 3,
    error: 'label-unreadable',
    setting: '/data/labelMap',
    names: /2-Mar/,
  },
  {
    name: 'an empty target column',
    content: labeled(() => ''),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    exit: 3,
    error: 'no-labels',
    setting: '/data/targetColumns',
  },
  {
    name: 'classes with a gap',
    content: labeled((row) => String([0, 1, 3][row % 3])),
    args: ['train', 'table.csv', '-t', 'classification'],
    exit: 3,
    error: 'classes-unexpected',
    setting: '/data/labelMap',
    names: /0, 1, 3/,
  },
  {
    name: 'an unknown target column',
    content: good,
    args: ['train', 'table.csv', '--target-columns', 'yy'],
    exit: 2,
    error: 'unknown-name',
    names: /"yy".*y\?/s,
  },
];

const files: readonly Case[] = [
  {
    name: 'damaged text',
    content: bytes('smiles,y,\xc2\xb5,n\xe4me\n', 'CCO,1,a,b\n'),
    exit: 3,
    error: 'table-unreadable',
  },
  {
    name: 'a header with duplicate names',
    content: table('smiles,y,y', ['CCO,1,2']),
    exit: 3,
    error: 'header-unusable',
  },
  {
    name: 'no header',
    content: good.slice(good.indexOf('\n') + 1),
    exit: 3,
    error: 'header-unusable',
    setting: '/data/header',
  },
  { name: 'a ragged row', content: `${good}CCO,1,2,3\n`, exit: 3, error: 'table-unreadable', names: /line 42/ },
  {
    name: 'an unclosed quote',
    content: `${good}"CCO,1\nCCC,2\n`,
    exit: 3,
    error: 'table-unreadable',
    names: /line 42/,
  },
  { name: 'a NUL byte', content: `${good}CC\0O,1\n`, exit: 3, error: 'table-unreadable', names: /line 42/ },
  { name: 'an empty file', content: '', exit: 3, error: 'table-empty' },
  { name: 'a header only', content: 'smiles,y\n', exit: 3, error: 'table-empty' },
  {
    name: 'one row',
    content: table('smiles,y', ['CCO,1.5']),
    exit: 3,
    error: 'too-few-molecules',
    setting: '/split/sizes',
  },
  {
    name: 'fewer rows than folds',
    content: table('smiles,y', ['CCO,1.5', 'CCC,2.5', 'CCN,0.5']),
    args: ['train', 'table.csv', '--split', 'cv', '--num-folds', '9'],
    exit: 3,
    error: 'too-few-molecules',
    setting: '/split/folds',
  },
  {
    name: 'an Excel workbook',
    files: { 'table.xlsx': bytes('PK', 3, 4, 'xl/workbook') },
    args: ['train', 'table.xlsx'],
    exit: 3,
    error: 'not-a-table',
    names: /Excel/,
  },
  { name: 'JSON', content: '[{"smiles": "CCO", "y": 1}]', exit: 3, error: 'not-a-table' },
  { name: 'Parquet', content: bytes('PAR1', 0, 1), exit: 3, error: 'not-a-table', names: /Parquet/ },
  { name: 'a folder', content: good, args: ['train', '.'], exit: 3, error: 'not-a-table', names: /table\.csv/ },
  { name: 'a URL', args: ['train', 'https://example.org/table.csv'], exit: 3, error: 'not-a-table' },
  {
    name: 'a file that is not there',
    content: good,
    args: ['train', 'tabel.csv'],
    exit: 3,
    error: 'cannot-read',
    names: /table\.csv/,
  },
  {
    name: 'a SMILES of a megabyte',
    content: table('smiles,y', [`${'C'.repeat(1_000_000)},1.5`]),
    exit: 3,
    error: 'too-many-refused',
    setting: '/data/maxRejected',
  },
  {
    name: 'a molfile under another name',
    content: 'ethanol\n  x\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n',
    exit: 3,
    error: 'not-a-table',
    names: /\.sdf/,
  },
];

const splitCases: readonly Case[] = [
  {
    name: 'sizes that do not sum to 1',
    ...options('--split-sizes', '0.7', '0.2', '0.2'),
    exit: 2,
    error: 'wrong-value',
    setting: '/split/sizes',
    names: /1\.1/,
  },
  {
    name: 'two sizes',
    ...options('--split-sizes', '0.8', '0.2'),
    exit: 2,
    error: 'wrong-value',
    setting: '/split/sizes',
  },
  {
    name: 'early stopping without validation',
    ...options('--split-sizes', '0.9', '0', '0.1', '--patience', '3'),
    exit: 2,
    error: 'contradicting-settings',
    names: /--patience.*--split-sizes/s,
  },
  {
    name: 'an unknown split',
    ...options('--split', 'scafold'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/split/type',
  },
  {
    name: 'rows in two parts',
    ...splits('[{"train": "0-29", "val": [29, 30], "test": "31-39"}]'),
    exit: 3,
    error: 'split-unreadable',
    setting: '/split/file',
    names: /29/,
  },
  {
    name: 'negative rows',
    ...splits('[{"train": [-1, 2], "val": [3], "test": [4]}]'),
    exit: 3,
    error: 'split-unreadable',
    setting: '/split/file',
    names: /-1/,
  },
  {
    name: 'rows counted from 1',
    ...splits('[{"train": "1-30", "val": "31-35", "test": "36-40"}]'),
    exit: 3,
    error: 'split-unreadable',
    setting: '/split/file',
    names: /40/,
  },
  {
    name: 'a splits file that is not JSON',
    ...splits('train: 1'),
    exit: 3,
    error: 'split-unreadable',
    setting: '/split/file',
    names: /splits\.json/,
  },
  {
    name: 'a splits file that is not there',
    ...options('--splits-file', 'none.json'),
    exit: 3,
    error: 'cannot-read',
    setting: '/split/file',
  },
];

const configurations: readonly Case[] = [
  {
    name: 'an unknown key',
    ...config('{"leraning_rate": 1}'),
    exit: 2,
    error: 'unknown-key',
    names: /learning-rate/,
  },
  {
    name: 'an unknown key in a section',
    ...config('{"training": {"epohcs": 1}}'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/training/epohcs',
    names: /epochs/,
  },
  {
    name: 'a wrong type',
    ...config('{"epochs": "ten"}'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/training/epochs',
  },
  {
    name: 'a wrong type in a section',
    ...config('{"training": {"epochs": "ten"}}'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/training/epochs',
  },
  {
    name: 'a setting of no model',
    ...config('{"model": {"settings": {"depth": 3}}}'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/model/settings/depth',
  },
  {
    name: 'a trailing comma',
    ...config('{"epochs": 3,}'),
    exit: 2,
    error: 'unreadable-configuration',
    names: /line 1/,
  },
  {
    name: 'broken YAML',
    ...config('epochs: [3\n'),
    exit: 2,
    error: 'unreadable-configuration',
    names: /c\.json, line 2/,
  },
  { name: 'a list', ...config('[1]'), exit: 2, error: 'unreadable-configuration' },
  {
    name: 'a configuration that is not there',
    ...options('--config-path', 'none.json'),
    exit: 2,
    error: 'cannot-read',
  },
];

const usage: readonly Case[] = [
  {
    name: 'warm-up as long as the training',
    ...options('--epochs', '3', '--warmup-epochs', '3'),
    exit: 2,
    error: 'warmup-too-long',
    setting: '/schedule/warmupEpochs',
  },
  { name: 'data named twice', ...options('--data-path', 'table.csv'), exit: 2, error: 'given-twice' },
  { name: 'a table and a data set', ...options('--dataset', 'esol'), exit: 2, error: 'contradicting-settings' },
  {
    name: 'a table of test rows and cross-validation',
    files: { 'a.csv': good, 'b.csv': good },
    args: ['train', 'a.csv', 'b.csv', '--split', 'cv'],
    exit: 2,
    error: 'contradicting-settings',
    setting: '/split/type',
  },
  {
    name: 'four tables',
    files: { 'table.csv': good },
    args: ['train', ...Array<string>(4).fill('table.csv')],
    exit: 2,
    error: 'invalid-configuration',
    setting: '/data/paths',
  },
  { name: 'no data', args: ['train'], exit: 2, error: 'no-data', setting: '/data/paths' },
  { name: 'an unknown data set', args: ['train', '--dataset', 'bbpb'], exit: 2, error: 'unknown-name', names: /bbbp/ },
  {
    name: 'a data set without a network',
    args: ['train', '--dataset', 'esol'],
    exit: 5,
    error: 'download-failed',
    setting: '/data/folder',
    names: /delaney-processed\.csv.*GRAPHSAM_DATA_DIR/s,
  },
  {
    name: 'an unknown option',
    ...options('--epohcs', '3'),
    exit: 2,
    error: 'unknown-option',
    names: /--epochs/,
  },
  {
    name: 'an option that does not exist',
    ...options('--color', 'red'),
    exit: 2,
    error: 'unknown-option',
  },
  { name: 'an unknown command', args: ['trian'], exit: 2, error: 'unknown-name', names: /train/ },
  {
    name: 'a table instead of a command',
    args: ['table.csv'],
    exit: 2,
    error: 'unknown-command',
    names: /graphsam train table\.csv/,
  },
  {
    name: 'a value that is no number',
    ...options('--epochs', 'ten'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/training/epochs',
  },
  {
    name: 'a decimal comma',
    ...options('--max-lr', '0,001'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/schedule/learningRate',
    names: /0,001/,
  },
  { name: 'a missing value', ...options('--epochs'), exit: 2, error: 'missing-value' },
  {
    name: 'no epochs',
    ...options('--epochs', '0'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/training/epochs',
  },
  {
    name: "another optimizer's hyper-parameter",
    ...options('--optimizer', 'adam', '--rho', '0.1'),
    exit: 2,
    error: 'unknown-hyperparameter',
    names: /--beta1/,
  },
  {
    name: 'a radius below 0',
    ...options('--optimizer', 'graphsam', '--rho', '-1'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/optimizer/hyperparameters/rho',
  },
  {
    name: "another schedule's option",
    ...options('--schedule', 'constant', '--warmup-epochs', '1'),
    exit: 2,
    error: 'unused-setting',
    setting: '/schedule/warmupEpochs',
    names: /--learning-rate/,
  },
  {
    name: "another task type's metric",
    ...options('-t', 'regression', '--metrics', 'roc-auc'),
    exit: 2,
    error: 'metric-unsuitable',
    names: /roc-auc.*rmse/s,
  },
  {
    name: 'a run to resume that is none',
    args: ['train', '--resume', 'nothing', '--epochs', '1'],
    exit: 4,
    error: 'not-a-run',
  },
  {
    name: 'resume and overwrite',
    ...options('--resume', 'x', '--overwrite'),
    exit: 2,
    error: 'contradicting-settings',
    names: /--resume.*--overwrite/s,
  },
  {
    name: 'a width that the heads do not divide',
    ...options('--width', '10', '--heads', '4'),
    exit: 2,
    error: 'invalid-configuration',
    setting: '/model/settings',
  },
];

const modelFiles: readonly Case[] = [
  { name: 'a text file as model', ...model('not a model'), exit: 4, error: 'not-a-model', names: /text file/ },
  {
    name: 'a PyTorch file as model',
    ...model(bytes('PK', 3, 4, 'archive/data.pkl')),
    exit: 4,
    error: 'not-a-model',
    names: /PyTorch/,
  },
  { name: 'an empty model', ...model(''), exit: 4, error: 'not-a-model' },
  {
    name: 'a damaged model',
    ...model(bytes(8, 10, 0x3a, 0xff, 0xff, 0x03, 'cut off')),
    exit: 4,
    error: 'not-a-model',
  },
  {
    name: 'a model that is not there',
    files: { 'table.csv': good },
    args: ['predict', 'none', 'table.csv'],
    exit: 4,
    error: 'cannot-read',
  },
  {
    name: 'a folder without a model',
    files: { 'table.csv': good },
    args: ['predict', '.', 'table.csv'],
    exit: 4,
    error: 'no-model',
  },
  {
    name: 'no table to predict',
    ...model('x'),
    args: ['predict', 'model.onnx'],
    exit: 2,
    error: 'missing-argument',
  },
];

/** No data set in a cache, and downloads that fail at once, whether or not the machine has a network. */
function withoutNetwork(folder: string): NodeJS.ProcessEnv {
  const unplugged = encodeURIComponent("globalThis.fetch = async () => { throw new Error('no network'); };");
  return { XDG_CACHE_HOME: folder, NODE_OPTIONS: `--import=data:text/javascript,${unplugged}` };
}

const groups: Readonly<Record<string, readonly Case[]>> = {
  molecules,
  labels,
  files,
  splits: splitCases,
  configurations,
  usage,
  'model files': modelFiles,
};

for (const [group, cases] of Object.entries(groups)) {
  describe(group, { concurrency: 2 }, () => {
    for (const each of cases) {
      test(`${each.name}: ${each.error}`, async (context) => {
        const folder = folderWith(
          context,
          each.files ?? (each.content === undefined ? {} : { 'table.csv': each.content }),
        );
        const before = filesIn(folder);
        const args = each.args ?? ['train', 'table.csv'];
        const isTraining = args[0] === 'train' && !args.includes('--width') && !args.includes('--epochs');
        const all = isTraining && each.exit !== 2 ? [...args, ...tiny, '-o', 'run'] : args;
        const { exit, code, setting, stderr } = await refusal(all, folder, withoutNetwork(folder));
        assert.deepEqual([exit, code, setting], [each.exit, each.error, each.setting], stderr);
        if (each.names) assert.match(stderr, each.names);
        assert.deepEqual(filesIn(folder), before, 'files left behind');
      });
    }
  });
}

test('a place that is a file: exit code 5, and the file is as before', async (context) => {
  const folder = folderWith(context, { 'table.csv': good, taken: 'mine' });
  const { code, stderr } = await graphsam(['train', 'table.csv', ...tiny, '-o', 'taken/run'], folder);
  assert.equal(code, 5, stderr);
  assert.match(stderr, /not a folder/);
});

test('a folder that is not empty is not touched', async (context) => {
  const folder = folderWith(context, { 'table.csv': good });
  mkdirSync(join(folder, 'mine'));
  writeFileSync(join(folder, 'mine', 'thesis.txt'), 'important');
  const { code, stderr } = await graphsam(['train', 'table.csv', ...tiny, '-o', 'mine'], folder);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /thesis\.txt/);
  assert.deepEqual(filesIn(join(folder, 'mine')), ['thesis.txt']);
});
