/**
 * GraphSAM's assumptions, measured in this run (`graphsam train --probe`): each chart with what the paper says and what was measured.
 * Claims: Wang et al. 2024, arXiv 2406.13137; definitions: docs/probing.md.
 */
import { formatCount, formatNumber, median, plural, quantile } from '../base/index.ts';
import { type Chart, type DataTable, dataTable, figure, grid, markup, type PageSection } from '../charts/index.ts';
import {
  changeChart,
  changeRatio,
  changeRatioChart,
  directionChart,
  gapChart,
  lengthChart,
  type ProbedRun,
  type ProbedValue,
  stepsOfPoint,
  valuesOf,
} from './probe-charts.ts';

/** Undefined if no run was probed. */
export function probeSection(runs: readonly ProbedRun[]): PageSection | undefined {
  const probed = runs.filter(({ probes }) => probes.length > 0);
  if (probed.length === 0) return undefined;
  const only = probed.length === 1 ? probed[0] : undefined;
  const charts: readonly (readonly [Chart | undefined, string])[] = [
    [only ? changeChart(only) : changeRatioChart(probed), changeCaption(only)],
    [directionChart(probed), directionCaption(only)],
    [lengthChart(probed), lengthCaption(only)],
    [gapChart(probed), gapCaption(only)],
  ];
  const figures = charts.flatMap(([chart, caption]) => (chart ? [figure(chart, { caption })] : []));
  return {
    id: 'probe',
    title: 'Assumptions of GraphSAM',
    content: markup`<p>${introduction(probed)}</p>${dataTable(medians(probed), 'Medians over the probed steps')}${grid(figures)}`,
  };
}

function introduction(runs: readonly ProbedRun[]): string {
  const counts = runs.map(
    ({ name, probes }) => `${runs.length > 1 ? `${name}: ` : ''}${plural(probes.length, 'step')}`,
  );
  const most = Math.max(...runs.map(({ probes }) => stepsOfPoint(probes.length)));
  const band = runs.length === 1 ? '; the band spans the quartiles' : '';
  const drawing = most > 1 ? ` Each point is the median of up to ${most} neighboring probed steps${band}.` : '';
  return `Probed: ${counts.join(', ')}. At these steps the true perturbation gradient is computed in addition, on the same batch with the same dropout. Probing does not change the training.${drawing}`;
}

const quantities: readonly (readonly [string, ProbedValue])[] = [
  ['change of the perturbation gradient', ({ change }) => change?.perturbation.relative],
  ['change of the update gradient', ({ change }) => change?.update.relative],
  ['change of perturbation gradient / change of update gradient', changeRatio],
  ['cosine of successive perturbation gradients', ({ change }) => change?.perturbation.cosine],
  ['cosine of successive update gradients', ({ change }) => change?.update.cosine],
  ['cosine of moving average and true gradient', ({ approximation }) => approximation?.cosine],
  ['norm of moving average / norm of true gradient', ({ approximation }) => approximation?.normRatio],
  ['curvature of the loss along the perturbation', ({ curvature }) => curvature ?? undefined],
  ['difference of the perturbed losses', ({ approximation }) => approximation?.lossGap],
];

/** A row a quantity, a column a run; what no run measured is left out. */
function medians(runs: readonly ProbedRun[]): DataTable {
  const rows = quantities.map(([name, value]) => [
    name,
    ...runs.map((run) => {
      const values = valuesOf(run, value);
      return values.length > 0 ? formatNumber(median(values)) : '';
    }),
  ]);
  return {
    header: ['median', ...runs.map(({ name }) => name)],
    rows: rows.filter(([, ...cells]) => cells.some((cell) => cell !== '')),
  };
}

function changeCaption(run: ProbedRun | undefined): string {
  const claim =
    'The paper observes that from step to step the perturbation gradient (at the weights) changes slowly and the update gradient (at the perturbed weights) quickly.';
  if (!run) return `${claim} A ratio below 1 supports this; without a perturbation the two gradients are identical.`;
  const ratios = valuesOf(run, changeRatio);
  if (ratios.length === 0) return claim;
  if (ratios.every((ratio) => ratio === 1))
    return `${claim} In this run nothing was perturbed, so the two gradients are identical.`;
  const [perturbation, update] = [
    median(valuesOf(run, ({ change }) => change?.perturbation.relative)),
    median(valuesOf(run, ({ change }) => change?.update.relative)),
  ];
  const slower = ratios.filter((ratio) => ratio < 1).length;
  return `${claim} In this run they change by ${formatNumber(perturbation)} and ${formatNumber(update)} of their norm (medians). The perturbation gradient changes less at ${formatCount(slower)} of ${plural(ratios.length, 'step')}: ${verdict(slower / ratios.length)}.`;
}

/** Chance alone would give one half. */
function verdict(share: number): string {
  if (share >= 0.75) return 'this run supports the observation';
  if (share > 0.6) return 'this run supports the observation weakly';
  return share >= 0.4 ? 'this run does not show it' : 'this run shows the opposite';
}

function directionCaption(run: ProbedRun | undefined): string {
  const claim =
    'GraphSAM perturbs along a moving average and computes the true gradient only at the first step of an epoch; the paper states that the two stay similar. Cosine 1: same direction; 0: no better than a random direction; \u22121: opposite direction.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.cosine)}`;
}

function lengthCaption(run: ProbedRun | undefined): string {
  const claim =
    'The perturbation has norm rho whatever the norm of the moving average. That norm shows how slowly the average turns: each step adds a vector of norm 1, before weighting.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.normRatio)}`;
}

function gapCaption(run: ProbedRun | undefined): string {
  const claim =
    'The quantity bounded by the paper\u2019s theorem: the loss at the point perturbed along the moving average minus the loss at the point perturbed along the true gradient. Below 0: GraphSAM\u2019s perturbation raises the loss less than SAM\u2019s would.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.lossGap)}`;
}

function middleHalf(run: ProbedRun | undefined, value: ProbedValue): string {
  const values = run ? valuesOf(run, value) : [];
  if (values.length === 0) return '';
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => formatNumber(quantile(values, share)));
  return ` In this run: median ${middle}, quartiles ${low} and ${high}.`;
}
