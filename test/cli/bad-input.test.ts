/**
 * Bad input that users bring: each ends with its exit code and a message that says what was wrong and what to do, without a stack
 * trace, and leaves no file behind.
 */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { filesIn, folderWith, graphsam } from './command-line.ts';
import { regressionTable, smallMolecules, table, tiny } from './small-tables.ts';

interface Case {
  readonly name: string;
  /** Content of table.csv, unless `files` says more. */
  readonly content?: string | Uint8Array;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Default: train table.csv. */
  readonly args?: readonly string[];
  readonly code: number;
  readonly says: RegExp;
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
    code: 3,
    says: /10 of 30 rows .*line 22 "C1CC".*--max-rejected/s,
  },
  {
    name: 'a row is no molecule, and --strict is given',
    content: table('smiles,y', [...smallMolecules.map((smiles) => `${smiles},1.5`), 'C1CC,2.5']),
    args: ['train', 'table.csv', '--strict'],
    code: 3,
    says: /"C1CC".*table\.csv, line 42/s,
  },
  {
    name: 'InChI instead of SMILES',
    content: table(
      'inchi,y',
      smallMolecules
        .map((_, row) => `InChI=1S/C${row + 2}H6/c1-2/h1-2H3,${row}.5`)
        .map((line) => line.replace(/(InChI.*),(\d+\.5)$/, '"$1",$2')),
    ),
    code: 3,
    says: /InChI/,
  },
  {
    name: 'names instead of SMILES',
    content: table(
      'name,y',
      smallMolecules.map((_, row) => `aspirin number ${row},${row}.5`),
    ),
    code: 3,
    says: /SMILES/,
  },
  {
    name: 'two columns that could be the SMILES',
    content: table(
      'structure_a,structure_b,y',
      smallMolecules.map((smiles, row) => `${smiles},C${smiles},${row}.5`),
    ),
    code: 3,
    says: /structure_a.*structure_b.*--smiles-columns/s,
  },
];

const labels: readonly Case[] = [
  {
    name: 'labels that are words',
    content: labeled((row) => `word${row}`),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    code: 3,
    says: /not numbers.*line 2/s,
  },
  {
    name: 'labels -1 and 1',
    content: labeled((row) => (row % 2 ? '1' : '-1')),
    code: 3,
    says: /--label-map -1=0,1=1/,
  },
  { name: 'labels 1 and 2', content: labeled((row) => String(1 + (row % 2))), code: 3, says: /--label-map 1=0,2=1/ },
  {
    name: 'quantities as classes',
    content: good,
    args: ['train', 'table.csv', '-t', 'classification'],
    code: 3,
    says: /--threshold/,
  },
  {
    name: 'limits instead of values',
    content: labeled((row) => (row === 4 ? '<5' : `${row}.5`)),
    code: 3,
    says: /line 6 "<5".*--censored drop/s,
  },
  {
    name: 'units in the cell',
    content: labeled((row) => (row === 2 ? '1e-6 M' : `${row}.5`)),
    code: 3,
    says: /1e-6 M/,
  },
  {
    name: 'decimal commas in a file with commas',
    content: labeled((row) => `"${row},5"`),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    code: 3,
    says: /comma.*line 2/s,
  },
  {
    name: 'dates that a spreadsheet made',
    content: labeled((row) => (row === 3 ? '2-Mar' : `${row}.5`)),
    code: 3,
    says: /2-Mar/,
  },
  {
    name: 'an empty target column',
    content: labeled(() => ''),
    args: ['train', 'table.csv', '--target-columns', 'y'],
    code: 3,
    says: /label/,
  },
  {
    name: 'classes with a gap',
    content: labeled((row) => String([0, 1, 3][row % 3])),
    args: ['train', 'table.csv', '-t', 'classification'],
    code: 3,
    says: /0, 1, 3.*without 2/s,
  },
  {
    name: 'an unknown target column',
    content: good,
    args: ['train', 'table.csv', '--target-columns', 'yy'],
    code: 2,
    says: /unknown column "yy".*Did you mean y\?/s,
  },
];

