import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { readRun } from '../../runs/index.node.ts';
import { parseTrainConfig, type TrainConfig } from '../../runs/index.ts';
import { writeChains } from './chains.test.helper.ts';
import type { QualityEvent } from './quality-events.ts';
import { trainByQuality } from './train-quality.node.ts';

test('fast: one network from the encoder of the package; what it begins with is told before what it takes', async (context) => {
  const { events, run } = await trained(context, { quality: 'fast' });
  const told = events.flatMap(({ kind }) => (['measuring', 'beginning', 'plan'].includes(kind) ? [kind] : []));
  assert.deepEqual(told, ['measuring', 'beginning', 'plan']);
  const plan = events.find((event) => event.kind === 'plan')!;
  assert.deepEqual([plan.wanted.epochs, plan.wanted.networks], [20, 1]);
  const { data, training } = run.config as TrainConfig;
  assert.deepEqual([training.epochs, training.patience, training.initFrom], [20, undefined, 'builtin']);
  assert.equal(data.atomOrder, 'random');
  assert.equal(run.result!.epochs, 20);
});

test('good: as many epochs as are given, of as many networks', async (context) => {
  const { events, run } = await trained(context, { quality: 'good', ensembleSize: 2, blend: false, epochs: 1 });
  const plan = events.find((event) => event.kind === 'plan')!;
  assert.deepEqual([plan.wanted.epochs, plan.wanted.networks], [1, 2]);
  assert.equal((run.config as TrainConfig).training.initFrom, 'builtin');
  assert.equal(run.result!.members!.length, 2);
});

test('trees are planned once, whether they are for the model or beside it, and by the number of labels', async (context) => {
  const { events } = await trained(context, { quality: 'good', ensembleSize: 2, epochs: 1, baselines: true });
  const plan = events.find((event) => event.kind === 'plan')!;
  assert.deepEqual([plan.wanted.trees, plan.rate.labels], [1, 40]);
});

test('trees whose weights nothing would fit are refused before there is a plan', async (context) => {
  const kinds: string[] = [];
  const training = trained(context, { quality: 'good' }, { sizes: [0.8, 0, 0.2] }, ({ kind }) => void kinds.push(kind));
  await assert.rejects(training, { code: 'contradicting-settings', path: ['training', 'blend'] });
  assert.ok(!kinds.includes('plan'));
});

test('members that several splits do not make are refused before there is a plan, with what would do', async (context) => {
  const kinds: string[] = [];
  const onEvent = ({ kind }: QualityEvent): void => void kinds.push(kind);
  const cv = { type: 'cv', folds: 3 };
  await assert.rejects(trained(context, { quality: 'best' }, cv, onEvent), {
    code: 'contradicting-settings',
    path: ['training', 'ensembleSize'],
    advice: /`training\.ensembleOfFolds` and `training\.blend: false`.*`training\.ensembleSize: 1`/,
  });
  assert.ok(!kinds.includes('plan'));
});

/** A run on 40 chains of carbon, and what was told of it. */
async function trained(
  context: TestContext,
  training: object,
  split: object = {},
  onEvent: (event: QualityEvent) => void = () => {},
) {
  const base = mkdtempSync(join(tmpdir(), 'graphsam-quality-'));
  context.after(() => rmSync(base, { recursive: true, force: true }));
  const table = writeChains(base);
  const config = parseTrainConfig(
    { data: { paths: [table], targetColumns: ['y'] }, split, training, machine: { threads: 1 } },
    'test',
  );
  const folder = join(base, 'run');
  const events: QualityEvent[] = [];
  const result = await trainByQuality(
    config,
    { folder },
    {
      onEvent(event) {
        events.push(event);
        onEvent(event);
      },
    },
  );
  assert.equal(result.status, 'finished');
  const run = await readRun(folder);
  assert.ok(run.kind === 'training');
  return { events, run };
}
