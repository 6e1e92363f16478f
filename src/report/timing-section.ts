/** What the training cost. */
import { formatCount, formatDuration, formatNumber } from '../base/index.ts';
import { type DataTable, dataTable, figure, grid, lineChart, markup, type PageSection } from '../charts/index.ts';
import type { EpochReport } from '../runs/index.ts';
import type { ReportedRun } from './reported-run.ts';

/** Undefined before the first epoch has ended. */
export function timingSection(runs: readonly ReportedRun[]): PageSection | undefined {
  const trained = runs.filter(({ epochs }) => epochs.length > 0);
  if (trained.length === 0) return undefined;
  const chart = lineChart({
    title: 'Speed',
    x: { title: 'epoch', whole: true },
    y: { title: 'training molecules per second' },
    series: trained.map(({ name, epochs }) => ({
      name,
      points: epochs.map((epoch) => ({ x: epoch.epoch, y: epoch.moleculesPerSecond })),
    })),
  });
  const skipped = trained.flatMap(({ name, epochs }) => remarks(name, epochs, trained.length > 1));
  return {
    id: 'timing',
    title: 'Timing',
    content: markup`${dataTable(costTable(trained), 'Training cost')}${skipped.length > 0 && markup`<ul>${skipped.map((text) => markup`<li>${text}</li>`)}</ul>`}${grid(figure(chart))}`,
  };
}

type Quantity = (epochs: readonly EpochReport[]) => string;

const quantities: Readonly<Record<string, Quantity>> = {
  epochs: (epochs) => formatCount(epochs.length),
  'seconds per epoch': (epochs) => formatNumber(total(epochs, ({ seconds }) => seconds) / epochs.length),
  'all epochs': (epochs) => formatDuration(total(epochs, ({ seconds }) => seconds)),
  'training molecules per second': (epochs) => formatNumber(molecularSpeed(epochs)),
  updates: (epochs) => formatCount(total(epochs, ({ updates }) => updates)),
  'gradient evaluations': (epochs) => formatCount(total(epochs, ({ evaluations }) => evaluations.full)),
  'gradient evaluations per update': (epochs) => {
    const updates = total(epochs, (epoch) => epoch.updates);
    return formatNumber(total(epochs, ({ evaluations }) => evaluations.full) / Math.max(1, updates));
  },
  'cheap evaluations': (epochs) => formatCount(total(epochs, ({ evaluations }) => evaluations.cheap)),
  'forward passes': (epochs) => formatCount(total(epochs, ({ evaluations }) => evaluations.forward)),
};

/** A row a quantity, a column a run; what is 0 everywhere is left out. */
function costTable(runs: readonly ReportedRun[]): DataTable {
  const rows = Object.entries(quantities).map(([name, quantity]) => [
    name,
    ...runs.map(({ epochs }) => quantity(epochs)),
  ]);
  return {
    header: ['quantity', ...runs.map(({ name }) => name)],
    rows: rows.filter(([, ...values]) => values.some((value) => value !== '0')),
  };
}

/** Over the time in steps: the validation is not counted. */
function molecularSpeed(epochs: readonly EpochReport[]): number {
  const seconds = total(epochs, ({ molecules, moleculesPerSecond }) => molecules / moleculesPerSecond);
  return total(epochs, ({ molecules }) => molecules) / seconds;
}

function remarks(name: string, epochs: readonly EpochReport[], several: boolean): string[] {
  const counts = new Map<string, number>();
  const add = (remark: string, count: number): void => void counts.set(remark, (counts.get(remark) ?? 0) + count);
  for (const { skipped, notes } of epochs) {
    for (const [reason, count] of Object.entries(skipped)) add(`steps skipped, ${reason}`, count);
    for (const [note, count] of Object.entries(notes)) add(note, count);
  }
  return [...counts].map(([remark, count]) => `${several ? `${name}: ` : ''}${remark}: ${formatCount(count)}`);
}

function total(epochs: readonly EpochReport[], value: (epoch: EpochReport) => number): number {
  return epochs.reduce((sum, epoch) => sum + value(epoch), 0);
}
