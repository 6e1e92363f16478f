/** Verdicts, comparisons, means of the arms and what is missing, as text. */
import { mean, sampleDeviation } from '../../src/base/index.ts';
import { isBetter } from '../../src/metrics/index.ts';
import { metrics } from '../../src/tasks/index.ts';
import { formatTable } from '../shared/format-table.ts';
import { claimRuns, keyOf, type Plan, plannedRuns, tuningRuns } from './plan.ts';
import type { Records } from './records.ts';
import { type Comparison, claimVerdicts, compareAll, missingRuns } from './verdicts.ts';

type Tuning = NonNullable<Plan['tuning']>;

export function claimTables(plan: Plan, records: Records): string {
  const comparisons = compareAll(plan, records);
  const verdicts = claimVerdicts(plan, comparisons).map(({ name, says, verdict }) => `${verdict}: ${name}. ${says}`);
  const planned = plannedRuns(plan);
  const missing = missingRuns(planned, records);
  const list = missing.map((run) => `  ${keyOf(run)}`);
  return [
    plan.title,
    ...(plan.tuning ? [tuningTable(plan, plan.tuning, records)] : []),
    ...(verdicts.length > 0
      ? [verdicts.join('\n'), comparisonTable(comparisons, plan.level), armTable(plan, records)]
      : []),
    missing.length === 0
      ? 'No run is missing.'
      : `Missing: ${missing.length} of ${planned.length} runs\n${list.join('\n')}`,
  ].join('\n\n');
}

/** By validation alone; the test metric of a setting that is only tried is never shown. */
function tuningTable(plan: Plan, { cell, seeds, groups }: Tuning, records: Records): string {
  const { metric } = plan.cells[cell]!;
  const judged = metrics.find(({ name }) => name === metric)!;
  const rows = Object.entries(groups).flatMap(([group, arms]) => {
    const found = arms.map((arm) => ({ arm, values: validationOf(arm) }));
    const means = found.map(({ values }) => (values.length === seeds.length ? mean(values) : Number.NaN));
    const best = means.some(Number.isNaN)
      ? undefined
      : means.reduce((chosen, value) => (isBetter(judged, value, chosen) ? value : chosen));
    return found.map(({ arm, values }, index) => [
      group,
      arm,
      values.map((value) => value.toFixed(4)).join(' '),
      Number.isNaN(means[index]) ? `${values.length} of ${seeds.length} runs` : means[index]!.toFixed(4),
      means[index] === best ? 'chosen' : '',
    ]);
  });
  return `Tuning on ${cell}, validation ${metric}, seeds ${seeds.join(', ')}\n${formatTable(
    ['group', 'setting', 'by seed', 'mean', ''],
    rows,
  )}`;

  function validationOf(arm: string): number[] {
    const runs = tuningRuns(plan).filter((run) => run.arm === arm);
    return runs.flatMap((run) => records.get(keyOf(run))?.validation?.[metric] ?? []);
  }
}

/** Differences are shown only where all runs are there: looking at part of them would choose when to stop. */
function comparisonTable(comparisons: readonly Comparison[], level: number): string {
  const rows = comparisons.map(({ claim, cell, metric, missing, paired, corrected, verdict }) => {
    const interval = paired?.interval?.map(signed).join(' to ') ?? '-';
    const numbers = paired
      ? [String(paired.pairs), signed(paired.difference), interval, small(paired.probability), small(corrected)]
      : ['-', '-', '-', '-', '-'];
    return [`${claim}: ${cell}`, metric, ...numbers, verdict === 'missing' ? `${missing} runs missing` : verdict];
  });
  const header = ['comparison', 'metric', 'pairs', 'improvement', '95 % interval', 'p', 'p (Holm)', 'verdict'];
  return `Improvements, seed by seed; level ${level}\n${formatTable(header, rows)}`;
}

function armTable(plan: Plan, records: Records): string {
  const cells = Object.keys(plan.cells);
  const claimed = new Set(claimRuns(plan).map(({ arm }) => arm));
  const rows = [...claimed].map((arm) => [arm, ...cells.map((cell) => summaryOf(arm, cell))]);
  return `Test metric, mean ± deviation over seeds\n${formatTable(['arm', ...cells], rows)}`;

  function summaryOf(arm: string, cell: string): string {
    const wanted = claimRuns(plan).filter((run) => run.arm === arm && run.cell === cell);
    const planned = [...new Map(wanted.map((run) => [run.seed, run])).values()];
    if (planned.length === 0) return '';
    const values = planned.flatMap((run) => records.get(keyOf(run))?.test?.[plan.cells[cell]!.metric] ?? []);
    if (values.length < planned.length) return `${values.length} of ${planned.length} runs`;
    return `${mean(values).toFixed(3)} ± ${sampleDeviation(values)!.toFixed(3)}`;
  }
}

const signed = (value: number): string => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`;
const small = (probability: number | null): string => (probability === null ? '-' : probability.toFixed(4));
