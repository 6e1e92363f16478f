/** Weights, gradients and the state of optimizers as arrays of the device, on the CPU's memory: the same trainings as without. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { ModelSession } from '../src/objective/index.ts';
import {
  type Arithmetic,
  createOptimizer,
  optimizerNames,
  partOffDevice,
  ruleDefinitions,
} from '../src/optim/index.ts';
import { type EpochReport, MemoryStore } from '../src/runs/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import { devices, type Runtime } from '../src/runtime/index.ts';
import { findMetric } from '../src/tasks/index.ts';
import { type FinishedTraining, fitModel, locateWeights, type TrainingResult } from '../src/training/index.ts';
import { base, movedWeights, openTiny, relativeDifference } from './tiny-session.ts';

/**
 * A perturbation differs in its last digit, since norms are added in another order, and with it gradients that are 0 but for rounding: of
 * these Adam makes steps of whole length unless epsilon is larger than they are.
 */
const adam = { name: 'adam', hyperparameters: { epsilon: 1e-3 } };
/** Each form that a method or rule has there. */
const forms = [
  { name: 'sgd' },
  { name: 'sgd', hyperparameters: { momentum: 0.9, dampening: 0.1, weightDecay: 0.01 } },
  { name: 'sgd', hyperparameters: { momentum: 0.9, nesterov: true } },
  { name: 'adam', hyperparameters: { weightDecay: 0.01 }, clipNorm: 0.1 },
  { name: 'adam', hyperparameters: { amsgrad: true } },
  { name: 'adamw' },
  { name: 'adamomentum' },
  { name: 'adamomentum', hyperparameters: { rectify: true, beta2: 0.5 } },
  { name: 'adamomentum', hyperparameters: { amsgrad: true, decay: 'coupled', weightDecay: 0.01 } },
  { name: 'graphsam' },
  { name: 'graphsam', hyperparameters: { precondition: true }, base: adam },
  { name: 'graphsam', hyperparameters: { lossBudget: 0.05, direction: 'ahead', anchor: 'unit' } },
  { name: 'sam' },
  { name: 'sam', hyperparameters: { precondition: true }, base: adam },
  { name: 'msam', base: { name: 'adamw', hyperparameters: { epsilon: 1e-3 } } },
  { name: 'msam', base: { name: 'sgd', hyperparameters: { momentum: 0.9, weightDecay: 0.01 } } },
  { name: 'rst' },
  { name: 'ae-sam' },
  { name: 'f-sam' },
  { name: 'f-sam', hyperparameters: { variant: 'paper' } },
  { name: 'gsam' },
  { name: 'gsam', hyperparameters: { minimize: 'clean' } },
  { name: 'pugd' },
];

describe('weights that stay with the device', () => {
  const sessions: Record<'there' | 'here', ModelSession>[] = [];
  let arithmetic: Arithmetic;
  before(async () => {
    const runtime = await loadRuntime({ backend: 'native' });
    for (const name of ['compt', 'grover']) {
      sessions.push({ there: openTiny(name, runtime), here: openTiny(name, runtime) });
    }
    arithmetic = sessions[0]!.there.objective.keepOnDevice!()!;
  });
  after(async () => {
    for (const { there, here } of sessions) await Promise.all([there.release(), here.release()]);
  });

  test('are the same after some steps of every optimizer that can keep them there, and the losses on the way', async () => {
    const { there, here } = sessions[0]!;
    for (const form of forms) {
      const kept = await movedWeights(there, form, { steps: 3, arithmetic });
      const usual = await movedWeights(here, form, { steps: 3 });
      const called = JSON.stringify(form);
      assert.ok(relativeDifference(usual.end, usual.start) > 1e-4, called);
      assert.ok(
        relativeDifference(kept.end, usual.end) < 1e-6,
        `${called}: ${relativeDifference(kept.end, usual.end)}`,
      );
      assert.ok(relativeDifference(kept.losses, usual.losses) < 1e-6, called);
    }
  });

  test('are the same for GROVER', async () => {
    const { there, here } = sessions[1]!;
    const ofGrover = there.objective.keepOnDevice!()!;
    const kept = await movedWeights(there, adam, { steps: 3, arithmetic: ofGrover });
    const usual = await movedWeights(here, adam, { steps: 3 });
    assert.ok(relativeDifference(kept.end, usual.end) < 1e-6);
  });

  test('are tested for every optimizer that can keep them there', () => {
    const able = optimizerNames.filter((name) => {
      const isRule = ruleDefinitions.some((rule) => rule.name === name);
      return partOffDevice({ name, ...(!isRule && { base }) }) === undefined;
    });
    assert.deepEqual([...new Set(forms.map(({ name }) => name))].toSorted(), able.toSorted());
  });

  test('stay with the CPU, with a line that says why, where something reads them there', () => {
    const { objective } = sessions[0]!.here;
    const place = (optimizer: string, more: object = {}, device: object = devices.native) =>
      locateWeights(
        { objective },
        {
          device: device as never,
          machine: { weightsOn: 'device' },
          optimizer: { name: optimizer },
          training: {},
          ...more,
        },
      ).caution;
    assert.match(place('asam')!, /stay in the memory of the CPU: ASAM is computed there only/);
    assert.match(place('adam', { training: { freezeEncoder: true } })!, /the encoder learns at a rate of its own/);
    assert.match(place('adam', { training: { probe: 5 } })!, /a probe reads them/);
    const unable = { ...objective, layout: objective.layout, keepOnDevice: () => undefined };
    const { caution } = locateWeights(
      { objective: unable },
      { device: devices.cuda, machine: { weightsOn: 'device' }, optimizer: adam, training: {} },
    );
    assert.match(caution!, /no results can stay with a card of NVIDIA by CUDA/);
  });

  test('are chosen by the number of weights on a device that has a threshold', () => {
    const { objective } = sessions[0]!.here;
    const choose = (keepsFrom: number, weightsOn?: 'cpu') =>
      locateWeights(
        { objective: { ...objective, layout: objective.layout, keepOnDevice: () => arithmetic } },
        { device: { ...devices.webgpu, keepsFrom }, machine: { weightsOn }, optimizer: adam, training: {} },
      ).onDevice;
    assert.equal(choose(objective.layout.size), true);
    assert.equal(choose(objective.layout.size + 1), false);
    assert.equal(choose(1, 'cpu'), false);
  });
});

