/** The tables of docs/trust.md and docs/accuracy.md, from the runs that are finished. */
import { formatNumber } from '../../src/base/index.ts';
import { deviation, mean } from '../../src/metrics/index.ts';
import type { MeasuredRun } from './measured-run.ts';
import { keyOf, type WantedRun } from './wanted.ts';

interface Column {
  readonly title: string;
  readonly values: (run: MeasuredRun) => readonly number[];
}

/** What scripts/baselines/chemprop_runs.py writes. */
export interface ChempropRun extends WantedRun {
  readonly metric: string;
  readonly value: number;
  readonly members: readonly number[];
  readonly cpuSeconds: number;
}

const trustColumns: readonly Column[] = [
  { title: 'coverage of 90 %', values: measuresNamed(/^coverage/) },
  { title: 'width or size', values: measuresNamed(/^mean (width|size)/) },
  { title: 'ECE before', values: measuresNamed(/before the correction$/) },
  { title: 'ECE', values: measuresNamed(/^expected calibration error \(/) },
  { title: 'Brier', values: measuresNamed(/^Brier/) },
  { title: 'NLL', values: measuresNamed(/^(negative log|log loss)/) },
  { title: 'retention', values: ({ retention }) => [retention] },
];

const accuracyColumns: readonly Column[] = [
  { title: 'one network', values: ({ members }) => [mean(members)] },
  { title: 'five networks', values: ({ networks }) => [networks] },
  { title: 'five networks and trees', values: ({ blended }) => [blended] },
  { title: 'forest', values: baselineNamed('descriptor-forest') },
  { title: 'boosted trees', values: baselineNamed('boosted-trees') },
  { title: 'weight of the networks', values: ({ weights }) => [weights[0]!] },
  { title: 'CPU s', values: ({ cpuSeconds }) => (cpuSeconds === undefined ? [] : [cpuSeconds]) },
];

export const trustTable = (runs: readonly MeasuredRun[]): string => tableOf(runs, trustColumns);

/** others: trainings of Chemprop on the same splits. */
export function accuracyTable(runs: readonly MeasuredRun[], others: readonly ChempropRun[]): string {
  const of = (run: MeasuredRun, members: number): readonly ChempropRun[] =>
    others.filter((other) => keyOf(other) === keyOf(run) && other.members.length === members);
  const chemprop: readonly Column[] = [
    { title: 'Chemprop', values: (run) => of(run, 1).map(({ value }) => value) },
    { title: 'its CPU s', values: (run) => of(run, 1).map(({ cpuSeconds }) => cpuSeconds) },
    { title: 'five of Chemprop', values: (run) => of(run, 5).map(({ value }) => value) },
  ];
  return tableOf(runs, [...accuracyColumns, ...chemprop]);
}

export function missingLine(wanted: readonly WantedRun[], runs: readonly MeasuredRun[]): string {
  const done = new Set(runs.map(keyOf));
  const missing = wanted.map(keyOf).filter((key) => !done.has(key));
  return missing.length === 0 ? 'All runs are finished.' : `Not run yet: ${missing.join(', ')}.`;
}

/** Mean and standard deviation over the seeds, a line for each data set and split. */
function tableOf(runs: readonly MeasuredRun[], columns: readonly Column[]): string {
  const names = [...new Set(runs.map(({ dataset, split }) => `${dataset} | ${split}`))].sort();
  const header = ['data set', 'split', 'metric', 'seeds', ...columns.map(({ title }) => title)];
  const lines = names.map((name) => {
    const group = runs.filter(({ dataset, split }) => `${dataset} | ${split}` === name);
    const cells = columns.map(({ values }) => spread(group.flatMap(values)));
    return `| ${[name, group[0]!.metric, seedsOf(group), ...cells].join(' | ')} |`;
  });
  return [`| ${header.join(' | ')} |`, `|${header.map(() => '---|').join('')}`, ...lines].join('\n');
}

function seedsOf(group: readonly MeasuredRun[]): string {
  return group
    .map(({ seed }) => seed)
    .sort((left, right) => left - right)
    .join(' ');
}

function measuresNamed(wanted: RegExp): Column['values'] {
  return ({ measures }) => Object.entries(measures).flatMap(([title, value]) => (wanted.test(title) ? [value] : []));
}

function baselineNamed(wanted: string): Column['values'] {
  return ({ baselines }) => {
    const value = baselines[wanted];
    return value === undefined || value === null ? [] : [value];
  };
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const rounded = (value: number): string => formatNumber(Number(value.toPrecision(3)));
  const around = deviation(values);
  return around === null ? rounded(mean(values)) : `${rounded(mean(values))} ± ${rounded(around)}`;
}