const files: readonly Case[] = [
  { name: 'damaged text', content: bytes('smiles,y,\xc2\xb5,n\xe4me\n', 'CCO,1,a,b\n'), code: 3, says: /UTF-8/ },
  { name: 'a header with duplicate names', content: table('smiles,y,y', ['CCO,1,2']), code: 3, says: /2 columns "y"/ },
  { name: 'no header', content: good.slice(good.indexOf('\n') + 1), code: 3, says: /--no-header-row/ },
  { name: 'a ragged row', content: `${good}CCO,1,2,3\n`, code: 3, says: /line 42/ },
  { name: 'an unclosed quote', content: `${good}"CCO,1\nCCC,2\n`, code: 3, says: /line 42/ },
  { name: 'a NUL byte', content: `${good}CC\0O,1\n`, code: 3, says: /line 42|NUL/ },
  { name: 'an empty file', content: '', code: 3, says: /empty/ },
  { name: 'a header only', content: 'smiles,y\n', code: 3, says: /no rows/ },
  { name: 'one row', content: table('smiles,y', ['CCO,1.5']), code: 3, says: /1 molecule|too few|at least/i },
  {
    name: 'fewer rows than folds',
    content: table('smiles,y', ['CCO,1.5', 'CCC,2.5', 'CCN,0.5']),
    args: ['train', 'table.csv', '--split', 'cv', '--num-folds', '9'],
    code: 3,
    says: /9/,
  },
  {
    name: 'an Excel workbook',
    files: { 'table.xlsx': bytes('PK', 3, 4, 'xl/workbook') },
    args: ['train', 'table.xlsx'],
    code: 3,
    says: /Excel.*CSV/s,
  },
  { name: 'JSON', content: '[{"smiles": "CCO", "y": 1}]', code: 3, says: /JSON/ },
  { name: 'Parquet', content: bytes('PAR1', 0, 1), code: 3, says: /Parquet/ },
  { name: 'a folder', content: good, args: ['train', '.'], code: 3, says: /folder.*table\.csv/s },
  { name: 'a URL', args: ['train', 'https://example.org/table.csv'], code: 3, says: /URL/ },
  {
    name: 'a file that is not there',
    content: good,
    args: ['train', 'tabel.csv'],
    code: 3,
    says: /no such file.*Did you mean table\.csv/s,
  },
  {
    name: 'a SMILES of a megabyte',
    content: table('smiles,y', [`${'C'.repeat(1_000_000)},1.5`]),
    code: 3,
    says: /long|atoms|readable|use/,
  },
  {
    name: 'a molfile under another name',
    content: 'ethanol\n  x\n\n  3  2  0  0  0  0  0  0  0  0999 V2000\n',
    code: 3,
    says: /\.sdf/,
  },
];

const splitCases: readonly Case[] = [
  {
    name: 'sizes that do not sum to 1',
    ...options('--split-sizes', '0.7', '0.2', '0.2'),
    code: 2,
    says: /sum to 1\.1/,
  },
  { name: 'two sizes', ...options('--split-sizes', '0.8', '0.2'), code: 2, says: /three numbers/ },
  {
    name: 'early stopping without validation',
    ...options('--split-sizes', '0.9', '0', '0.1', '--patience', '3'),
    code: 2,
    says: /--patience.*--split-sizes/s,
  },
  { name: 'an unknown split', ...options('--split', 'scafold'), code: 2, says: /Did you mean scaffold\?/ },
  {
    name: 'rows in two parts',
    ...splits('[{"train": "0-29", "val": [29, 30], "test": "31-39"}]'),
    code: 3,
    says: /29 \(train and val\)/,
  },
  { name: 'negative rows', ...splits('[{"train": [-1, 2], "val": [3], "test": [4]}]'), code: 3, says: /row -1/ },
  {
    name: 'rows counted from 1',
    ...splits('[{"train": "1-30", "val": "31-35", "test": "36-40"}]'),
    code: 3,
    says: /row 40.*from 0/s,
  },
  { name: 'a splits file that is not JSON', ...splits('train: 1'), code: 3, says: /splits\.json.*JSON/s },
  { name: 'a splits file that is not there', ...options('--splits-file', 'none.json'), code: 3, says: /none\.json/ },
];

const configurations: readonly Case[] = [
  {
    name: 'an unknown key',
    ...config('{"leraning_rate": 1}'),
    code: 2,
    says: /leraning_rate.*Did you mean learning-rate/s,
  },
  {
    name: 'an unknown key in a section',
    ...config('{"training": {"epohcs": 1}}'),
    code: 2,
    says: /training\.epohcs.*did you mean epochs/s,
  },
  { name: 'a wrong type', ...config('{"epochs": "ten"}'), code: 2, says: /a whole number.*"ten".*c\.json, epochs/s },
  {
    name: 'a wrong type in a section',
    ...config('{"training": {"epochs": "ten"}}'),
    code: 2,
    says: /training\.epochs: expected a (whole )?number/,
  },
  {
    name: 'a setting of no model',
    ...config('{"model": {"settings": {"depth": 3}}}'),
    code: 2,
    says: /model\.settings\.depth/,
  },
  { name: 'a trailing comma', ...config('{"epochs": 3,}'), code: 2, says: /line 1.*comma/s },
  { name: 'broken YAML', ...config('epochs: [3\n'), code: 2, says: /c\.json, line 2/ },
  { name: 'a list', ...config('[1]'), code: 2, says: /keys with values/ },
  { name: 'a configuration that is not there', ...options('--config-path', 'none.json'), code: 2, says: /none\.json/ },
];

