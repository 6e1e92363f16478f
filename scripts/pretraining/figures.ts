/** Markdown tables of what pre-training learned and what it changed. */
import { mean, sampleDeviation } from '../../src/base/index.ts';
import type { MetricValues } from '../../src/metrics/task-metrics.ts';
import { markdownTable } from '../shared/markdown-table.ts';
import type { Overlap } from './overlap.ts';
import type { PretrainedModel, TrainedRun } from './runs.ts';

/** The same data, split, seeds and settings; only the initial weights of the encoder differ. */
export interface Comparison {
  readonly dataset: string;
  readonly model: string;
  readonly seeds: readonly number[];
  /** [seeds] each */
  readonly scratch: readonly TrainedRun[];
  readonly pretrained: readonly TrainedRun[];
  readonly overlaps: readonly Overlap[];
}

export function pretrainedTable(models: readonly PretrainedModel[]): string {
  const rows = models.map(({ model, preset, epochs, bestEpoch, molecules }) => {
    const first = epochs[0]!.validation!;
    const best = epochs[bestEpoch - 1]!;
    const seconds = epochs.reduce((total, epoch) => total + epoch.seconds, 0);
    return [
      model,
      preset,
      String(molecules),
      `${bestEpoch} of ${epochs.length}`,
      `${number(first.loss!.mean!)} → ${number(best.validation!.loss!.mean!)} (train ${number(best.training!.loss!.mean!)})`,
      share(best.validation!, 'atom-accuracy'),
      share(best.validation!, 'bond-accuracy'),
      `${share(best.validation!, 'motif-accuracy')}, AUC ${number(best.validation!['motif-roc-auc']!.mean!)}`,
      `${(seconds / 60).toFixed(1)} min`,
    ];
  });
  const header = ['model', 'preset', 'molecules', 'best epoch', 'validation loss', 'atoms', 'bonds', 'groups', 'time'];
  return markdownTable(header, rows);
}

export function comparisonTable(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ dataset, model, scratch, pretrained, overlaps }) => {
    const differences = pretrained.map(({ value }, index) => value - scratch[index]!.value);
    const { metric } = scratch[0]!;
    const isHigherBetter = !['rmse', 'mae', 'mse'].includes(metric);
    const better = differences.filter((difference) => (isHigherBetter ? difference > 0 : difference < 0)).length;
    return [
      dataset,
      model,
      metric,
      spread(scratch.map(({ value }) => value)),
      spread(pretrained.map(({ value }) => value)),
      spread(differences, true),
      `${better} of ${differences.length}`,
      differences.map((difference) => signed(difference)).join(' '),
      overlaps.map(({ shared, molecules }) => `${shared}/${molecules}`).join(' '),
    ];
  });
  const header = [
    'data',
    'model',
    'test metric',
    'without',
    'with',
    'difference',
    'better in',
    'by seed',
    'test molecules in the unlabeled table',
  ];
  return markdownTable(header, rows);
}

/** Mean and sample deviation. */
function spread(values: readonly number[], isSigned = false): string {
  const center = mean(values);
  return `${isSigned ? signed(center) : number(center)} ± ${number(sampleDeviation(values) ?? 0)}`;
}

function number(value: number): string {
  return value.toFixed(3);
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${number(Math.abs(value))}`;
}

function share(measures: MetricValues, name: string): string {
  const measure = measures[name];
  return measure ? `${(100 * measure.mean!).toFixed(1)} %` : '';
}