describe('a training whose weights stay with the device', () => {
  const labels = Float64Array.of(1, -0.5, 0.2, 0.7);
  const data = { train: [0, 1, 2], val: [3], test: [], labels };
  let runtime: Runtime;
  before(async () => {
    runtime = await loadRuntime({ backend: 'native' });
  });

  interface Fit {
    readonly onDevice: boolean;
    readonly store?: MemoryStore;
    /** Steps until it is interrupted. */
    readonly stopAfter?: number;
  }

  /** In a session of its own, as a process of its own would have it. */
  async function fit({ onDevice, store = new MemoryStore(), stopAfter }: Fit): Promise<TrainingResult> {
    const session = openTiny('compt', runtime);
    const arithmetic = onDevice ? session.objective.keepOnDevice!() : undefined;
    const config = { name: 'graphsam', base: adam };
    const controller = new AbortController();
    let steps = 0;
    const result = await fitModel({
      ...{ session, arithmetic, data, store, epochs: 3, batchSize: 2, seed: 1, emaDecay: 0.6 },
      optimizer: createOptimizer(config, session.layout, { ...(arithmetic && { arithmetic }) }),
      metrics: [findMetric('rmse')],
      signal: controller.signal,
      onEvent: ({ kind }) => {
        if (kind === 'step' && ++steps === stopAfter) controller.abort();
      },
    });
    await session.release();
    return result;
  }

  const untimed = ({ epochs }: MemoryStore) =>
    epochs.map(({ seconds, moleculesPerSecond, ...rest }: EpochReport) => rest);

  test('gives the weights, averages and measures that it gives on the CPU, and goes on bit for bit', async () => {
    const [usual, whole, parts] = [new MemoryStore(), new MemoryStore(), new MemoryStore()];
    const expected = (await fit({ onDevice: false, store: usual })) as FinishedTraining;
    const kept = (await fit({ onDevice: true, store: whole })) as FinishedTraining;
    assert.ok(relativeDifference(kept.weights, expected.weights) < 1e-6);
    assert.equal(kept.bestEpoch, expected.bestEpoch);
    const losses = ({ epochs }: MemoryStore) => epochs.map(({ trainLoss }) => trainLoss!);
    assert.ok(relativeDifference(losses(whole), losses(usual)) < 1e-6);

    assert.equal((await fit({ onDevice: true, store: parts, stopAfter: 3 })).status, 'interrupted');
    const elsewhere = Object.assign(new MemoryStore(), { checkpoint: parts.checkpoint, epochs: [...parts.epochs] });
    const resumed = (await fit({ onDevice: true, store: parts })) as FinishedTraining;
    assert.deepEqual(resumed.weights, kept.weights);
    assert.deepEqual(untimed(parts), untimed(whole));
    const moved = (await fit({ onDevice: false, store: elsewhere })) as FinishedTraining;
    assert.ok(relativeDifference(moved.weights, expected.weights) < 1e-6);
  });
});
