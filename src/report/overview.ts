/** What the run was, in a title and a few numbers. */
import { formatCount, formatDuration, formatNumber } from '../base/index.ts';
import { type KeyFigure, keyFigures, type Markup, type MarkupPart, markup, warnings } from '../charts/index.ts';
import { comparableMean, type Interval, type Metric, type MetricValue } from '../metrics/index.ts';
import { describeOptimizers } from '../optim/index.ts';
import { foldsOf, type TrainingRunFile } from '../runs/index.ts';
import { defaultMetric, metricFor } from '../tasks/index.ts';
import type { ReportedRun } from './reported-run.ts';

/** `bbbp: compt with GraphSAM`. */
export function titleOf({ data, model, config }: TrainingRunFile): string {
  return `${datasetName(data.name)}: ${model.name} with ${optimizerTitle(config)}`;
}

/** As in its paper; a name that is not known any more stays as it is. */
function optimizerTitle(config: TrainingRunFile['config']): string {
  const { name = 'an optimizer' } = (config.optimizer ?? {}) as { readonly name?: string };
  return describeOptimizers().find((each) => each.name === name)?.title ?? name;
}

/** Where the metrics of a run begin: the one that chose its weights. undefined if no metric of it is known. */
export function mainMetric({ result, data }: TrainingRunFile): Metric | undefined {
  const [name] = Object.keys(result?.test ?? result?.validation ?? {});
  if (name === undefined) return defaultMetric(data.taskType);
  try {
    return metricFor(data.taskType, name);
  } catch {
    return undefined;
  }
}

export function overview({ facts }: ReportedRun, interval: Interval | undefined): MarkupPart {
  const { result, data } = facts;
  const metric = mainMetric(facts);
  const tested = metric && result?.test?.[metric.name];
  const validated = metric && result?.validation?.[metric.name];
  const figures = [
    ...(tested ? [metricFigure(`test ${metric.name}`, tested, interval)] : []),
    ...(validated ? [metricFigure(`validation ${metric.name}`, validated)] : []),
    { name: 'molecules', value: formatCount(data.molecules), note: partsNote(facts) },
    ...(result
      ? [
          { name: 'best epoch', value: `${result.bestEpoch}`, note: `of ${result.epochs}, by ${result.chosenBy}` },
          { name: 'time per epoch', value: formatDuration(result.secondsPerEpoch) },
        ]
      : []),
  ];
  const unfinished = 'This run is not finished. The report shows the epochs completed so far.';
  return markup`${!result && warnings([unfinished])}${keyFigures(figures)}`;
}

/** Targets of different units have no mean: errors are then in deviations of each target, which has no interval here. */
function metricFigure(name: string, value: MetricValue, interval?: Interval): KeyFigure {
  const comparable = formatNumber(comparableMean(value));
  if (value.standardized === undefined) return { name, value: comparable, note: intervalNote(interval) };
  return { name: `${name}, standardized`, value: comparable, note: 'in deviations of each target, mean over targets' };
}

function partsNote(facts: TrainingRunFile): string {
  const folds = foldsOf(facts);
  if (folds) return `in ${folds.count} folds, each judged by the model that was not trained on it`;
  const sizes = facts.split.parts.map(({ molecules }) => formatCount(molecules)).join(' / ');
  return `${sizes} train / val / test`;
}

function intervalNote(interval: Interval | undefined): string {
  return interval ? `${formatNumber(interval[0])} to ${formatNumber(interval[1])}` : '';
}

/** Which program, when, on what. */
export function footer({ graphsam, runtime, toolkit, created }: TrainingRunFile): Markup {
  const parts = [`graphsam ${graphsam}`, runtime, toolkit, created && `started ${created}`].filter(Boolean);
  return markup`${parts.join(' \u00b7 ')}`;
}

/** The last part of a path. */
function datasetName(name: string): string {
  return name
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.(csv|tsv|smi|sdf|txt)(\.gz)?$/i, '');
}
