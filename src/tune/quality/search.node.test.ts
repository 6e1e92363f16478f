import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ExecuteJob } from '../../experiments/index.node.ts';
import { readRun } from '../../runs/index.node.ts';
import { parseTrainConfig } from '../../runs/index.ts';
import { madeUp, readTrials } from '../study.test.helper.ts';
import { writeChains } from './chains.test.helper.ts';
import { readPlan, searchFolder, writePlan } from './plan-file.node.ts';
import type { QualityEvent } from './quality-events.ts';
import { search, searchPlan } from './search.node.ts';
import { resumeByQuality } from './train-quality.node.ts';

test('best goes on after a kill in the search, and trains what was found as one run', async (context) => {
  const base = mkdtempSync(join(tmpdir(), 'graphsam-best-'));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const table = writeChains(base);
  const folder = join(base, 'run');
  const config = parseTrainConfig(
    {
      data: { paths: [table], targetColumns: ['y'] },
      model: { settings: { width: 4, heads: 1, layers: 1, headLayers: 1 } },
      training: { quality: 'best', ensembleSize: 2, blend: false, epochs: 9, batchSize: 40 },
      machine: { threads: 1 },
    },
    'test',
  );
  const fixed = new Set([
    'training.batchSize',
    ...['width', 'layers', 'heads', 'dropout'].map((name) => `model.settings.${name}`),
  ]);
  await writePlan(folder, searchPlan(config, { trials: 6, jobs: 1, fixed }));

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
