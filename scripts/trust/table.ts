/** The tables of docs/trust.md, from the runs that are finished. */
import { formatNumber } from '../../src/base/index.ts';
import { keyOf, type MeasuredRun, type WantedRun } from './measured-run.ts';

const columns: readonly { readonly title: string; readonly measure: RegExp }[] = [
  { title: 'coverage of 90 %', measure: /^coverage/ },
  { title: 'width or size', measure: /^mean (width|size)/ },
  { title: 'ECE before', measure: /before the correction$/ },
  { title: 'ECE', measure: /^expected calibration error \(/ },
  { title: 'Brier', measure: /^Brier/ },
  { title: 'NLL', measure: /^(negative log|log loss)/ },
];

/** Mean and standard deviation over the seeds, a line for each data set and split. */
export function trustTable(runs: readonly MeasuredRun[]): string {
  const names = [...new Set(runs.map(({ dataset, split }) => `${dataset} | ${split}`))];
  const header = [
    'data set',
    'split',
    'seeds',
    ...columns.map(({ title }) => title),
    'retention',
    'metric',
    'members alone',
    'together',
  ];
  const lines = names.map((name) => {
    const group = runs.filter(({ dataset, split }) => `${dataset} | ${split}` === name);
    const cells = columns.map(({ measure }) => spread(group.flatMap((run) => measureOf(run, measure))));
    const single = (value: (run: MeasuredRun) => number): string => spread(group.map(value));
    const last = [
      single(({ retention }) => retention),
      group[0]!.metric,
      single(({ alone }) => alone),
      single(({ together }) => together),
    ];
    return `| ${[name, String(group.length), ...cells, ...last].join(' | ')} |`;
  });
  return [`| ${header.join(' | ')} |`, `|${header.map(() => '---|').join('')}`, ...lines].join('\n');
}

export function missingLine(wanted: readonly WantedRun[], runs: readonly MeasuredRun[]): string {
  const done = new Set(runs.map(keyOf));
  const missing = wanted.map(keyOf).filter((key) => !done.has(key));
  return missing.length === 0 ? 'All runs are finished.' : `Not run yet: ${missing.join(', ')}.`;
}

function measureOf({ measures }: MeasuredRun, wanted: RegExp): number[] {
  return Object.entries(measures).flatMap(([title, value]) => (wanted.test(title) ? [value] : []));
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const rounded = (value: number): string => formatNumber(Number(value.toPrecision(3)));
  return values.length < 2 ? rounded(mean) : `${rounded(mean)} ± ${rounded(Math.sqrt(squares / (values.length - 1)))}`;
}
