/** Tables of a comparison, as in the paper: the best line of a column is marked, in bold where that can be written. */
import { standardizedNote } from '../metrics/index.ts';
import { classical } from './cell.ts';
import type { DifferenceLine, EfficiencyLine, Summary, SummaryLine } from './summary.ts';

/** A text, or one that stands out. */
export type TableCell = string | { readonly best: string };

export interface Table {
  readonly kind: 'metric' | 'difference' | 'cost';
  readonly title: string;
  /** What the numbers are and how they came about. */
  readonly note: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly TableCell[])[];
}

/** The tables of a comparison; those without a line are left out. */
export function tablesOf(summary: Summary): Table[] {
  const splits = [...new Set(summary.lines.map(({ split }) => split))];
  return [
    ...splits.map((split) => metricTable(summary.lines.filter((line) => line.split === split))),
    differenceTable(summary),
    efficiencyTable(summary),
  ].filter(({ rows }) => rows.length > 0);
}

export function markdownOf({ title, note, header, rows }: Table): string {
  const line = (cells: readonly TableCell[]): string => `| ${cells.map(markdownCell).join(' | ')} |`;
  return [`### ${title}`, '', note, '', line(header), line(header.map(() => '---')), ...rows.map(line), ''].join('\n');
}

function markdownCell(cell: TableCell): string {
  const text = cellText(cell).replaceAll('|', '\\|');
  return typeof cell === 'string' ? text : `**${text}**`;
}

/** The words of a cell without what marks them. */
export function cellText(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.best;
}

/** Rows: model and optimizer. Columns: data sets. */
function metricTable(lines: readonly SummaryLine[]): Table {
  const datasets = [...new Set(lines.map(({ dataset }) => dataset))];
  const all = [...new Map(lines.map((line) => [methodOf(line), line])).values()];
  const isClassical = ({ model }: SummaryLine): boolean => model === classical;
  const methods = [...all.filter((line) => !isClassical(line)), ...all.filter(isClassical)];
  const seeds = [...new Set(lines.flatMap((line) => line.seeds))].sort((a, b) => a - b);
  const columns = datasets.map((dataset) => lines.find((line) => line.dataset === dataset)!);
  const rows = methods.map((method) => [
    method.model,
    method.optimizer,
    ...datasets.map((dataset) =>
      metricCell(
        lines.find((line) => line.dataset === dataset && methodOf(line) === methodOf(method)),
        seeds.length,
      ),
    ),
  ]);
  const units = lines.some(({ isStandardized }) => isStandardized) ? ` ${standardizedNote}` : '';
  return {
    kind: 'metric',
    title: `Test metric, ${lines[0]!.split} split`,
    note: `Mean ± sample standard deviation over the seeds ${seeds.join(', ')}; each seed determines its own split. A number in brackets is the number of runs where some are missing. The best of a column is bold once all have the same seeds.${units}`,
    header: [
      'model',
      'optimizer',
      ...columns.map(({ dataset, metric, direction }) => `${dataset}, ${metric} ${arrow(direction)}`),
    ],
    rows,
  };
}

/** wanted: runs that the others of the table have. */
function metricCell(line: SummaryLine | undefined, wanted: number): TableCell {
  if (!line) return '';
  if (line.mean === null) return 'undefined';
  const spread = line.deviation === null ? '' : ` ± ${line.deviation.toFixed(3)}`;
  const text = `${line.mean.toFixed(3)}${spread}`;
  const defined = line.values.filter((value) => value !== null).length;
  const whole = defined < wanted ? `${text} (${defined})` : text;
  return line.best ? { best: whole } : whole;
}

function differenceTable({ differences, baseline }: Summary): Table {
  return {
    kind: 'difference',
    title: `Differences from ${baseline}, run by run`,
    note:
      'Mean of (optimizer - ' +
      `${baseline}) over the same seeds and splits, its 95 % interval and probability by a paired t test; the last column is ` +
      "corrected for all comparisons of this table (Holm). An interval that holds 0, or a corrected probability above 0.05, says: these runs don't tell the two apart.",
    header: ['data', 'split', 'model', 'optimizer', 'pairs', 'difference', '', '95 % interval', 'p', 'p, corrected'],
    rows: differences.map(differenceRow),
  };
}

function differenceRow(line: DifferenceLine): string[] {
  const { dataset, split, model, optimizer, pairs, difference, improves, interval, probability, corrected, metric } =
    line;
  return [
    ...[`${dataset}, ${metric}`, split, model, optimizer, String(pairs)],
    signed(difference),
    improves === null ? 'equal' : improves ? 'better' : 'worse',
    interval ? `${signed(interval[0])} to ${signed(interval[1])}` : 'one pair',
    probability === null ? '' : probabilityText(probability),
    corrected === null ? '' : probabilityText(corrected),
  ];
}

function efficiencyTable({ efficiency, baseline }: Summary): Table {
  const relative = baseline === null ? [] : [`time of an epoch / ${baseline}'s`];
  return {
    kind: 'cost',
    title: 'Cost',
    note: 'Counted gradient evaluations of a weight update (cheap ones, without mixing between atoms, in brackets); molecules a second and time of an epoch are medians over the runs, on whatever else the machine was doing.',
    header: ['data', 'split', 'model', 'optimizer', 'evaluations', 'molecules/s', 's an epoch', ...relative],
    rows: efficiency.map((line) => efficiencyRow(line, baseline !== null)),
  };
}

function efficiencyRow(line: EfficiencyLine, hasBase: boolean): string[] {
  const cheap = line.cheapPerUpdate > 0 ? ` (+ ${line.cheapPerUpdate.toFixed(2)} cheap)` : '';
  return [
    ...[line.dataset, line.split, line.model, line.optimizer],
    `${line.evaluationsPerUpdate.toFixed(2)}${cheap}`,
    line.moleculesPerSecond.toFixed(0),
    line.secondsPerEpoch.toFixed(2),
    ...(hasBase ? [line.relativeTime === null ? '' : line.relativeTime.toFixed(2)] : []),
  ];
}

function methodOf({ model, optimizer }: SummaryLine): string {
  return `${model}\0${optimizer}`;
}

function arrow(direction: 'higher' | 'lower'): string {
  return direction === 'higher' ? '↑' : '↓';
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

function probabilityText(probability: number): string {
  return probability < 0.001 ? '< 0.001' : probability.toFixed(3);
}
