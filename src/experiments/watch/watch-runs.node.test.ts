import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { RunError } from '../../base/index.ts';
import { lockFolder } from '../../platform/index.node.ts';
import { runText } from '../../runs/index.ts';
import { exampleRunFile } from '../../runs/run-file.test.helper.ts';
import { forgetFailure, writeFailure } from './failure-file.node.ts';
import { writePlan } from './plan-file.node.ts';
import { watchRuns } from './watch-runs.node.ts';

function folderFor(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'graphsam-watch-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function addRun(folder: string, status: 'running' | 'finished', epochs: number): void {
  mkdirSync(folder, { recursive: true });
  const config = { ...exampleRunFile().config, training: { epochs: 8 } };
  writeFileSync(join(folder, 'run.json'), runText(exampleRunFile({ config, status })));
  writeFileSync(join(folder, 'checkpoint.safetensors'), '');
  writeFileSync(join(folder, 'metrics.jsonl'), Array.from({ length: epochs }, (_, index) => line(index + 1)).join(''));
}

function line(epoch: number): string {
  const rest = { trainLoss: 1, trainLossAt: 'weights', learningRate: 1e-3, rho: null, gradientNorm: 1 };
  const more = { largestGradientNorm: 1, perturbationNorm: null, evaluations: { full: 1, cheap: 0, forward: 0 } };
  const last = {
    updates: 1,
    skipped: {},
    notes: {},
    molecules: 10,
    validation: null,
    best: true,
    moleculesPerSecond: 10,
  };
  return `${JSON.stringify({ epoch, ...rest, ...more, ...last, seconds: 2 })}\n`;
}

test('runs of a comparison are running, waiting, failed with the reason, or finished, as their files and locks say', async (context) => {
  const folder = folderFor(context);
  const names = ['absent', 'begun', 'failed', 'running', 'whole'];
  await writePlan(folder, { format: 1, runs: names.map((name) => ({ name, epochs: 8 })) });
  const of = (name: string): string => join(folder, 'runs', name);
  addRun(of('whole'), 'finished', 5);
  addRun(of('begun'), 'running', 2);
  addRun(of('running'), 'running', 3);
  const lock = await lockFolder(of('running'));
  context.after(() => lock.release());
  const error = new RunError({
    code: 'not-finite',
    what: 'the loss is not finite',
    where: 'epoch 1',
    advice: 'x',
  });
  await writeFailure(of('failed'), error);
  const look = watchRuns(folder);
  const { runs, secondsLeft, isOver } = await look();
  const seen = runs.map(({ name, state, epoch, epochs, reason }) => [name, state, epoch, epochs, reason]);
  assert.deepEqual(seen, [
    ['absent', 'waiting', 0, 8, undefined],
    ['begun', 'waiting', 2, 8, undefined],
    ['failed', 'failed', 0, 8, 'epoch 1: the loss is not finite'],
    ['running', 'running', 3, 8, undefined],
    ['whole', 'finished', 5, 5, undefined],
  ]);
  assert.equal(secondsLeft, 2 * (8 + 6 + 5));
  assert.equal(isOver, false);

  // The rest comes to its end, and the one that failed is begun again.
  await lock.release();
  await forgetFailure(of('failed'));
  for (const name of names) addRun(of(name), 'finished', 8);
  const end = await look();
  assert.deepEqual([end.isOver, end.counts.finished], [true, 5]);
});

test('a folder of runs that nobody planned is watched, a damaged one is named, and an empty one refused', async (context) => {
  const folder = folderFor(context);
  addRun(join(folder, 'second'), 'finished', 1);
  addRun(join(folder, 'first'), 'running', 1);
  mkdirSync(join(folder, 'notes'));
  const runs = async () => (await watchRuns(folder)()).runs.map(({ name, state }) => [name, state]);
  assert.deepEqual(await runs(), [
    ['first', 'waiting'],
    ['second', 'finished'],
  ]);
  writeFileSync(join(folder, 'first', 'run.json'), '{');
  assert.deepEqual((await runs())[0], ['first', 'failed']);
  await assert.rejects(watchRuns(join(folder, 'notes'))(), { code: 'not-a-run', where: join(folder, 'notes') });
  await assert.rejects(watchRuns(join(folder, 'nowhere'))(), { code: 'not-a-run', where: join(folder, 'nowhere') });
});
