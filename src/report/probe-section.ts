/**
 * What GraphSAM rests on, as this run saw it (`graphsam train --probe`): each chart with what the paper says and what was measured.
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
    title: 'What the perturbation rests on',
    content: markup`<p>${introduction(probed)}</p>${dataTable(medians(probed), 'Medians over the probed steps')}${grid(figures)}`,
  };
}

function introduction(runs: readonly ProbedRun[]): string {
  const counts = runs.map(
    ({ name, probes }) => `${runs.length > 1 ? `${name}: ` : ''}${plural(probes.length, 'step')}`,
  );
  const most = Math.max(...runs.map(({ probes }) => stepsOfPoint(probes.length)));
  const band = runs.length === 1 ? '; band: the middle half of them' : '';
  const drawing = most > 1 ? ` Each point is the median of up to ${most} neighboring probed steps${band}.` : '';
  return `Probed: ${counts.join(', ')}. At such a step the true perturbation gradient is computed besides, on the same batch with the same dropout; the training is the same as without.${drawing}`;
}

const quantities: readonly (readonly [string, ProbedValue])[] = [
  ['change of the perturbation gradient', ({ change }) => change?.perturbation.relative],
  ['change of the update gradient', ({ change }) => change?.update.relative],
  ['perturbation over update, step by step', changeRatio],
  ['cosine of neighboring perturbation gradients', ({ change }) => change?.perturbation.cosine],
  ['cosine of neighboring update gradients', ({ change }) => change?.update.cosine],
  ['cosine of moving average and true gradient', ({ approximation }) => approximation?.cosine],
  ['length of the moving average over the true one', ({ approximation }) => approximation?.normRatio],
  ['gap of the perturbed losses', ({ approximation }) => approximation?.lossGap],
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
    'The observation of the paper: from step to step the perturbation gradient (at the weights) changes slowly, the update gradient (at the perturbed weights) quickly.';
  if (!run) return `${claim} Below 1 it holds; gradients of an optimizer that perturbs nothing are one and the same.`;
  const ratios = valuesOf(run, changeRatio);
  if (ratios.length === 0) return claim;
  if (ratios.every((ratio) => ratio === 1)) return `${claim} Here nothing was perturbed: the two are one and the same.`;
  const [perturbation, update] = [
    median(valuesOf(run, ({ change }) => change?.perturbation.relative)),
    median(valuesOf(run, ({ change }) => change?.update.relative)),
  ];
  const slower = ratios.filter((ratio) => ratio < 1).length;
  return `${claim} Here they change by ${formatNumber(perturbation)} and ${formatNumber(update)} of their length (medians), and the perturbation gradient changes less at ${formatCount(slower)} of ${plural(ratios.length, 'step')}: ${verdict(slower / ratios.length)}.`;
}

/** Chance alone would give one half. */
function verdict(share: number): string {
  if (share >= 0.75) return 'it holds';
  if (share > 0.6) return 'it holds weakly';
  return share >= 0.4 ? 'it does not show' : 'the contrary is seen';
}

function directionCaption(run: ProbedRun | undefined): string {
  const claim =
    'GraphSAM perturbs along a moving average and computes the true gradient at the first step of an epoch only; the paper says that the two stay alike. 1: the same direction, 0: no better than a random one, \u22121: the opposite.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.cosine)}`;
}

function lengthCaption(run: ProbedRun | undefined): string {
  const claim =
    'The perturbation has length rho whatever the length of the moving average. Its length says how slowly it turns: what a step adds has length 1 before it is weighed.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.normRatio)}`;
}

function gapCaption(run: ProbedRun | undefined): string {
  const claim =
    'The quantity of the paper\u2019s theorem: the loss where the moving average leads minus the loss where the true gradient leads, which it says stays small. Below 0: GraphSAM rises less than SAM would.';
  return `${claim}${middleHalf(run, ({ approximation }) => approximation?.lossGap)}`;
}

function middleHalf(run: ProbedRun | undefined, value: ProbedValue): string {
  const values = run ? valuesOf(run, value) : [];
  if (values.length === 0) return '';
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => formatNumber(quantile(values, share)));
  return ` Here: median ${middle}, half of the steps from ${low} to ${high}.`;
}
