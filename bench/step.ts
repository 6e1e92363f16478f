/**
 * npm run bench -- --preset bbbp --optimizers adam,sam,graphsam [--json]
 *
 * Times whole training steps (features ready; collation, forward, backward, update) on molecules of a data set's sizes, beside
 * the floor of the same runtime: the matrix products that no algorithm avoids, at the rate at which this runtime multiplies.
 * Optimizers and the rate are measured in turn, step by step, so that a change of the machine's speed meets all alike.
 *
 * Keys of --json: preset, batchSize, threads, runtime, parameters, operationsPerStep (floating-point operations of one
 * evaluation, docs/performance.md), matrixProductGflops, floorMs, peakMemoryMb, and for each optimizer: name, stepMs
 * {median, min, max}, ratioToFloor (median over floorMs), epochRatio (time of an epoch over that of the first optimizer),
 * evaluationsPerStep, moleculesPerSecond.
 */
import { parseArgs } from 'node:util';
import { reportFailure } from '../scripts/report-failure.ts';
import { RandomStream } from '../src/base/random.ts';
import { findModel, type Model } from '../src/models/index.ts';
import { createOptimizer, type Optimizer } from '../src/optim/index.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import type { ModelSession } from '../src/train/model-session.ts';
import { openSession } from '../src/train/open-session.ts';
import { formatTable } from './format-table.ts';
import { matrixProductRate, type RateMeter } from './matrix-product-rate.ts';
import { median } from './median.ts';
import { drawSizes, syntheticMolecule } from './synthetic-molecules.ts';

const usage =
  'npm run bench -- [--preset bbbp] [--model compt] [--optimizers adam,sam,graphsam] [--batch 32] [--threads 2] [--epochs 1] [--json]';
const moleculesInPool = 1632;
const warmupSteps = 3;
const stepsBetweenRates = 5;

interface Contestant {
  readonly name: string;
  readonly optimizer: Optimizer;
  readonly weights: Float32Array;
  readonly timesMs: number[];
  evaluations: number;
}

