/** Times of a training step, operator by operator and outside the runtime. */
import { RandomStream } from '../src/base/random.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { loadRuntime } from '../src/runtime/onnxruntime.node.ts';
import { openBenchSession } from './bench-session.ts';
import { RuntimeProfiler } from './runtime-profiler.ts';
import { type TraceRow, timesBy } from './runtime-trace.ts';
import { StepTaker, type StepTimes } from './step-taker.ts';
import { drawSizes, syntheticMolecules } from './synthetic-molecules.ts';

const warmupSteps = 3;

export interface StepSettings {
  readonly model: string;
  readonly preset: string;
  /** Settings that take the place of the preset's. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly optimizer: string;
  readonly batchSize: number;
  readonly threads: number;
  readonly steps: number;
}

export interface StepProfile {
  readonly operators: readonly TraceRow[];
  /** The same times by operator and shapes of its inputs. */
  readonly nodes: readonly TraceRow[];
  /** What a step does beside operators; with them it adds up to `stepMs`. */
  readonly outside: readonly { readonly name: string; readonly ms: number }[];
  readonly stepMs: number;
  /** Of steps without the runtime's clock. */
  readonly unprofiledStepMs: number;
}

/** folder: an empty one, for the runtime's traces. Needs the native runtime. */
export async function profileStep(settings: StepSettings, folder: string): Promise<StepProfile> {
  const runtime = await loadRuntime({ backend: 'native' });
  const plain = middleHalf(await takeSteps(runtime, settings), ({ totalMs }) => totalMs);
  const profiler = new RuntimeProfiler(runtime, folder);
  const taken = await takeSteps(profiler.runtime, settings, (step) => {
    profiler.step = step;
  });
  const steps = middleHalf(taken, ({ totalMs }) => totalMs);
  const numbers = new Set(steps.map(({ step }) => step));
  const runs = (await profiler.read()).filter(({ step }) => numbers.has(step));
  const operators = timesBy(runs, steps.length, ({ operator }) => operator);
  const kernelMs = operators.reduce((sum, { ms }) => sum + ms, 0);
  const runMs = sumOf(runs, ({ totalMs }) => totalMs) / steps.length;
  const callMs = sumOf(runs, (run) => run.callMs) / steps.length;
  const evaluationMs = meanOf(steps, (step) => step.evaluationMs);
  const collationMs = meanOf(steps, (step) => step.collationMs);
  const stepMs = meanOf(steps, ({ totalMs }) => totalMs);
  return {
    operators,
    nodes: timesBy(runs, steps.length, ({ operator, shapes }) => `${operator} ${shapes}`),
    outside: [
      { name: 'runtime, between operators', ms: runMs - kernelMs },
      { name: 'into the runtime and back', ms: callMs - runMs },
      { name: 'objective (views, labels)', ms: evaluationMs - callMs },
      { name: 'collation', ms: collationMs },
      { name: 'optimizer update', ms: stepMs - evaluationMs - collationMs },
    ],
    stepMs,
    unprofiledStepMs: meanOf(plain, ({ totalMs }) => totalMs),
  };
}

interface TakenStep extends StepTimes {
  readonly step: number;
}

/** Every step takes the same molecules. */
async function takeSteps(
  runtime: Runtime,
  settings: StepSettings,
  onStep: (step: number) => void = () => {},
): Promise<TakenStep[]> {
  const stream = new RandomStream(1, 'profile');
  const sizes = drawSizes(settings.preset, settings.batchSize, stream);
  const session = openBenchSession({ runtime, molecules: syntheticMolecules(sizes, stream), ...settings });
  const taker = new StepTaker(session, settings.optimizer);
  const taken: TakenStep[] = [];
  for (let step = 0; step < warmupSteps + settings.steps; step++) {
    onStep(step);
    taken.push({ step, ...(await taker.step([...sizes.keys()])) });
  }
  await session.release();
  return taken.slice(warmupSteps);
}

/** Without the fastest and the slowest quarter. */
function middleHalf<Item>(items: readonly Item[], size: (item: Item) => number): Item[] {
  const sorted = items.toSorted((left, right) => size(left) - size(right));
  const quarter = Math.floor(sorted.length / 4);
  return sorted.slice(quarter, sorted.length - quarter);
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0);
}

function meanOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return sumOf(items, value) / items.length;
}
