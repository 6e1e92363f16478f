/** `graphsam compare` as its users meet it: killed, called again, given folders that hold something else. */
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readCells } from '../../src/cli/compare.ts';
import { finishedCell } from '../../src/experiments/cell-state.node.ts';
import { assertRefused, folderWith, graphsam, jsonLines, start } from './command-line.ts';
import { regressionTable, tiny } from './small-tables.ts';

const grid = `
datasets: [{ paths: [table.csv], label: chains }]
models: [{ name: compt, settings: { width: 16, heads: 2, layers: 1 } }]
optimizers: [adam, graphsam]
seeds: [0, 1]
training: { epochs: 1 }
`;
const files = { 'table.csv': regressionTable(), 'grid.yaml': grid };
const names = ['adam', 'graphsam'].flatMap((optimizer) =>
  [0, 1].map((seed) => `chains-compt-${optimizer}-random-seed${seed}`),
);
const runFile = (folder: string, name: string): string => join(folder, 'out', 'runs', name, 'run.json');

test('a comparison leaves its runs and tables, and called again it trains nothing', {
  timeout: 240_000,
}, async (context) => {
  const folder = folderWith(context, files);
  const first = await graphsam(['compare', 'grid.yaml', '-o', 'out', '--jobs', '2', '--baselines', 'mean'], folder);
  assert.equal(first.code, 0, first.stderr);
  const ended = [...first.stdout.matchAll(/^\d\/6 {2}(\S+)/gm)].map(([, name]) => name!);
  assert.ok(
    ended.slice(0, 2).every((name) => name.includes('classical')),
    `the cheap ones first: ${ended.join()}`,
  );
  for (const name of names) assert.equal(JSON.parse(readFileSync(runFile(folder, name), 'utf8')).status, 'finished');
  const markdown = readFileSync(join(folder, 'out', 'results.md'), 'utf8');
  assert.match(markdown, /\| compt \| graphsam \| .*± /);
  assert.match(markdown, /\| classical \| mean \|/);
  assert.match(markdown, /Differences from adam/);
  assert.ok(first.stdout.includes(markdown.trimEnd()), 'the tables are printed too');
  assert.equal(
    readFileSync(join(folder, 'out', 'results.csv'), 'utf8')
      .trimEnd()
      .split('\n').length,
    1 + 6,
  );

  const before = names.map((name) => statSync(runFile(folder, name)).mtimeMs);
  const again = await graphsam(['compare', 'grid.yaml', '-o', 'out', '--baselines', 'mean', '--json'], folder);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(
    names.map((name) => statSync(runFile(folder, name)).mtimeMs),
    before,
  );
  const result = jsonLines(again.stdout).find(({ kind }) => kind === 'result') as {
    results: unknown[];
    missing: string[];
  };
  assert.equal(result.results.length, 6);
  assert.deepEqual(result.missing, []);

  const path = join(folder, 'table.csv');
  const [cell] = await readCells([join(folder, 'grid.yaml')], { datasets: [path] });
  const run = join(folder, 'out', 'runs', names[0]!);
  assert.equal(await finishedCell(cell!, run), true);
  appendFileSync(path, 'CCCCCCO,2.5\n');
  await assert.rejects(finishedCell(cell!, run), { code: 'other-table', what: /table\.csv has changed/ });
  rmSync(path);
  assert.equal(await finishedCell(cell!, run), true, 'finished runs outlive their table');
});

test('killed in the middle and called again, it ends with the numbers of one that never was', {
  timeout: 240_000,
}, async (context) => {
  const longer = {
    ...files,
    'grid.yaml': grid.replace('epochs: 1', 'epochs: 6').replace('seeds: [0, 1]', 'seeds: [0]'),
  };
  const [killed, whole] = [folderWith(context, longer), folderWith(context, longer)];
  const args = ['compare', 'grid.yaml', '-o', 'out', '--jobs', '1', '--threads', '1'];
  const running = start(args, killed);
  await running.saw('1/2');
  running.process.kill('SIGKILL');
  await running.ended;
  const [first] = names;
  const { created } = JSON.parse(readFileSync(runFile(killed, first!), 'utf8'));
  const ended = await graphsam(args, killed);
  assert.equal(ended.code, 0, ended.stderr);
  assert.equal(JSON.parse(readFileSync(runFile(killed, first!), 'utf8')).created, created, 'the finished run was kept');
  await graphsam(args, whole);
  const tests = (folder: string): unknown[] =>
    JSON.parse(readFileSync(join(folder, 'out', 'results.json'), 'utf8')).results.map(
      (run: { test: number }) => run.test,
    );
  assert.deepEqual(tests(killed), tests(whole));
});