await reportFailure(async () => {
  const { values } = parseArgs({
    options: {
      preset: { type: 'string', default: 'bbbp' },
      model: { type: 'string', default: 'compt' },
      optimizers: { type: 'string', default: 'adam,sam,graphsam' },
      batch: { type: 'string', default: '32' },
      threads: { type: 'string', default: '2' },
      epochs: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(usage);
  const result = await measure({
    preset: values.preset,
    model: findModel(values.model),
    names: values.optimizers.split(','),
    batchSize: Number(values.batch),
    threads: Number(values.threads),
    epochs: Number(values.epochs),
  });
  console.log(values.json ? JSON.stringify(result, null, 2) : describe(result));
});

interface Settings {
  readonly preset: string;
  readonly model: Model;
  readonly names: readonly string[];
  readonly batchSize: number;
  readonly threads: number;
  readonly epochs: number;
}

async function measure({ preset, model, names, batchSize, threads, epochs }: Settings) {
  const stream = new RandomStream(1, 'bench');
  const molecules = drawSizes(preset, moleculesInPool, stream).map((size) => syntheticMolecule(size, stream));
  const config = model.configSchema.parse(model.presets[preset] ?? model.presets.classification);
  const runtime = await loadRuntime();
  const isRegression = ['esol', 'lipophilicity', 'freesolv'].includes(preset);
  const session = openSession({
    model,
    config,
    tasks: 1,
    loss: isRegression ? 'rmse' : 'bce',
    dropoutRate: 0,
    features: molecules.map((molecule) => model.featurise(molecule)),
    runtime,
    threads,
    type: 'float32',
    transform: { kind: 'probability' },
  });
  const stepsPerEpoch = Math.floor(moleculesInPool / batchSize);
  const batches = Array.from({ length: stepsPerEpoch }, (_, step) =>
    Array.from({ length: batchSize }, (_, index) => step * batchSize + index),
  );
  const contestants = names.map((name): Contestant => {
    const optimizer = createOptimizer({ name }, session.layout);
    return { name, optimizer, weights: session.initialWeights(0), timesMs: [], evaluations: 0 };
  });
  const rate = await matrixProductRate(runtime, threads);
  await run(session, contestants, batches, rate, epochs, stream);
  await session.release();
  const atomCounts = batches.map((rows) => rows.map((row) => molecules[row]!.atoms.length));
  const operations =
    atomCounts.reduce((total, counts) => total + model.stepOperations(config, counts), 0) / stepsPerEpoch;
  const matrixProductGflops = rate.gflops();
  const floorMs = operations / matrixProductGflops / 1e6;
  const epochMs = ({ timesMs }: Contestant): number => timesMs.reduce((total, each) => total + each, 0) / epochs;
  return {
    preset,
    batchSize,
    threads,
    runtime: runtime.description,
    parameters: session.layout.size,
    operationsPerStep: operations,
    matrixProductGflops,
    floorMs,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    optimizers: contestants.map((each) => ({
      name: each.name,
      stepMs: { median: median(each.timesMs), min: Math.min(...each.timesMs), max: Math.max(...each.timesMs) },
      ratioToFloor: median(each.timesMs) / floorMs,
      epochRatio: epochMs(each) / epochMs(contestants[0]!),
      evaluationsPerStep: each.evaluations / each.timesMs.length,
      moleculesPerSecond: (1000 * batchSize * stepsPerEpoch) / epochMs(each),
    })),
  };
}

/** Every optimizer takes the same step before any takes the next one. */
async function run(
  session: ModelSession,
  contestants: readonly Contestant[],
  batches: readonly (readonly number[])[],
  rate: RateMeter,
  epochs: number,
  stream: RandomStream,
): Promise<void> {
  const stepsPerEpoch = batches.length;
  for (let step = -warmupSteps; step < epochs * stepsPerEpoch; step++) {
    const stepInEpoch = Math.max(0, step) % stepsPerEpoch;
    const rows = batches[stepInEpoch]!;
    const targets = Float64Array.from(rows, () => stream.below(2));
    const clock = { step, epoch: Math.max(0, Math.floor(step / stepsPerEpoch)), stepInEpoch, stepsPerEpoch, epochs };
    if (step % stepsBetweenRates === 0) await rate.sample();
    for (const each of contestants) {
      const start = performance.now();
      session.objective.setBatch({ rows, targets }, undefined, 0);
      const report = await each.optimizer.step(each.weights, session.objective, { ...clock, step: Math.max(0, step) });
      if (step < 0) continue;
      each.timesMs.push(performance.now() - start);
      each.evaluations += report.evaluations.full;
    }
  }
}

function describe(result: Awaited<ReturnType<typeof measure>>): string {
  const { preset, batchSize, threads, runtime, operationsPerStep, matrixProductGflops, floorMs, peakMemoryMb } = result;
  const rows = result.optimizers.map((each) => [
    each.name,
    `${each.stepMs.median.toFixed(1)} (${each.stepMs.min.toFixed(1)} to ${each.stepMs.max.toFixed(1)})`,
    each.ratioToFloor.toFixed(2),
    each.epochRatio.toFixed(2),
    each.evaluationsPerStep.toFixed(2),
    each.moleculesPerSecond.toFixed(0),
  ]);
  return [
    `${preset}, batch ${batchSize}, ${threads} threads, ${runtime}, ${result.parameters.toLocaleString('en')} parameters`,
    `floor: ${(operationsPerStep / 1e9).toFixed(2)} GFLOP a step at ${matrixProductGflops.toFixed(0)} GFLOP/s = ${floorMs.toFixed(1)} ms`,
    `peak memory: ${peakMemoryMb.toFixed(0)} MB`,
    '',
    formatTable(
      ['optimizer', 'step ms: median (min to max)', 'over floor', 'epoch over first', 'evaluations', 'molecules/s'],
      rows,
    ),
  ].join('\n');
}
