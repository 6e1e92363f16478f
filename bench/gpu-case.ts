/** One model on one device, in a process of its own: what `bench/gpu.ts` starts. Its argument is the case, its last line the result. */
import { availableParallelism } from 'node:os';
import { RandomStream } from '../src/base/index.ts';
import { median } from '../src/base/quantile.ts';
import type { ModelSession } from '../src/objective/index.ts';
import { loadRuntime } from '../src/runtime/index.node.ts';
import type { Backend } from '../src/runtime/index.ts';
import { openBenchSession } from './bench-session.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes, syntheticMolecules } from './synthetic-molecules.ts';

export interface GpuCase {
  readonly model: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly width: number;
  readonly batch: number;
  /** Of `devices`. */
  readonly backend: string;
  /** Where weights and the optimizer's vectors are. */
  readonly weightsOn: 'cpu' | 'device';
  readonly molecules: number;
  /** For steps and predictions together, after the first of each. */
  readonly budgetMs: number;
}

export interface GpuMeasurement extends Pick<GpuCase, 'model' | 'width' | 'batch' | 'backend'> {
  /** Undefined: in the memory of the CPU. */
  readonly weightsOn?: GpuCase['weightsOn'];
  /** After the warm-up. */
  readonly stepMs?: { readonly median: number; readonly min: number; readonly max: number; readonly steps: number };
  /** Kernels are compiled in it. */
  readonly firstStepMs?: number;
  readonly moleculesPerSecond?: number;
  readonly predictedPerSecond?: number;
  /** Why there are no numbers. */
  readonly error?: string;
}

/** Between the first step and those that count: other lengths of lanes have programs of their own. */
const warmupSteps = 3;
const mostSteps = 40;

const given = JSON.parse(process.argv[2]!) as GpuCase;
console.log(JSON.stringify(await measure(given)));

async function measure({
  model,
  settings,
  width,
  batch,
  backend,
  weightsOn,
  molecules: count,
  budgetMs,
}: GpuCase): Promise<GpuMeasurement> {
  const stream = new RandomStream(1, 'bench');
  const sizes = drawSizes('bbbp', Math.max(count, batch), stream);
  const session = openBenchSession({
    runtime: await loadRuntime({ backend: backend as Backend }),
    model,
    preset: 'bbbp',
    overrides: settings,
    molecules: syntheticMolecules(sizes, stream),
    threads: availableParallelism(),
  });
  const [firstStepMs, times] = await steps(session, sizes.length, { batch, weightsOn, budgetMs: budgetMs * 0.7 });
  const predictedPerSecond = await predictions(session, Math.min(count, sizes.length));
  await session.release();
  const middle = median(times);
  return {
    ...{ model, width, batch, backend, weightsOn },
    stepMs: { median: middle, min: Math.min(...times), max: Math.max(...times), steps: times.length },
    firstStepMs,
    moleculesPerSecond: (1000 * batch) / middle,
    predictedPerSecond,
  };
}

async function steps(
  session: ModelSession,
  count: number,
  { batch, weightsOn, budgetMs }: Pick<GpuCase, 'batch' | 'weightsOn' | 'budgetMs'>,
): Promise<[first: number, times: number[]]> {
  const arithmetic = weightsOn === 'device' ? session.objective.keepOnDevice!() : undefined;
  if (weightsOn === 'device' && !arithmetic) throw new Error('Error: no results can stay with this device');
  const taker = new StepTaker(session, 'adam', arithmetic);
  const rowsOf = (step: number): number[] => Array.from({ length: batch }, (_, at) => (step * batch + at) % count);
  const first = (await taker.step(rowsOf(0))).totalMs;
  const start = performance.now();
  const times: number[] = [];
  for (let step = 1; step <= mostSteps + warmupSteps; step++) {
    const { totalMs } = await taker.step(rowsOf(step));
    if (step > warmupSteps) times.push(totalMs);
    if (times.length > 0 && performance.now() - start > budgetMs) break;
  }
  return [first, times];
}

/** A second, once the programs are there. */
async function predictions(session: ModelSession, count: number): Promise<number> {
  const weights = session.initialWeights(0);
  const rows = Array.from({ length: count }, (_, row) => row);
  await session.predict(weights, rows);
  const start = performance.now();
  await session.predict(weights, rows);
  return (1000 * count) / (performance.now() - start);
}
