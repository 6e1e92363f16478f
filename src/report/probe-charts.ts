/**
 * What a probe saw (training/probe.ts), over the steps of the training: how well the moving average stands for the true perturbation
 * gradient, how fast both gradients change, and the gap of the perturbed losses. One line a run where there are several.
 */
import { median, quantile } from '../base/index.ts';
import { type Chart, type LinePoint, type LineSeries, lineChart } from '../charts/index.ts';
import type { ProbeRecord } from '../runs/index.ts';

export interface ProbedRun {
  readonly name: string;
  readonly probes: readonly ProbeRecord[];
}

/** A number of a probed step; undefined where it was not measured. */
export type ProbedValue = (record: ProbeRecord) => number | undefined;

/** More probed steps than this are drawn as medians of neighbors: single batches scatter too much to see anything else. */
const mostSteps = 60;
/** Points that are drawn then, about. */
const drawnPoints = 30;

const stepAxis = { title: 'training step', whole: true };

/** Undefined where no run had anything to approximate. */
export function directionChart(runs: readonly ProbedRun[]): Chart | undefined {
  const series = seriesOf(runs, 'cosine', ({ approximation }) => approximation?.cosine);
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Direction of the moving average',
    x: stepAxis,
    y: { title: 'cosine with the true perturbation gradient', domain: [-1, 1] },
    series,
    references: [
      { name: 'same direction', y: 1 },
      { name: 'orthogonal', y: 0 },
    ],
  });
}

export function lengthChart(runs: readonly ProbedRun[]): Chart | undefined {
  const series = seriesOf(runs, 'ratio of norms', ({ approximation }) => approximation?.normRatio);
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Norm of the moving average',
    x: stepAxis,
    y: { title: 'norm / norm of the true gradient', log: true },
    series,
    references: [{ name: 'same norm', y: 1 }],
  });
}

/** Both gradients of one run. Undefined if no two neighboring steps were probed. */
export function changeChart(run: ProbedRun): Chart | undefined {
  const series = [
    ...seriesOf([run], 'perturbation gradient', ({ change }) => change?.perturbation.relative),
    ...seriesOf([run], 'update gradient', ({ change }) => change?.update.relative),
  ];
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Change from step to step',
    x: stepAxis,
    y: { title: 'change / previous norm', log: true },
    series,
  });
}

/** Of several runs: how much the perturbation gradient changes for a change of the update gradient. */
export function changeRatioChart(runs: readonly ProbedRun[]): Chart | undefined {
  const series = seriesOf(runs, 'ratio of changes', changeRatio);
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Change from step to step',
    x: stepAxis,
    y: { title: 'change of perturbation / update gradient', log: true },
    series,
    references: [{ name: 'equal change', y: 1 }],
  });
}

export function gapChart(runs: readonly ProbedRun[]): Chart | undefined {
  const series = seriesOf(runs, 'difference of the losses', ({ approximation }) => approximation?.lossGap);
  if (series.length === 0) return undefined;
  return lineChart({
    title: 'Difference of the perturbed losses',
    x: stepAxis,
    y: { title: 'loss at approximate \u2212 loss at true perturbed point' },
    series,
    references: [{ name: 'no difference', y: 0 }],
  });
}

/** Below 1: the perturbation gradient changed less. */
export const changeRatio: ProbedValue = ({ change }) =>
  change ? change.perturbation.relative / change.update.relative : undefined;

/** What was measured of a run, in order of the steps; what is not a number is left out. */
export function valuesOf({ probes }: ProbedRun, value: ProbedValue): number[] {
  return pointsOf(probes, value).map(({ y }) => y);
}

/** How many probed steps each drawn point stands for. */
export function stepsOfPoint(count: number): number {
  return count > mostSteps ? Math.ceil(count / drawnPoints) : 1;
}

function seriesOf(runs: readonly ProbedRun[], name: string, value: ProbedValue): LineSeries[] {
  return runs.flatMap((run, color) => {
    const points = thinned(pointsOf(run.probes, value), runs.length === 1);
    return points.length === 0
      ? []
      : [{ name: runs.length > 1 ? run.name : name, points, ...(runs.length > 1 && { color }) }];
  });
}

type Point = LinePoint & { readonly y: number };

function pointsOf(probes: readonly ProbeRecord[], value: ProbedValue): Point[] {
  return probes.flatMap((record) => {
    const y = value(record);
    return y !== undefined && Number.isFinite(y) ? [{ x: record.step, y }] : [];
  });
}

/** Medians of neighbors, with the middle half of them as a band. */
function thinned(points: readonly Point[], band: boolean): Point[] {
  const count = stepsOfPoint(points.length);
  if (count === 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / count) }, (_, index) => {
    const group = points.slice(index * count, (index + 1) * count);
    const ys = group.map(({ y }) => y);
    const ends = band && { low: quantile(ys, 0.25), high: quantile(ys, 0.75) };
    return { x: group[group.length >> 1]!.x, y: median(ys), ...ends };
  });
}
