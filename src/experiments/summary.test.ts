import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunResult, resultOf } from './run-result.ts';
import { summarize } from './summary.ts';
import { markdownOf, tablesOf } from './tables.ts';

function results(optimizer: string, tests: readonly (number | null)[], place: Partial<RunResult> = {}): RunResult[] {
  return tests.map((test, seed) => ({
    ...{ dataset: 'esol', model: 'compt', optimizer, split: 'random', seed, metric: 'rmse' },
    ...{ test, testPerTask: [test], validation: test },
    training: {
      ...{ epochs: 2, bestEpoch: 2, trainLosses: [1, 0.5], validations: [1, 0.5] },
      evaluationsPerUpdate: { full: optimizer === 'sam' ? 2 : 1, cheap: 0 },
      secondsPerEpoch: optimizer === 'sam' ? 4 : 2,
      moleculesPerSecond: optimizer === 'sam' ? 250 : 500,
    },
    ...place,
  }));
}

const adam = results('adam', [0.5, 0.7, 0.6]);
const sam = results('sam', [0.4, 0.65, 0.5]);

test('a line holds mean and sample deviation, and the best one of a data set and split is marked', () => {
  const { lines } = summarize([...adam, ...sam]);
  assert.deepEqual(
    lines.map(({ optimizer, best }) => [optimizer, best]),
    [
      ['adam', false],
      ['sam', true],
    ],
  );
  assert.ok(Math.abs(lines[0]!.mean! - 0.6) < 1e-12 && Math.abs(lines[0]!.deviation! - 0.1) < 1e-12);
});

test('of a score that should be high the highest is the best', () => {
  const place = { metric: 'roc-auc', dataset: 'bbbp' };
  const { lines } = summarize([...results('adam', [0.9], place), ...results('sam', [0.8], place)]);
  assert.deepEqual(
    lines.map(({ best }) => best),
    [true, false],
  );
});

test('none is the best while some lack a seed: the split of that seed may be the hard one', () => {
  const { lines } = summarize([...adam, ...sam.slice(0, 2)]);
  assert.deepEqual(
    lines.map(({ best }) => best),
    [false, false],
  );
});

test('none is the best while values of some seeds are undefined: what is left may be the easy splits', () => {
  const { lines } = summarize([...adam, ...results('sam', [0.4, null, 0.5])]);
  assert.deepEqual(
    lines.map(({ best }) => best),
    [false, false],
  );
  const alone = summarize([...adam, ...results('sam', [null, null, null])]);
  assert.equal(alone.lines[0]!.best, true, 'a line without any value is no rival');
});

test('several quantities are compared by means that are free of their units, and the tables say so', () => {
  const cell = { ...adam[0]!, name: 'a', config: {} as never };
  const value = (mean: number, standardized: number) => ({ rmse: { ...{ mean, standardized }, perTask: [1, mean] } });
  const found = resultOf(cell as never, { validation: value(50, 0.6), test: value(90, 0.7) } as never, []);
  assert.deepEqual([found.metric, found.test, found.validation], ['rmse', 0.7, 0.6]);
  const [table] = tablesOf(summarize([found]));
  assert.match(table!.header.at(-1)!, /^esol, standardized rmse ↓$/);
  assert.match(table!.note, /in units of the spread/);
});

test('differences are taken seed by seed, whatever the order of the runs', () => {
  const { differences } = summarize([...adam, ...[...sam].reverse()]);
  const [line] = differences;
  assert.equal(line!.pairs, 3);
  assert.ok(Math.abs(line!.difference - -0.25 / 3) < 1e-12);
  assert.equal(line!.improves, true);
  assert.equal(line!.corrected, line!.probability, 'one comparison needs no correction');
});

test('a seed that only one of two has is in its mean and not in the difference', () => {
  const { differences, lines } = summarize([...adam, ...sam.slice(1)]);
  assert.equal(differences[0]!.pairs, 2);
  assert.equal(lines[1]!.values.length, 2);
});

test('an undefined metric is left out of the mean and never counts as a number', () => {
  const { lines, differences } = summarize([...adam, ...results('sam', [null, null, null])]);
  assert.equal(lines[1]!.mean, null);
  assert.equal(lines[1]!.best, false);
  assert.equal(differences.length, 0);
});

test('cost is given beside the baseline', () => {
  const { efficiency } = summarize([...adam, ...sam]);
  assert.deepEqual(
    efficiency.map(({ optimizer, evaluationsPerUpdate, relativeTime }) => [
      optimizer,
      evaluationsPerUpdate,
      relativeTime,
    ]),
    [
      ['adam', 1, 1],
      ['sam', 2, 2],
    ],
  );
});

test('tables name metric and direction, mark the best, and keep hostile names inside their cell', () => {
  const hostile = results('sam | **x**', [0.4, 0.65, 0.5]);
  const tables = tablesOf(summarize([...adam, ...hostile]));
  const text = tables.map(markdownOf).join('\n');
  assert.match(text, /esol, rmse ↓/);
  assert.match(text, /\*\*0\.517 ± 0\.126\*\*/);
  assert.match(text, /sam \\\| \*\*x\*\*/);
  assert.deepEqual(
    tables.map(({ title }) => title.split(',')[0]),
    ['Test metric', 'Differences from adam', 'Cost'],
  );
});
