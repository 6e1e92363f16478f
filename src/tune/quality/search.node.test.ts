import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { ExecuteJob } from '../../experiments/index.node.ts';
import { readRun } from '../../runs/index.node.ts';
import { parseTrainConfig, type TrainConfig } from '../../runs/index.ts';
import { savedTraining, trainRun } from '../../training/index.node.ts';
import { madeUp, readTrials } from '../study.test.helper.ts';
import { writeChains } from './chains.test.helper.ts';
import { readPlan, searchFolder, writePlan } from './plan-file.node.ts';
import type { QualityEvent } from './quality-events.ts';
import { search, searchPlan } from './search.node.ts';
import { resumeByQuality } from './train-quality.node.ts';

test('best goes on after a kill in the search, and trains what was found as one run', async (context) => {
  const { folder, config } = untrained(context, { ensembleSize: 2, epochs: 9 });
  await writePlan(folder, searchPlan(config, { trials: 6, jobs: 1, fixed, splits: 1 }));

  const events: QualityEvent[] = [];
  const onEvent = (event: QualityEvent): void => void events.push(event);
  const stop = new AbortController();
  const runs: string[] = [];
  const mortal: ExecuteJob = async (job, hooks) => {
    const status = await madeUp(runs)(job, hooks);
    if (runs.length === 3) stop.abort();
    return status;
  };
  const interrupted = await search(folder, (await readPlan(folder))!, {
    onEvent,
    signal: stop.signal,
    execute: mortal,
  });
  assert.equal(interrupted, undefined);
  const found = (await search(folder, (await readPlan(folder))!, { onEvent, execute: madeUp(runs) }))!;
  const trials = readTrials(searchFolder(folder), 6);
  assert.deepEqual(trials[0]!.settings, {}, 'the default recipe is a trial');
  const ended = events.find((event) => event.kind === 'searched')!;
  const rate = (found.schedule as { learningRate?: number }).learningRate;
  assert.equal(rate, ended.best!.settings['schedule.learningRate'] ?? 2e-3);
  assert.deepEqual([found.training.ensembleSize, found.training.quality], [2, 'best']);

  const result = await resumeByQuality(folder, { onEvent });
  assert.equal(result.status, 'finished');
  const run = await readRun(folder);
  assert.ok(run.kind === 'training' && run.result!.members!.length === 2);
  assert.equal((run.config as { schedule: { learningRate: number } }).schedule.learningRate, rate);
  assert.ok(existsSync(join(folder, 'model.onnx')) && !existsSync(join(folder, 'plan.json')));
  assert.equal(
    (await resumeByQuality(folder, { onEvent })).status,
    'finished',
    'a finished run gives its result again',
  );
});

test('where the data are split several times each trial is trained on every split, and a kill costs no finished fold', async (context) => {
  const { folder, config } = untrained(context, { ensembleSize: 1, epochs: 2 }, { type: 'cv', folds: 3 });
  await writePlan(folder, searchPlan(config, { trials: 2, jobs: 1, fixed, splits: 3 }));
  const folds: (number | undefined)[] = [];
  const execute: ExecuteJob = (job, hooks) => {
    folds.push(job.fold);
    return madeUp()(job, hooks);
  };
  const found = (await search(folder, (await readPlan(folder))!, { onEvent: () => {}, execute }))!;
  assert.deepEqual(folds, [0, 1, 2, 0, 1, 2]);
  for (const { perReplicate } of readTrials(searchFolder(folder), 2)) assert.equal(perReplicate.length, 3);

  const stop = new AbortController();
  const hooks = (onEvent: (event: QualityEvent) => void) => ({ onEvent, signal: stop.signal });
  const stopInSecond = (event: QualityEvent): void => {
    if (event.kind === 'model' && event.fold === 2) stop.abort();
  };
  const first = await trainRun(found, { folder, overwrite: true }, hooks(stopInSecond));
  assert.equal(first.status, 'interrupted');
  // With the seconds that each epoch took.
  const epochsOfFirst = (): string => readFileSync(join(folder, 'fold_0', 'metrics.jsonl'), 'utf8');
  const finished = epochsOfFirst();
  assert.equal(await readPlan(folder), undefined, 'the search is over once folds are trained');
  const { runs, status } = await resumeByQuality(folder, { onEvent: () => {} });
  assert.deepEqual([status, runs.length], ['finished', 3]);
  assert.equal(epochsOfFirst(), finished, 'the finished fold was kept');
});

test('a search goes on with a table that was moved, and with no other', async (context) => {
  const { folder, config } = untrained(context, { ensembleSize: 1, epochs: 9 });
  await writePlan(folder, searchPlan(config, { trials: 2, jobs: 1, fixed, splits: 1 }));
  const stop = new AbortController();
  const onEvent = ({ kind }: QualityEvent): void => {
    if (kind === 'trial') stop.abort();
  };
  assert.equal(await search(folder, (await readPlan(folder))!, { onEvent, signal: stop.signal }), undefined);
  const [table] = config.data.paths!;
  const [other, moved] = [`${table}.other.csv`, `${table}.moved.csv`];
  writeFileSync(other, readFileSync(table!, 'utf8').replace('CCO', 'CCF'));
  renameSync(table!, moved);

  const resumed = (path: string) =>
    resumeByQuality(folder, { onEvent: () => {} }, { config: { ...config, data: { ...config.data, paths: [path] } } });
  await assert.rejects(resumed(other), {
    code: 'other-table',
    where: join(searchFolder(folder), 'runs', 'trial00000'),
  });
  assert.deepEqual((await readPlan(folder))!.config, config, 'a plan that nothing was taken from');
  const before = readTrials(searchFolder(folder), 1)[0]!;
  assert.equal((await resumed(moved)).status, 'finished');
  const trials = readTrials(searchFolder(folder), 2);
  assert.deepEqual(
    trials.map(({ failure }) => failure),
    [undefined, undefined],
  );
  assert.equal(trials[0]!.values[0], before.values[0], 'the trial went on');
  for (const run of [folder, join(searchFolder(folder), 'runs', 'trial00000')])
    assert.deepEqual((await savedTraining(run)).data.paths, [moved]);
});

const fixed = new Set([
  'training.batchSize',
  ...['width', 'layers', 'heads', 'dropout'].map((name) => `model.settings.${name}`),
]);

/** The configuration of a run by the level best on a table of its own, and the folder for it. */
function untrained(context: TestContext, training: object, split = {}): { folder: string; config: TrainConfig } {
  const base = mkdtempSync(join(tmpdir(), 'graphsam-best-'));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const config = {
    data: { paths: [writeChains(base)], targetColumns: ['y'] },
    split,
    model: { settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } },
    training: { quality: 'best', blend: false, batchSize: 40, ...training },
    machine: { threads: 1 },
  };
  return { folder: join(base, 'run'), config: parseTrainConfig(config, 'test') };
}
