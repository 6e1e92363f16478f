/** The tables of docs/trust.md and docs/accuracy.md, from the runs that are finished. */
import { formatNumber, groupBy, mean, sampleDeviation } from '../../src/base/index.ts';
import { markdownTable } from '../shared/markdown-table.ts';
import type { MeasuredRun } from './measured-run.ts';
import { keyOf, type RunKey, splitKeyOf } from './wanted.ts';

/** A line of a table is of runs with the same table, split and metric. */
interface Run extends RunKey {
  readonly metric: string;
}

interface Column<Of extends Run = MeasuredRun> {
  readonly title: string;
  readonly values: (run: Of) => readonly number[];
}

/** What scripts/baselines/chemprop_runs.py writes. */
export interface ChempropRun extends Run {
  /** Of the mean of all members. */
  readonly value: number;
  readonly members: readonly number[];
  /** Absent: 50, its default. */
  readonly epochs?: number;
  readonly cpuSeconds: number;
  /** The GPU that it was trained on; its CPU seconds say nothing then. */
  readonly card?: string;
}

const trustColumns: readonly Column[] = [
  { title: 'coverage of 90 %', values: measuresNamed(/^coverage/) },
  { title: 'width or size', values: measuresNamed(/^mean (width|size)/) },
  { title: 'ECE before', values: measuresNamed(/before the correction$/) },
  { title: 'ECE', values: measuresNamed(/^expected calibration error \(/) },
  { title: 'Brier', values: measuresNamed(/^Brier/) },
  { title: 'NLL', values: measuresNamed(/^(negative log|log loss)/) },
  { title: 'retention', values: ({ retention }) => (retention === undefined ? [] : [retention]) },
];

const accuracyColumns: readonly Column[] = [
  { title: 'one network', values: ({ members }) => [mean(members)] },
  { title: 'five networks', values: ({ members, networks }) => (members.length > 1 ? [networks] : []) },
  { title: 'five networks and trees', values: ({ members, blended }) => (members.length > 1 ? [blended] : []) },
  { title: 'forest', values: baselineNamed('descriptor-forest') },
  { title: 'boosted trees', values: baselineNamed('boosted-trees') },
  { title: 'weight of the networks', values: ({ weights }) => (weights.length > 1 ? [weights[0]!] : []) },
  { title: 'CPU s', values: ({ cpuSeconds }) => (cpuSeconds === undefined ? [] : [cpuSeconds]) },
];

/** Of ensembles: one network says little of how sure it is. */
export function trustTable(runs: readonly MeasuredRun[]): string {
  return tableOf(
    runs.filter(({ members }) => members.length > 1),
    ensembleHeadings,
    trustColumns,
  );
}

/** others: trainings of Chemprop on the same splits. */
export function accuracyTable(runs: readonly MeasuredRun[], others: readonly ChempropRun[]): string {
  const chemprop = chempropAccuracy(others).map(({ title, values }) => ({ title: `Chemprop, ${title}`, values }));
  return tableOf(runs, ensembleHeadings, [...accuracyColumns, ...chemprop]);
}

/** All trainings of Chemprop, also where ours are missing. */
export function chempropTable(runs: readonly ChempropRun[]): string {
  const ofEachSplit = new Map(runs.map((run) => [splitKeyOf(run), run]));
  const cpuOfOne = (run: Run): readonly number[] =>
    sameSplit(runs, run, { members: 1 }).flatMap(({ card, cpuSeconds }) => (card === undefined ? [cpuSeconds] : []));
  return tableOf([...ofEachSplit.values()], splitHeadings, [
    ...chempropAccuracy(runs),
    { title: 'one network, 200 epochs', values: (run) => valuesOf(sameSplit(runs, run, { epochs: 200 })) },
    { title: 'CPU s of one network', values: cpuOfOne },
  ]);
}

function chempropAccuracy(runs: readonly ChempropRun[]): Column<Run>[] {
  const { one, five } = chempropValues(runs);
  const asList = (value: number | undefined): readonly number[] => (value === undefined ? [] : [value]);
  return [
    { title: 'one network', values: (run) => asList(one(run)) },
    { title: 'five networks', values: (run) => asList(five(run)) },
  ];
}

interface ChempropValues {
  /** The mean over the five where five are trained, as it is for ours. */
  readonly one: (run: Run) => number | undefined;
  readonly five: (run: Run) => number | undefined;
}

/** With its default epochs, on the split of a run; undefined where it is not trained. */
export function chempropValues(runs: readonly ChempropRun[]): ChempropValues {
  const fiveOf = (run: Run): ChempropRun | undefined => sameSplit(runs, run, { members: 5 })[0];
  return {
    one: (run) => {
      const five = fiveOf(run);
      return five ? mean(five.members) : sameSplit(runs, run, { members: 1 })[0]?.value;
    },
    five: (run) => fiveOf(run)?.value,
  };
}

/** Trainings of Chemprop on the split of a run. members: of so many networks; undefined: any. */
function sameSplit(
  runs: readonly ChempropRun[],
  run: Run,
  { epochs = 50, members }: { readonly epochs?: number; readonly members?: number },
): readonly ChempropRun[] {
  return runs.filter(
    (other) =>
      splitKeyOf(other) === splitKeyOf(run) &&
      (other.epochs ?? 50) === epochs &&
      (members === undefined || other.members.length === members),
  );
}

const valuesOf = (runs: readonly ChempropRun[]): readonly number[] => runs.map(({ value }) => value);

export function missingList(wanted: readonly RunKey[], runs: readonly MeasuredRun[]): string {
  const done = new Set(runs.map(keyOf));
  const missing = wanted.filter((run) => !done.has(keyOf(run)));
  const groups = groupedByLine(missing).map((group) => {
    const [run] = group;
    return `- ${run.dataset}, ${run.split}, ${recipeOf(run)}: seeds ${seedsOf(group)}`;
  });
  return groups.length === 0 ? 'All runs are finished.' : ['Not run yet:', '', ...groups].join('\n');
}

/** What holds for all runs of a line. */
interface Heading {
  readonly title: string;
  readonly value: (run: Run) => string;
}

const splitHeadings: readonly Heading[] = [
  { title: 'data set', value: ({ dataset }) => dataset },
  { title: 'split', value: ({ split }) => split },
  { title: 'metric', value: ({ metric }) => metric },
];
const ensembleHeadings: readonly Heading[] = [...splitHeadings, { title: 'recipe', value: recipeOf }];

/** The level of quality, or the default: networks that begin with nothing. */
function recipeOf({ quality }: RunKey): string {
  return quality ?? 'default';
}

/** Mean and standard deviation over the seeds, a line for each data set, split and recipe; of how many seeds, where not of all. */
function tableOf<Of extends Run>(
  runs: readonly Of[],
  headings: readonly Heading[],
  columns: readonly Column<Of>[],
): string {
  const header = [...headings.map(({ title }) => title), 'seeds', ...columns.map(({ title }) => title)];
  const rows = groupedByLine(runs).map((group) => {
    const [first] = group;
    const cells = columns.map(({ values }) => spread(group.flatMap(values), group.length));
    return [...headings.map(({ value }) => value(first)), seedsOf(group), ...cells];
  });
  return markdownTable(header, rows);
}

/** Those of a data set, split and recipe together, in the order of the alphabet. */
export function groupedByLine<Of extends RunKey>(runs: readonly Of[]): [Of, ...Of[]][] {
  const groups = groupBy(runs, (run) => `${run.dataset} ${run.split} ${recipeOf(run)}`);
  return [...groups].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, group]) => group);
}

function seedsOf(group: readonly RunKey[]): string {
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

function spread(values: readonly number[], seeds: number): string {
  if (values.length === 0) return '';
  const rounded = (value: number): string => formatNumber(Number(value.toPrecision(3)));
  const around = sampleDeviation(values);
  const seen = values.length === seeds ? '' : ` (${values.length} of ${seeds} seeds)`;
  return `${rounded(mean(values))}${around === null ? '' : ` ± ${rounded(around)}`}${seen}`;
}
