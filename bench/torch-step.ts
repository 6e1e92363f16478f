/** CoMPT in PyTorch on the same card (bench/compt_torch.py): a mark beside our steps. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../src/base/quantile.ts';
import { RandomStream } from '../src/base/random.ts';
import { findModel } from '../src/models/index.ts';
import { packageRoot } from '../src/platform/index.node.ts';
import type { GpuCase, GpuMeasurement } from './gpu-case.ts';
import { drawSizes } from './synthetic-molecules.ts';

/** Different batches that are taken in turn. */
const batches = 4;

interface TorchCase extends Pick<GpuCase, 'model' | 'width' | 'batch' | 'budgetMs'> {
  readonly layers: number;
  /** Ends the program, whatever it is at. */
  readonly timeoutMs: number;
}

/** Python that is asked; GRAPHSAM_PYTHON names another one. */
const python = process.env.GRAPHSAM_PYTHON ?? 'python3';

/** Why Python does not measure here; undefined where it does. */
export function withoutTorch(): string | undefined {
  // Importing it would take seconds.
  const find = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("torch") is None)';
  const { status, error } = spawnSync(python, ['-c', find]);
  return status === 0 ? undefined : `${python} ${error ? 'does not start' : 'has no torch'}`;
}

/** What the program prints. */
interface TorchTimes {
  readonly version: string;
  /** Name of the card, or cpu. */
  readonly device: string;
  readonly parameters: number;
  readonly firstStepMs: number;
  readonly times: readonly number[];
  readonly predictedPerSecond: number;
}

export function torchStep({ model, width, layers, batch, budgetMs, timeoutMs }: TorchCase): GpuMeasurement {
  const stream = new RandomStream(1, 'bench');
  const sizes = Array.from({ length: batches }, () => drawSizes('bbbp', batch, stream));
  const found = runTorch({ width, layers, sizes, seconds: (budgetMs * 0.7) / 1000 }, timeoutMs);
  if (typeof found === 'string') return { model, width, batch, backend: 'torch', error: found };
  const { version, device, times, firstStepMs, predictedPerSecond } = found;
  const middle = median([...times]);
  return {
    ...{ model, width, batch, backend: `torch ${version}, ${device}` },
    stepMs: { median: middle, min: Math.min(...times), max: Math.max(...times), steps: times.length },
    firstStepMs,
    moleculesPerSecond: (1000 * batch) / middle,
    predictedPerSecond,
  };
}

interface TorchInput {
  readonly width: number;
  readonly layers: number;
  /** Atoms of the molecules of each batch. */
  readonly sizes: readonly (readonly number[])[];
  readonly seconds: number;
}

/** Of the bbbp preset with another width and other layers; a text says why there are none. */
export function runTorch({ width, layers, sizes, seconds }: TorchInput, timeout: number): TorchTimes | string {
  const { heads, maxAtoms } = findModel('compt').configSchema.parse({}) as Record<string, number>;
  const given = { width, layers, heads, longest: maxAtoms, batches: sizes, seconds };
  const args = [join(packageRoot(), 'bench', 'compt_torch.py'), JSON.stringify(given)];
  const ran = spawnSync(python, args, { encoding: 'utf8', timeout, killSignal: 'SIGKILL' });
  if (ran.status === 0) return JSON.parse(ran.stdout.trim().split('\n').at(-1)!) as TorchTimes;
  return ran.error ? 'it took longer than its share of the time' : ran.stderr.trim().split('\n').at(-1)!;
}
