import assert from 'node:assert/strict';
import test from 'node:test';
import { drawCandidates, type Search, type Settings } from './candidates.ts';
import { keyOf, type RunRecord, type WantedRun } from './records.ts';
import { roundStates } from './rounds.ts';

const settings = {} as Settings;
const search: Search = {
  candidates: { a: settings, b: settings, c: settings, usual: settings },
  references: ['usual'],
  rounds: [
    { cells: ['esol random', 'bbbp random'], seeds: [100] },
    { keep: 1, cells: ['esol random'], seeds: [101] },
  ],
};

function recorded(dataset: string, seed: number, values: Readonly<Record<string, number | 'failed'>>): RunRecord[] {
  return Object.entries(values).map(([candidate, value]) => ({
    ...{ candidate, dataset, split: 'random', seed, settings, code: '' },
    ...(value === 'failed'
      ? { status: 'failed' as const }
      : { status: 'finished' as const, metric: dataset === 'bbbp' ? 'roc-auc' : 'rmse', validation: value }),
  }));
}

const byKey = (records: readonly RunRecord[]) => new Map(records.map((record) => [keyOf(record), record]));
const names = (runs: readonly WantedRun[]) => runs.map(({ candidate }) => candidate);

const esol = recorded('esol', 100, { a: 0.9, b: 0.6, c: 0.5, usual: 1 });
const bbbp = recorded('bbbp', 100, { a: 0.8, b: 0.95, c: 'failed', usual: 0.7 });

test('a round is not decided, and the next not begun, while a training is missing', () => {
  const states = roundStates(search, byKey([...esol, ...bbbp.slice(1)]));
  assert.equal(states.length, 1);
  assert.equal(states[0]!.scores, undefined);
  assert.deepEqual(names(states[0]!.missing), ['a']);
});

test('low RMSE and high ROC-AUC win, a failed training loses, and the reference goes on whatever its rank', () => {
  const states = roundStates(search, byKey([...esol, ...bbbp]));
  assert.deepEqual(states[0]!.candidates, ['b', 'a', 'usual', 'c']);
  assert.deepEqual(names(states[1]!.wanted), ['b', 'usual']);
});

test('a later round is scored over the runs of all rounds so far', () => {
  const states = roundStates(search, byKey([...esol, ...bbbp, ...recorded('esol', 101, { b: 3, usual: 1 })]));
  for (const score of states[1]!.scores!.values())
    assert.ok(Math.abs(score) < 1e-9, `${score}: one better in each cell`);
});

test('drawn candidates are the same for the same seed, other for another, and not dearer than the limit', () => {
  const choices = {
    ...{ peak: [1e-4, 2e-4, 3e-4], initial: [0.1], final: [0.1], warmupEpochs: [1, 2], width: [64, 128, 1024] },
    ...{ layers: [2], batchSize: [32], loss: ['mse'], epochs: [30, 60] },
  };
  const drawn = drawCandidates({ seed: 1, count: 9, costLimit: 1, choices });
  assert.deepEqual(drawn, drawCandidates({ seed: 1, count: 9, costLimit: 1, choices }));
  assert.notDeepEqual(drawn, drawCandidates({ seed: 2, count: 9, costLimit: 1, choices }));
  assert.equal(Object.keys(drawn).length, 9);
  assert.ok(Object.values(drawn).every(({ width }) => width !== 1024));
});
