/** How the training went, epoch by epoch; for several runs one line a run. */

import { type Chart, figure, grid, type LineSeries, lineChart, type PageSection } from '../charts/index.ts';
import { comparableMean } from '../metrics/index.ts';
import type { EpochReport } from '../runs/index.ts';
import { mainMetric } from './overview.ts';
import type { ReportedRun } from './reported-run.ts';

/** Undefined before the first epoch has ended. */
export function learningSection(runs: readonly ReportedRun[]): PageSection | undefined {
  if (runs.every(({ epochs }) => epochs.length === 0)) return undefined;
  const charts = [
    lossChart(runs),
    ...validationCharts(runs),
    rateChart(runs),
    ...gradientCharts(runs),
    ...radiusChart(runs),
  ];
  return { id: 'learning', title: 'Learning curves', content: grid(charts.map((chart) => figure(chart))) };
}

const epochAxis = { title: 'epoch', whole: true };

/** One line a run: of this number of each epoch. */
function seriesOf(
  runs: readonly ReportedRun[],
  name: string,
  value: (epoch: EpochReport) => number | null | undefined,
): LineSeries[] {
  return runs.map((run) => ({
    name: runs.length > 1 ? run.name : name,
    points: run.epochs.map((epoch) => ({ x: epoch.epoch, y: value(epoch) ?? null })),
  }));
}

function lossChart(runs: readonly ReportedRun[]): Chart {
  const [lossAt] = new Set(runs.flatMap(({ epochs }) => epochs.map((epoch) => epoch.trainLossAt)));
  const where = lossAt === 'weights' || runs.length > 1 ? '' : `, at the ${lossAt} weights`;
  const series = seriesOf(runs, 'training loss', (epoch) => epoch.trainLoss);
  return lineChart({
    title: 'Training loss',
    x: epochAxis,
    y: { title: `mean batch loss per epoch${where}`, log: spansDecades(series) },
    series,
  });
}

/** A logarithmic axis shows what happens late, once the values span more than a factor of ten. */
function spansDecades(series: readonly LineSeries[]): boolean {
  const values = series.flatMap(({ points }) => points.flatMap(({ y }) => (y === null ? [] : [y])));
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), 0);
  return low > 0 && high > 10 * low;
}

function validationCharts(runs: readonly ReportedRun[]): Chart[] {
  const names = new Set(
    runs.flatMap(({ epochs }) => epochs.flatMap(({ validation }) => Object.keys(validation ?? {}))),
  );
  const only = runs.length === 1 ? runs[0]! : undefined;
  const best = only?.facts.result?.bestEpoch;
  return [...names].map((name) => {
    const test = only && mainMetric(only.facts)?.name === name ? only.facts.result?.test?.[name] : undefined;
    const tested = test && comparableMean(test);
    const isStandardized = runs.some(({ epochs }) => epochs.at(-1)?.validation?.[name]?.standardized !== undefined);
    return lineChart({
      title: `Validation ${name}${isStandardized ? ', standardized' : ''}`,
      x: epochAxis,
      y: { title: isStandardized ? `${name} in deviations of each target` : name },
      series: seriesOf(runs, `validation ${name}`, ({ validation }) => comparableMean(validation?.[name])),
      references: [
        ...(best === undefined ? [] : [{ name: `best epoch ${best}`, x: best }]),
        ...(typeof tested === 'number' ? [{ name: `test ${name} at the best epoch`, y: tested }] : []),
      ],
    });
  });
}

function rateChart(runs: readonly ReportedRun[]): Chart {
  return lineChart({
    title: 'Learning rate',
    x: epochAxis,
    y: { title: 'learning rate at the end of the epoch' },
    series: seriesOf(runs, 'learning rate', (epoch) => epoch.learningRate),
  });
}

function gradientCharts(runs: readonly ReportedRun[]): Chart[] {
  const mean = seriesOf(runs, 'mean over the epoch', (epoch) => epoch.gradientNorm);
  const largest = seriesOf(runs, 'maximum over the epoch', (epoch) => epoch.largestGradientNorm);
  const series = runs.length > 1 ? mean : [...mean, ...largest];
  const y = { title: '2-norm of the update gradient', log: spansDecades(series) };
  return [lineChart({ title: 'Gradient norm', x: epochAxis, y, series })];
}

/** Only where something perturbs the weights. */
function radiusChart(runs: readonly ReportedRun[]): Chart[] {
  const perturbed = runs.filter(({ epochs }) => epochs.some(({ perturbationNorm }) => (perturbationNorm ?? 0) > 0));
  if (perturbed.length === 0) return [];
  const norms = seriesOf(perturbed, 'norm of the perturbation', (epoch) => epoch.perturbationNorm);
  const radii = seriesOf(perturbed, 'rho', (epoch) => epoch.rho);
  const series = perturbed.length > 1 ? norms : [...norms, ...radii];
  return [lineChart({ title: 'Perturbation', x: epochAxis, y: { title: '2-norm of the perturbation' }, series })];
}
