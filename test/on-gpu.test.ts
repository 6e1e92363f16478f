/**
 * Both models on a GPU, against the CPU. By WebGPU: on a real card, or on SwiftShader, the GPU in software that Debian's chromium brings;
 * software takes seconds for what a card does at once, so everything here is as small as it can be. By CUDA: on a card of NVIDIA, where
 * its provider is installed.
 */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { modelNames } from '../src/models/index.ts';
import type { ModelSession } from '../src/objective/index.ts';
import { createOptimizer, optimizerDefinitions, ruleDefinitions } from '../src/optim/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { assertClose } from './assert-close.ts';
import { base, movedWeights, openTiny, relativeDifference, setBatch, sizes } from './tiny-session.ts';

const softwareDriver = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (process.env.VK_ICD_FILENAMES === undefined && existsSync(softwareDriver)) {
  process.env.VK_ICD_FILENAMES = softwareDriver;
  process.env.XDG_RUNTIME_DIR ??= mkdtempSync(join(tmpdir(), 'graphsam-gpu-'));
}

/**
 * Of weights updated there and here, relative. A card rounds a product and its sum once, and Adam makes steps of whole length of gradients that
 * are 0 but for rounding: 1.4e-5 on an H100.
 */
const closeness = process.env.VK_ICD_FILENAMES === softwareDriver ? 1e-6 : 1e-4;

for (const backend of ['webgpu', 'cuda'] as const) {
  const opened = await loadRuntime({ backend }).catch((error: Error) => error);
  describe(`on a GPU by ${backend}`, { skip: opened instanceof Error && opened.message.split('\n', 1)[0] }, () => {
    compareWithCpu(opened as Runtime);
  });
}

function compareWithCpu(runtime: Runtime): void {
  const sessions = new Map<string, Record<'gpu' | 'cpu', ModelSession>>();
  before(async () => {
    const cpu = await loadRuntime({ backend: 'native' });
    for (const name of modelNames) sessions.set(name, { gpu: openTiny(name, runtime), cpu: openTiny(name, cpu) });
  });
  after(async () => {
    for (const { gpu, cpu } of sessions.values()) await Promise.all([gpu.release(), cpu.release()]);
  });

  for (const name of modelNames) {
    test(`${name} predicts and has the gradient that it has on the CPU`, async () => {
      const { gpu, cpu } = sessions.get(name)!;
      const weights = cpu.initialWeights(1);
      const rows = sizes.map((_, row) => row);
      assertClose(await gpu.predict(weights, rows), await cpu.predict(weights, rows), { absolute: 1e-5 });
      const [ofGpu, ofCpu] = [new Float32Array(weights.length), new Float32Array(weights.length)];
      setBatch(gpu);
      setBatch(cpu);
      const [onGpu, onCpu] = [
        await gpu.objective.evaluate(weights, ofGpu),
        await cpu.objective.evaluate(weights, ofCpu),
      ];
      assertClose([onGpu.loss], [onCpu.loss], { absolute: 1e-5 });
      assertClose(ofGpu, ofCpu, { absolute: 2e-5 });
      assert.ok(ofCpu.some((each) => Math.abs(each) > 1e-2));
    });
  }

  test('a step of each optimizer goes where it goes on the CPU', async () => {
    for (const { name } of optimizerDefinitions) {
      const isRule = ruleDefinitions.some((rule) => rule.name === name);
      const moves = [];
      for (const session of Object.values(sessions.get('compt')!)) {
        const before = session.initialWeights(1);
        const weights = before.slice();
        setBatch(session);
        const clock = { step: 20, epoch: 10, stepInEpoch: 0, stepsPerEpoch: 2, epochs: 20 };
        await createOptimizer({ name, ...(!isRule && { base }) }, session.layout).step(
          weights,
          session.objective,
          clock,
        );
        moves.push(weights.map((weight, index) => weight - before[index]!));
      }
      const [onGpu, onCpu] = moves as [Float32Array, Float32Array];
      const difference = Math.hypot(...onGpu.map((move, index) => move - onCpu[index]!)) / Math.hypot(...onCpu);
      // Rules that divide by the gradient's size make steps of whole length out of gradients that are 0 but for rounding.
      assert.ok(difference < (isRule ? 0.1 : 1e-4), `${name}: ${difference}`);
    }
  });

  test('weights that stay on the GPU go where they go with updates on the CPU', async (context) => {
    const there = openTiny('compt', runtime);
    const { gpu } = sessions.get('compt')!;
    const arithmetic = there.objective.keepOnDevice?.();
    if (!arithmetic) return context.skip('results of its programs cannot stay there');
    for (const name of ['adamw', 'graphsam']) {
      const kept = await movedWeights(there, { name }, { steps: 3, arithmetic });
      const usual = await movedWeights(gpu, { name }, { steps: 3 });
      assert.ok(relativeDifference(usual.end, usual.start) > 1e-4, name);
      assert.ok(
        relativeDifference(kept.end, usual.end) < closeness,
        `${name}: ${relativeDifference(kept.end, usual.end)}`,
      );
      assert.ok(relativeDifference(kept.losses, usual.losses) < closeness, name);
    }
    await there.release();
  });
}
