import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError } from '../../src/base/errors.ts';
import type { Cell } from '../../src/experiments/cell.ts';
import type { RunResult } from '../../src/experiments/run-result.ts';
import { fillTemplate, replaceBetween } from './fill-template.ts';
import { epochsTable, evaluationsTable, missingSection } from './sections.ts';

function run(optimizer: string, seed: number, full: number): RunResult {
  return {
    ...{ dataset: 'esol', model: 'compt', optimizer, split: 'random', seed, metric: 'rmse' },
    ...{ test: 0.5, testPerTask: [0.5], validation: 0.6 },
    training: {
      ...{ epochs: 2, bestEpoch: seed + 1, trainLosses: [1, 0.25], validations: [1, 0.6] },
      ...{ evaluationsPerUpdate: { full, cheap: 0 }, secondsPerEpoch: 1, moleculesPerSecond: 9 },
    },
  };
}

test('evaluations stand by method and data set, and classical models have none', () => {
  const classical: RunResult = { ...run('mean', 0, 0), model: 'classical', training: null };
  const lines = evaluationsTable([run('adam', 0, 1), run('sam', 0, 2), run('sam', 1, 2), classical])
    .trim()
    .split('\n');
  assert.deepEqual(lines.slice(2), ['| compt | adam | 1.000 |', '| compt | sam | 2.000 |']);
});

test('chosen epochs and last losses are in the order of the seeds', () => {
  assert.match(
    epochsTable([run('adam', 0, 1), run('adam', 1, 1)]),
    /\| esol \| random \| compt \| adam \| 1, 2 \| 0.250, 0.250 \|/,
  );
});

test('missing runs are listed by what they are, with their seeds', () => {
  const cell = (seed: number): Cell => ({ ...run('sam', seed, 2), name: `sam${seed}` }) as unknown as Cell;
  assert.match(missingSection([cell(1), cell(2)], 5), /3 of the 5.*\n\n- esol, random: compt, sam, seed 1, 2/);
  assert.match(missingSection([], 5), /All 5/);
});

test('a template line names a section, and an unknown name is refused with its line', async () => {
  assert.equal(await fillTemplate('a\n{{b}}\nc', { b: () => 'table\n' }, 'x.md'), 'a\ntable\nc');
  await assert.rejects(fillTemplate('a\n{{z}}', { b: () => '' }, 'x.md'), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /x\.md, line 2: .*\bz\b.*\bb\b/);
    return true;
  });
});

test('what stands between two marks is replaced, and the rest stays', () => {
  const text = 'before\n<!-- t -->\nold\n<!-- /t -->\nafter\n';
  const once = replaceBetween(text, 't', '| new |\n');
  assert.equal(once, 'before\n<!-- t -->\n\n| new |\n\n<!-- /t -->\nafter\n');
  assert.equal(replaceBetween(once, 't', '| new |'), once);
  assert.throws(() => replaceBetween('no marks', 't', ''), ConfigError);
});