test('Ctrl-C saves what is in hand, says what is missing, and ends with 130', { timeout: 120_000 }, async (context) => {
  const folder = folderWith(context, { ...files, 'grid.yaml': grid.replace('epochs: 1', 'epochs: 400') });
  const running = start(['compare', 'grid.yaml', '-o', 'out', '--jobs', '1'], folder);
  await running.saw('at a time');
  while (!existsSync(runFile(folder, names[0]!))) await new Promise((resolve) => setTimeout(resolve, 50));
  running.process.kill('SIGINT');
  const { code, stdout } = await running.ended;
  assert.equal(code, 130);
  assert.match(stdout, /Not finished, and not in these tables: .*adam-random-seed0/);
});

test('a run of other settings in the way is named before anything is trained', {
  timeout: 120_000,
}, async (context) => {
  const folder = folderWith(context, { ...files, 'grid.yaml': grid.replace('seeds: [0, 1]', 'seeds: [0]') });
  assert.equal((await graphsam(['compare', 'grid.yaml', '-o', 'out', '--optimizers', 'adam'], folder)).code, 0);
  await assertRefused(['compare', 'grid.yaml', '-o', 'out', '--epochs', '2'], folder, {
    exit: 2,
    code: 'other-run',
    names: /chains-compt-adam-random-seed0/,
  });
  assert.ok(!existsSync(runFile(folder, names[2]!)));
});

test('a run that cannot be trained is reported, and the others are trained', { timeout: 120_000 }, async (context) => {
  const folder = folderWith(context, files);
  writeFileSync(join(folder, 'broken.csv'), 'smiles,y\nCC,1\n');
  const args = [
    'compare',
    'grid.yaml',
    '--datasets',
    'table.csv',
    'broken.csv',
    '--optimizers',
    'adam',
    '--seeds',
    '0',
    '-o',
    'out',
  ];
  const { code, stdout, stderr } = await graphsam(args, folder);
  assert.equal(code, 1);
  assert.match(stderr, /broken-compt-adam-random-seed0/);
  assert.match(stdout, /Not finished, and not in these tables: broken-compt/);
  assert.match(stdout, /\| compt \| adam \| /);
});

test('without data it says what to name', async (context) => {
  await assertRefused(['compare'], folderWith(context), { exit: 2, code: 'no-data', setting: '/data/paths' });
});

test('only a file is a table: a folder called as a data set, such as that of its comparison, is none', async (context) => {
  const folder = folderWith(context, files);
  mkdirSync(join(folder, 'medicines'));
  const dataOf = async (name: string): Promise<object> => {
    const [cell] = await readCells([], { datasets: [join(folder, name)] });
    const { paths, dataset } = cell!.config.data;
    return { paths, dataset };
  };
  assert.deepEqual(await dataOf('table.csv'), { paths: [join(folder, 'table.csv')], dataset: undefined });
  await assert.rejects(dataOf('medicines'), { code: 'unknown-name' }, 'by its path it is no name either');
});

test('a grid with a level of quality is told that its networks begin with drawn weights', async (context) => {
  const withTraining = (training: string): string => grid.replace('{ epochs: 1 }', training);
  const grids = {
    'drawn.yaml': withTraining('{ quality: fast }'),
    'begun.yaml': withTraining('{ quality: fast, initFrom: builtin }').replace(/models:.*\n/, ''),
  };
  const folder = folderWith(context, { ...files, ...grids });
  const said = async (name: string): Promise<number> => {
    const { code, stderr } = await graphsam(['compare', name, '-o', 'out', '--dry-run'], folder);
    assert.equal(code, 0, stderr);
    return stderr.match(/^warning: quality fast: .*training\.initFrom: builtin/gm)?.length ?? 0;
  };
  assert.equal(await said('drawn.yaml'), 1, 'once for all seeds');
  assert.equal(await said('begun.yaml'), 0);
});

test('a method that never acts is warned about by train and compare, and the window is shown', async (context) => {
  const late = grid.replace('[adam, graphsam]', '[adam, { name: sam, label: late, perturb: { from: 5 } }]');
  const folder = folderWith(context, { ...files, 'late.yaml': late });
  const planned = await graphsam(['compare', 'late.yaml', '-o', 'out', '--dry-run'], folder);
  assert.equal(planned.code, 0, planned.stderr);
  assert.match(planned.stdout, /chains-compt-late-random-seed1/);
  const warnings = planned.stderr.match(/^warning: sam never acts in this training of 1 epoch,/gm);
  assert.equal(warnings?.length, 1, 'once for all seeds');
  const window = ['--optimizer', 'sam', '--perturb-from', '5'];
  const trained = await graphsam(['train', 'table.csv', ...tiny, ...window, '-o', 'run'], folder);
  assert.equal(trained.code, 0, trained.stderr);
  assert.match(trained.stdout, /^Optimizer: sam .*, perturbing from epoch 6 on, schedule /m);
  assert.match(trained.stderr, /sam never acts .*--perturb-from/);
});
