import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ErrorCode } from '../base/error-codes.ts';
import { expandGrids } from './expand-grid.ts';
import { parseGrids } from './grid.ts';
import { readGrids } from './read-grid.ts';

const text = `
datasets: [esol, { paths: [tables/ours.csv], targetColumns: [logS] }]
optimizers:
  - adam
  - name: graphsam
    label: graphsam-wide
    hyperparameters: { rho: 0.2 }
splits: [random, { name: scaffold_balanced, sizes: [0.7, 0.15, 0.15] }]
seeds: [3, 4]
baselines: mean
training: { epochs: 5 }
`;

const cellsOf = (grid: string) => expandGrids(readGrids(grid, 'grid.yaml'), 'grid.yaml');

test('every data set meets every split, seed, model and optimizer, and every classical model once', () => {
  const cells = cellsOf(text);
  assert.equal(cells.length, 2 * 2 * 2 * (2 + 1));
  assert.equal(new Set(cells.map(({ name }) => name)).size, cells.length);
  const cell = cells.find(({ name }) => name === 'ours-compt-graphsam-wide-scaffold_balanced-seed4')!;
  assert.equal(cell.config.optimizer.hyperparameters.rho, 0.2);
  assert.deepEqual(cell.config.split.sizes, [0.7, 0.15, 0.15]);
  assert.deepEqual([cell.config.split.seed, cell.config.training.seed, cell.config.training.epochs], [4, 4, 5]);
  assert.deepEqual(cell.config.data.paths, ['tables/ours.csv']);
});

test('grids beside each other share what stands outside them, and a training that both name is one', () => {
  const cells = cellsOf(`
seeds: 0
optimizers: [adam]
grids:
  - { datasets: [esol, bbbp] }
  - { datasets: [bbbp, tox21], optimizers: [adam, sam] }
`);
  assert.deepEqual(
    cells.map(({ dataset, optimizer }) => `${dataset} ${optimizer}`),
    ['esol adam', 'bbbp adam', 'bbbp sam', 'tox21 adam', 'tox21 sam'],
  );
});

test('two trainings of one name and different settings are refused', () => {
  const grid =
    'datasets: esol\noptimizers: [{ name: sam, hyperparameters: { rho: 0.1 } }, { name: sam, hyperparameters: { rho: 0.2 } }]\n';
  assert.throws(() => cellsOf(grid), { code: 'given-twice', what: /esol-compt-sam-random-seed0/, advice: /`label`/ });
});

test("the paper's protocol gives plain Adam its own schedule and everyone the rest", () => {
  const [adam, sam] = cellsOf('datasets: bbbp\noptimizers: [adam, sam]\nseeds: 0\nprotocol: paper\n');
  assert.deepEqual(adam!.config.schedule, { name: 'inverse-sqrt', factor: 0.2, warmupEpochs: 30 });
  assert.equal(sam!.config.schedule.name, 'warmup-exponential');
  assert.equal((sam!.config.schedule as { totalEpochs?: number }).totalEpochs, 30);
  for (const { config } of [adam!, sam!]) {
    const { epochs, dropLast, patience } = config.training;
    assert.deepEqual({ epochs, dropLast, patience }, { epochs: 150, dropLast: true, patience: 21 });
    assert.equal(config.model.settings.readoutPadding, 'maxAtoms');
  }
});

test('what the grid says goes over the protocol', () => {
  const [cell] = cellsOf('datasets: esol\noptimizers: sam\nseeds: 0\nprotocol: paper\ntraining: { epochs: 60 }\n');
  assert.equal(cell!.config.training.epochs, 60);
  assert.equal(cell!.config.training.patience, 21);
});

test('windows of perturbation are compared as optimizers with labels of their own', () => {
  const optimizers = '[sam, { name: sam, label: sam-late, perturb: { from: 0.8 } }]';
  const [whole, late] = cellsOf(`datasets: esol\noptimizers: ${optimizers}\nseeds: 0\n`);
  assert.deepEqual([whole!.config.optimizer.perturb, late!.config.optimizer.perturb], [{}, { from: 0.8 }]);
  assert.equal(late!.optimizer, 'sam-late');
});

const mistakes: [string, string, code: ErrorCode, message: RegExp][] = [
  [
    'an unknown key',
    'datasets: esol\noptimzers: [adam]\n',
    'invalid-configuration',
    /grid\.yaml, line 2.*\boptimizers\b/s,
  ],
  [
    'an unknown key inside an entry',
    'datasets: esol\noptimizers:\n  - name: sam\n    rho: 0.1\n',
    'invalid-configuration',
    /grid\.yaml, line 4.*optimizers\.0\.rho/s,
  ],
  [
    'a wrong type',
    'datasets: esol\noptimizers: adam\nseeds: [one]\n',
    'invalid-configuration',
    /grid\.yaml, line 3.*"one"/s,
  ],
  ['an unknown data set', 'datasets: [esol, bbpp]\noptimizers: adam\n', 'unknown-name', /bbpp.*bbbp\?.*paths/s],
  ['an unknown optimizer', 'datasets: esol\noptimizers: [adma]\n', 'unknown-name', /adma.*adam/s],
  [
    'an unknown split',
    'datasets: esol\noptimizers: adam\nsplits: [rnadom]\n',
    'invalid-configuration',
    /split\.type.*rnadom/s,
  ],
  ['an unknown classical model', 'datasets: esol\noptimizers: adam\nbaselines: [wood]\n', 'unknown-name', /wood/],
  ['YAML with a tab', 'datasets: esol\noptimizers:\n\t- adam\n', 'unreadable-configuration', /grid\.yaml, line 3\b/],
  ['a list instead of keys', '- esol\n', 'unreadable-configuration', /grid\.yaml/],
  ['an empty file', '', 'unreadable-configuration', /grid\.yaml/],
  ['an unclosed bracket', 'datasets: [esol\n', 'unreadable-configuration', /grid\.yaml, line \d/],
];
for (const [what, grid, code, message] of mistakes) {
  test(`refused with its line: ${what}`, () => {
    assert.throws(() => cellsOf(grid), { name: 'ConfigError', code, message });
  });
}

test('options on the command line are a grid too', () => {
  const [grid] = parseGrids({ datasets: ['esol'], optimizers: ['sam'] }, 'command line');
  assert.deepEqual(grid!.seeds, [0, 1, 2]);
  assert.equal(grid!.models[0]!.name, 'compt');
});
