/** What was measured of each arm, and how far it is from Adam, pair by pair. */

import type { Sharpness } from '../../src/analysis/index.ts';
import { formatNumber, mean, median } from '../../src/base/index.ts';
import { pairedDifference } from '../../src/metrics/index.ts';
import type { ProbeRecord } from '../../src/runs/index.ts';
import type { PlannedRun } from '../claims/plan.ts';
import { markdownTable } from '../shared/markdown-table.ts';

export interface FlatnessRecord extends PlannedRun {
  /** Checksum of the plan that holds the arm. */
  readonly plan: string;
  readonly code: string;
  readonly validation: Readonly<Record<string, number>>;
  readonly test: Readonly<Record<string, number>>;
  readonly bestEpoch: number;
  /** Of the weights of the best epoch, on training rows. */
  readonly sharpness: Sharpness;
  readonly probed: ProbedMedians | null;
}

/** Over the probed steps that were perturbed; null where the arm has no such step. */
export interface ProbedMedians {
  readonly steps: number;
  /** Between the direction that was taken and the true gradient. */
  readonly cosine: number | null;
  readonly curvature: number | null;
}

export function probedMedians(records: readonly ProbeRecord[]): ProbedMedians {
  const perturbed = records.filter(({ curvature }) => curvature !== null);
  const cosines = perturbed.flatMap(({ approximation }) => approximation?.cosine ?? []).filter(Number.isFinite);
  return {
    steps: perturbed.length,
    cosine: cosines.length > 0 ? median(cosines) : null,
    curvature: perturbed.length > 0 ? median(perturbed.map(({ curvature }) => curvature!)) : null,
  };
}

const against = 'adam';
type Measure = readonly [string, (record: FlatnessRecord) => number | null | undefined];

/** Compared with Adam seed by seed. */
const compared: readonly Measure[] = [
  ['test RMSE', ({ test }) => test.rmse],
  ['training loss', ({ sharpness }) => sharpness.loss],
  ['largest eigenvalue', ({ sharpness }) => sharpness.eigenvalues?.largest[0]?.value],
  ['trace', ({ sharpness }) => sharpness.trace?.mean],
  ['m-sharpness', ({ sharpness }) => sharpness.mSharpness.rise.mean],
];
const probed: readonly Measure[] = [
  ['cosine', ({ probed }) => probed?.cosine],
  ['curvature along the perturbation', ({ probed }) => probed?.curvature],
];

/** A row an arm: means over the seeds; in brackets what it is more than Adam on the same seeds, with the 95 % interval of the mean. */
export function flatnessTable(arms: readonly string[], records: readonly FlatnessRecord[]): string {
  const header = ['arm', 'seeds', ...[...compared, ...probed].map(([name]) => name)];
  const rows = arms
    .map((arm) => ({ arm, own: records.filter((record) => record.arm === arm) }))
    .filter(({ own }) => own.length > 0)
    .map(({ arm, own }) => [
      arm,
      String(own.length),
      ...compared.map(([, value]) => withDifference(own, records, value)),
      ...probed.map(([, value]) => meanText(own, value)),
    ]);
  return markdownTable(header, rows);
}

function meanText(records: readonly FlatnessRecord[], value: Measure[1]): string {
  const values = records.flatMap((record) => value(record) ?? []);
  return values.length > 0 ? formatNumber(mean(values)) : '';
}

function withDifference(own: readonly FlatnessRecord[], all: readonly FlatnessRecord[], value: Measure[1]): string {
  const text = meanText(own, value);
  if (own[0]!.arm === against) return text;
  const differences = own.flatMap((record) => {
    const other = all.find(({ arm, seed }) => arm === against && seed === record.seed);
    const [mine, its] = [value(record), other && value(other)];
    return typeof mine === 'number' && typeof its === 'number' ? [mine - its] : [];
  });
  if (differences.length < 2) return text;
  const { interval } = pairedDifference(differences);
  return `${text} (${interval!.map(signed).join(' to ')})`;
}

function signed(value: number): string {
  return value > 0 ? `+${formatNumber(value)}` : formatNumber(value);
}
