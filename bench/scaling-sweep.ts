/** Step times along one quantity, and how fast they grow. */

import { median } from '../src/base/quantile.ts';
import { RandomStream } from '../src/base/random.ts';
import type { ModelSession } from '../src/objective/model-session.ts';
import type { Runtime } from '../src/runtime/index.ts';
import { openBenchSession } from './bench-session.ts';
import { fitPowerLaw } from './power-law.ts';
import { StepTaker } from './step-taker.ts';
import { drawSizes, syntheticMolecules } from './synthetic-molecules.ts';

/** Where a step is measured; anything not named is as in the bbbp preset, with molecules of bbbp's sizes. */
interface SweepPoint {
  readonly atoms?: number;
  readonly batch?: number;
  readonly overrides?: Readonly<Record<string, number>>;
}

export interface SweepPlan {
  readonly title: string;
  readonly values: readonly number[];
  at(value: number): SweepPoint;
}

export const sweeps: readonly SweepPlan[] = [
  { title: 'atoms per molecule', values: [10, 14, 20, 28, 40, 56, 80, 100], at: (atoms) => ({ atoms }) },
  { title: 'molecules per batch', values: [8, 16, 32, 64, 128, 256], at: (batch) => ({ batch }) },
  { title: 'width', values: [64, 96, 128, 192, 256, 384, 512], at: (width) => ({ overrides: { width } }) },
  { title: 'layers', values: [2, 3, 4, 5, 6, 8], at: (layers) => ({ overrides: { layers } }) },
];

export interface Sweep {
  readonly title: string;
  readonly points: readonly { readonly value: number; readonly medianMs: number; readonly minMs: number }[];
  /** Of the upper half of the points: time = factor * value^exponent. */
  readonly exponent: number;
  readonly factor: number;
}

export interface SweepOptions {
  readonly runtime: Runtime;
  readonly threads: number;
  /** How often every point is measured. */
  readonly rounds: number;
}

const usualBatch = 32;
/** Rows of the position table: room for the largest molecules of the sweep. */
const maxAtoms = 100;

/** All points are open at once and take steps in turn, so that a change of the machine's speed meets all alike. */
export async function measureSweep({ title, values, at }: SweepPlan, options: SweepOptions): Promise<Sweep> {
  const opened = values.map((value) => ({ value, ...openPoint(at(value), options), timesMs: [] as number[] }));
  try {
    for (let round = -1; round < options.rounds; round++) {
      for (const { taker, rows, timesMs } of opened) {
        const { totalMs } = await taker.step(rows);
        if (round >= 0) timesMs.push(totalMs);
      }
    }
  } finally {
    await Promise.all(opened.map(({ session }) => session.release()));
  }
  const points = opened.map(({ value, timesMs }) => ({
    value,
    medianMs: median(timesMs),
    minMs: Math.min(...timesMs),
  }));
  return { title, points, ...fitPowerLaw(upperHalf(points).map(({ value, medianMs }) => [value, medianMs])) };
}

/** The larger values: where constant costs no longer hide how the rest grows. */
export function upperHalf<Point>(points: readonly Point[]): readonly Point[] {
  return points.slice(Math.floor(points.length / 2));
}

function openPoint(
  { atoms, batch = usualBatch, overrides }: SweepPoint,
  { runtime, threads }: SweepOptions,
): { session: ModelSession; taker: StepTaker; rows: readonly number[] } {
  const stream = new RandomStream(1, 'scaling');
  const sizes = atoms === undefined ? drawSizes('bbbp', batch, stream) : Array<number>(batch).fill(atoms);
  const session = openBenchSession({
    runtime,
    model: 'compt',
    preset: 'bbbp',
    overrides: { maxAtoms, ...overrides },
    molecules: syntheticMolecules(sizes, stream),
    threads,
  });
  return { session, taker: new StepTaker(session, 'adam'), rows: [...sizes.keys()] };
}
