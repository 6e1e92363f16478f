/** Training steps of several optimizers, taken in turn on the same batches, with the runtime's rate beside them. */
import { RandomStream } from '../src/base/random.ts';
import { findModel } from '../src/models/index.ts';
import type { ModelSession } from '../src/objective/model-session.ts';
import type { EvaluationCounts } from '../src/optim/index.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { openBenchSession } from './bench-session.ts';
import { matrixProductRate, type RateMeter } from './matrix-product-rate.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes, syntheticMolecules } from './synthetic-molecules.ts';

export interface StepSettings {
  readonly preset: string;
  readonly model: string;
  readonly names: readonly string[];
  readonly batchSize: number;
  readonly threads: number;
  readonly epochs: number;
  /** Epoch that the clock shows first: some methods begin late in a training. Default 0. */
  readonly firstEpoch?: number;
  /** Called once before the first step, for measurements of one's own. */
  readonly before?: (session: ModelSession, rows: readonly number[]) => Promise<void>;
}

export interface Contestant {
  readonly name: string;
  readonly taker: StepTaker;
  readonly timesMs: number[];
  /** Of all steps together. */
  readonly evaluations: { -readonly [Kind in keyof EvaluationCounts]: number };
}

export interface MeasuredSteps {
  readonly contestants: readonly Contestant[];
  readonly parameters: number;
  readonly runtime: string;
  readonly stepsPerEpoch: number;
  readonly operationsPerStep: number;
  readonly matrixProductGflops: number;
}

/** Molecules that steps are drawn from: as many as bbbp trains on. */
const moleculesInPool = 1632;
const warmupSteps = 3;
const stepsBetweenRates = 5;

export async function measureSteps(settings: StepSettings): Promise<MeasuredSteps> {
  const { preset, names, batchSize, threads } = settings;
  const stream = new RandomStream(1, 'bench');
  const sizes = drawSizes(preset, moleculesInPool, stream);
  const runtime = await loadRuntime();
  const molecules = syntheticMolecules(sizes, stream);
  const session = openBenchSession({ runtime, model: settings.model, preset, molecules, threads });
  const stepsPerEpoch = Math.floor(moleculesInPool / batchSize);
  const batches = Array.from({ length: stepsPerEpoch }, (_, step) =>
    Array.from({ length: batchSize }, (_, index) => step * batchSize + index),
  );
  const contestants = names.map((name) => contestant(name, session));
  const rate = await matrixProductRate(runtime, threads);
  await settings.before?.(session, batches[0]!);
  await takeSteps(contestants, batches, rate, settings);
  await session.release();
  const atomCounts = batches.map((rows) => rows.map((row) => sizes[row]!));
  const model = findModel(settings.model);
  const config = model.configSchema.parse(model.presets[preset] ?? model.presets.classification);
  const operations = atomCounts.reduce((total, counts) => total + model.stepOperations(config, counts), 0);
  return {
    contestants,
    parameters: session.layout.size,
    runtime: runtime.description,
    stepsPerEpoch,
    operationsPerStep: operations / stepsPerEpoch,
    matrixProductGflops: rate.gflops(),
  };
}

function contestant(name: string, session: ModelSession): Contestant {
  const evaluations = { full: 0, cheap: 0, forward: 0 };
  return { name, taker: new StepTaker(session, name), timesMs: [], evaluations };
}

/** Every optimizer takes the same step before any takes the next one. */
async function takeSteps(
  contestants: readonly Contestant[],
  batches: readonly (readonly number[])[],
  rate: RateMeter,
  { epochs, firstEpoch = 0 }: StepSettings,
): Promise<void> {
  const stepsPerEpoch = batches.length;
  for (let taken = -warmupSteps; taken < epochs * stepsPerEpoch; taken++) {
    const counted = Math.max(0, taken);
    const epoch = firstEpoch + Math.floor(counted / stepsPerEpoch);
    const stepInEpoch = counted % stepsPerEpoch;
    const step = firstEpoch * stepsPerEpoch + counted;
    const clock = { step, epoch, stepInEpoch, stepsPerEpoch, epochs: firstEpoch + epochs };
    const next = batches[(stepInEpoch + 1) % stepsPerEpoch]!;
    if (taken % stepsBetweenRates === 0) await rate.sample();
    for (const each of contestants) {
      const { totalMs, evaluations } = await each.taker.step(batches[stepInEpoch]!, { next, clock });
      if (taken < 0) continue;
      each.timesMs.push(totalMs);
      each.evaluations.full += evaluations.full;
      each.evaluations.cheap += evaluations.cheap;
      each.evaluations.forward += evaluations.forward;
    }
  }
}
