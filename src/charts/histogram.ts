/** How values are distributed: bars of counts, for one or several groups over the same bins. */
import { formatCount, formatNumber, plural } from '../base/index.ts';
import { type Chart, type ChartSize, type DataTable, px } from './chart.ts';
import { drawFrame, type Plot } from './frame.ts';
import { type MarkupPart, markup } from './markup.ts';
import { seriesColor } from './palette.ts';
import { type AxisOptions, axisTitle, makeScale } from './scale.ts';

export interface HistogramSeries {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

export interface HistogramOptions extends ChartSize {
  readonly title: string;
  readonly x: Omit<AxisOptions, 'log'>;
  /** Of the counts. Default `molecules`. */
  readonly counted?: string | undefined;
  readonly series: readonly HistogramSeries[];
  /** Bins wanted, about: their ends stand at round numbers. Default 20. */
  readonly bins?: number | undefined;
  readonly description?: string | undefined;
}

export function histogram(options: HistogramOptions): Chart {
  const { title, x, series, counted = 'molecules', bins = 20 } = options;
  const edges = binEdges(series, x, bins);
  const counts = series.map(({ values }) => countIn(values, edges));
  const description = options.description ?? describe(options, edges, counts);
  const legend = series.map(({ name }, index) => ({ name, color: seriesColor(index), sign: 'area' as const }));
  const frame = {
    ...options,
    description,
    x: { ...x, domain: [edges[0]!, edges.at(-1)!] as const },
    y: { title: counted, whole: true },
    xValues: edges,
    yValues: [0, ...counts.flat()],
    legend: series.length > 1 ? legend : [],
  };
  const svg = drawFrame(frame, (plot) => counts.map((bars, index) => drawBars(bars, edges, index, plot)));
  return { title, svg, description, table: tableOf(options, edges, counts) };
}

/** Ends of the bins, [bins + 1]: round numbers, all values between the first and the last. */
export function binEdges(
  series: readonly HistogramSeries[],
  { domain }: Pick<AxisOptions, 'domain'>,
  bins: number,
): number[] {
  const values = series.flatMap((each) => Array.from(each.values));
  const { ticks, domain: ends, pixel } = makeScale(values, [0, 1], { domain }, bins);
  const fits = (value: number): boolean => pixel(value) !== undefined;
  const inner = ticks.map(({ value }) => value).filter((value) => value > ends[0] && value < ends[1]);
  if (domain !== undefined) return [ends[0], ...inner, ends[1]];
  // The ends are rounded, and could miss a value by its last bit.
  const low = values.reduce((least, value) => (value < least && fits(value) ? value : least), ends[0]);
  const high = values.reduce((most, value) => (value > most && fits(value) ? value : most), ends[1]);
  return [low, ...inner, high];
}

/** How many values lie in each bin, its lower end included; the last bin includes its upper end too. */
export function countIn(values: ArrayLike<number>, edges: readonly number[]): number[] {
  const counts = edges.slice(1).map(() => 0);
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    if (!(value >= edges[0]! && value <= edges.at(-1)!)) continue;
    let bin = counts.length - 1;
    while (value < edges[bin]!) bin--;
    counts[bin]!++;
  }
  return counts;
}

function drawBars(counts: readonly number[], edges: readonly number[], index: number, { x, y }: Plot): MarkupPart {
  const bottom = y.pixel(0)!;
  const path = counts.flatMap((count, bin) => {
    if (count === 0) return [];
    const [left, right] = [x.pixel(edges[bin]!)! + 0.5, x.pixel(edges[bin + 1]!)! - 0.5];
    return [`M${px(left)},${px(bottom)}V${px(y.pixel(count)!)}H${px(right)}V${px(bottom)}Z`];
  });
  const color = seriesColor(index);
  return markup`<path d="${path.join('')}" fill="${color}" fill-opacity="0.55" stroke="${color}"/>`;
}

function describe(
  { x, series, counted = 'molecules' }: HistogramOptions,
  edges: readonly number[],
  counts: number[][],
): string {
  const groups = series.map(({ name }, index) => {
    const all = counts[index]!;
    const total = all.reduce((sum, count) => sum + count, 0);
    const most = all.indexOf(Math.max(...all));
    return `${name}: ${formatCount(total)} ${counted}, most (${formatCount(all[most]!)}) from ${formatNumber(edges[most])} to ${formatNumber(edges[most + 1])}.`;
  });
  return [`Distribution of ${axisTitle(x)} in ${plural(edges.length - 1, 'bin')}.`, ...groups].join(' ');
}

function tableOf({ x, series }: HistogramOptions, edges: readonly number[], counts: readonly number[][]): DataTable {
  return {
    header: [axisTitle(x), ...series.map(({ name }) => name)],
    rows: edges
      .slice(1)
      .map((end, bin) => [
        `${formatNumber(edges[bin])} to ${formatNumber(end)}`,
        ...counts.map((bars) => formatCount(bars[bin]!)),
      ]),
  };
}