const usage: readonly Case[] = [
  {
    name: 'warm-up as long as the training',
    ...options('--epochs', '3', '--warmup-epochs', '3'),
    code: 2,
    says: /--warmup-epochs.*--epochs/s,
  },
  { name: 'data named twice', ...options('--data-path', 'table.csv'), code: 2, says: /named twice/ },
  { name: 'a table and a data set', ...options('--dataset', 'esol'), code: 2, says: /--data-path.*--dataset/s },
  {
    name: 'a table of test rows and cross-validation',
    files: { 'a.csv': good, 'b.csv': good },
    args: ['train', 'a.csv', 'b.csv', '--split', 'cv'],
    code: 2,
    says: /--split-type/,
  },
  {
    name: 'four tables',
    files: { 'table.csv': good },
    args: ['train', ...Array<string>(4).fill('table.csv')],
    code: 2,
    says: /at most 3|one, two or three/,
  },
  { name: 'no data', args: ['train'], code: 2, says: /--dataset/ },
  { name: 'an unknown data set', args: ['train', '--dataset', 'bbpb'], code: 2, says: /Did you mean bbbp\?/ },
  {
    name: 'a data set without a network',
    args: ['train', '--dataset', 'esol'],
    code: 5,
    says: /delaney-processed\.csv.*GRAPHSAM_DATA_DIR/s,
  },
  {
    name: 'an unknown option',
    ...options('--epohcs', '3'),
    code: 2,
    says: /unknown option --epohcs.*Did you mean --epochs\?/s,
  },
  {
    name: 'an option that does not exist',
    ...options('--quality', 'best'),
    code: 2,
    says: /unknown option --quality/,
  },
  { name: 'an unknown command', args: ['trian'], code: 2, says: /Did you mean train\?/ },
  { name: 'a table instead of a command', args: ['table.csv'], code: 2, says: /graphsam train table\.csv/ },
  { name: 'a value that is no number', ...options('--epochs', 'ten'), code: 2, says: /--epochs/ },
  { name: 'a decimal comma', ...options('--max-lr', '0,001'), code: 2, says: /--learning-rate.*point/s },
  { name: 'a missing value', ...options('--epochs'), code: 2, says: /--epochs needs a value/ },
  { name: 'no epochs', ...options('--epochs', '0'), code: 2, says: /--epochs: expected more than 0/ },
  {
    name: "another optimizer's hyper-parameter",
    ...options('--optimizer', 'adam', '--rho', '0.1'),
    code: 2,
    says: /no hyper-parameter rho.*--beta1/s,
  },
  { name: 'a radius below 0', ...options('--rho', '-1'), code: 2, says: /rho.*-1/ },
  {
    name: "another schedule's option",
    ...options('--schedule', 'constant', '--warmup-epochs', '1'),
    code: 2,
    says: /--learning-rate/,
  },
  {
    name: "another task type's metric",
    ...options('-t', 'regression', '--metrics', 'roc-auc'),
    code: 2,
    says: /roc-auc.*rmse/s,
  },
  {
    name: 'a run to resume that is none',
    args: ['train', '--resume', 'nothing', '--epochs', '1'],
    code: 4,
    says: /nothing/,
  },
  { name: 'resume and overwrite', ...options('--resume', 'x', '--overwrite'), code: 2, says: /--resume.*--overwrite/s },
  { name: 'a width that the heads do not divide', ...options('--width', '10', '--heads', '4'), code: 2, says: /width/ },
];

const modelFiles: readonly Case[] = [
  { name: 'a text file as model', ...model('not a model'), code: 4, says: /text file/ },
  { name: 'a PyTorch file as model', ...model(bytes('PK', 3, 4, 'archive/data.pkl')), code: 4, says: /PyTorch/ },
  { name: 'an empty model', ...model(''), code: 4, says: /empty/ },
  {
    name: 'a damaged model',
    ...model(bytes(8, 10, 0x3a, 0xff, 0xff, 0x03, 'cut off')),
    code: 4,
    says: /truncated|damaged|cut off/,
  },
  {
    name: 'a model that is not there',
    files: { 'table.csv': good },
    args: ['predict', 'none', 'table.csv'],
    code: 4,
    says: /none/,
  },
  {
    name: 'a folder without a model',
    files: { 'table.csv': good },
    args: ['predict', '.', 'table.csv'],
    code: 4,
    says: /no model\.onnx/,
  },
  {
    name: 'no table to predict',
    ...model('x'),
    args: ['predict', 'model.onnx'],
    code: 2,
    says: /graphsam predict RUN TABLE/,
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
      test(`${each.name}: exit code ${each.code}`, async (context) => {
        const folder = folderWith(
          context,
          each.files ?? (each.content === undefined ? {} : { 'table.csv': each.content }),
        );
        const before = filesIn(folder);
        const args = each.args ?? ['train', 'table.csv'];
        const isTraining = args[0] === 'train' && !args.includes('--width') && !args.includes('--epochs');
        const all = isTraining && each.code !== 2 ? [...args, ...tiny, '-o', 'run'] : args;
        const { code, stdout, stderr } = await graphsam(all, folder, withoutNetwork(folder));
        assert.match(stderr, each.says, stdout);
        assert.equal(code, each.code, stderr);
        assert.match(stderr, /^error: /m);
        assert.doesNotMatch(stderr, /^\s+at |defect of graphsam/m);
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
