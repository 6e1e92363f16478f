/** What happened in the steps of one epoch, summed up. Plain data, so that an epoch interrupted half-way continues its sums. */
import type { LossPoint, StepReport } from '../optim/index.ts';

/** Plain data: a checkpoint keeps it as it is. */
export interface EpochSums {
  /** Steps that updated the weights; the sums below are over these. */
  updates: number;
  loss: number;
  gradientNorm: number;
  largestGradientNorm: number;
  perturbationNorm: number;
  /** Of the last update. */
  learningRate: number;
  rho: number | null;
  lossAt: LossPoint;
  /** Steps without an update, and why: reason to count. */
  skipped: Record<string, number>;
  /** Remarks of the optimizer: remark to count. */
  notes: Record<string, number>;
  evaluations: { full: number; cheap: number; forward: number };
  molecules: number;
  /** Time in steps, in seconds. */
  seconds: number;
}

/** What metrics.jsonl says of the steps of an epoch. */
export interface EpochSummary {
  /** Mean over the epoch's updates of the loss of the batch; null without an update. */
  readonly trainLoss: number | null;
  readonly trainLossAt: LossPoint;
  /** At the last step. */
  readonly learningRate: number;
  readonly rho: number | null;
  /** 2-norm of the gradient that the base rule got: mean over steps, and largest. */
  readonly gradientNorm: number | null;
  readonly largestGradientNorm: number;
  readonly perturbationNorm: number | null;
  readonly evaluations: EpochSums['evaluations'];
  readonly updates: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly notes: Readonly<Record<string, number>>;
  readonly molecules: number;
}

/** Different remarks that are counted apart; a remark with a number in it must not fill the file. */
const differentRemarks = 8;

export function noSteps(): EpochSums {
  return {
    updates: 0,
    loss: 0,
    gradientNorm: 0,
    largestGradientNorm: 0,
    perturbationNorm: 0,
    learningRate: 0,
    rho: null,
    lossAt: 'weights',
    skipped: {},
    notes: {},
    evaluations: { full: 0, cheap: 0, forward: 0 },
    molecules: 0,
    seconds: 0,
  };
}

/** Adds one step to the sums, in place. */
export function addStep(sums: EpochSums, report: StepReport, molecules: number, seconds: number): void {
  sums.molecules += molecules;
  sums.seconds += seconds;
  for (const kind of ['full', 'cheap', 'forward'] as const) sums.evaluations[kind] += report.evaluations[kind];
  for (const note of report.notes) count(sums.notes, note);
  sums.learningRate = report.learningRate;
  if (report.skipped !== undefined) {
    count(sums.skipped, report.skipped);
    return;
  }
  sums.updates++;
  sums.loss += report.loss;
  sums.gradientNorm += report.gradientNorm;
  sums.largestGradientNorm = Math.max(sums.largestGradientNorm, report.gradientNorm);
  sums.perturbationNorm += report.perturbationNorm;
  sums.rho = report.rho ?? null;
  sums.lossAt = report.lossAt;
}

export function summarizeEpoch(sums: EpochSums): EpochSummary {
  const mean = (total: number): number | null => (sums.updates > 0 ? total / sums.updates : null);
  return {
    trainLoss: mean(sums.loss),
    trainLossAt: sums.lossAt,
    learningRate: sums.learningRate,
    rho: sums.rho,
    gradientNorm: mean(sums.gradientNorm),
    largestGradientNorm: sums.largestGradientNorm,
    perturbationNorm: mean(sums.perturbationNorm),
    evaluations: { ...sums.evaluations },
    updates: sums.updates,
    skipped: { ...sums.skipped },
    notes: { ...sums.notes },
    molecules: sums.molecules,
  };
}

function count(counts: Record<string, number>, remark: string): void {
  const known = remark in counts || Object.keys(counts).length < differentRemarks;
  const name = known ? remark : 'other';
  counts[name] = (counts[name] ?? 0) + 1;
}
