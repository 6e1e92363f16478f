/** Lines, steps, points and bands over two axes: learning curves, ROC and precision-recall curves, calibration, slices of a landscape. */
import { area, curveStepAfter, curveStepBefore, line } from 'd3-shape';
import { formatNumber, plural } from '../base/index.ts';
import { type Chart, type ChartSize, type DataTable, px } from './chart.ts';
import { drawFrame, type Plot } from './frame.ts';
import type { LegendEntry } from './legend.ts';
import { type MarkupPart, markup } from './markup.ts';
import { seriesColor, seriesDash } from './palette.ts';
import { type AxisOptions, axisTitle } from './scale.ts';

export interface LinePoint {
  readonly x: number;
  /** null: a gap. */
  readonly y: number | null;
  /** Ends of the band, or of the interval of a single point. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface LineSeries {
  readonly name: string;
  readonly points: readonly LinePoint[];
  /**
   * `steps`: each value holds up to the next point; `steps-back`: back to the point before. `points`: dots, joined by nothing. Default
   * line.
   */
  readonly shape?: 'line' | 'steps' | 'steps-back' | 'points' | undefined;
  /** Index in the palette. Default: its index among the series. */
  readonly color?: number | undefined;
}

/** A thin line across the chart: a chance level, a chosen epoch, the diagonal. */
export type ReferenceLine = { readonly name: string } & (
  | { readonly x: number }
  | { readonly y: number }
  | { readonly from: readonly [number, number]; readonly to: readonly [number, number] }
);

export interface LineChartOptions extends ChartSize {
  readonly title: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly series: readonly LineSeries[];
  readonly references?: readonly ReferenceLine[] | undefined;
  readonly square?: boolean | undefined;
  /** Default: where each series begins and ends, its lowest and highest value. */
  readonly description?: string | undefined;
}

/** Rows of the table of numbers; longer series are thinned evenly. */
const tableRows = 60;

export function lineChart(options: LineChartOptions): Chart {
  const { title, x, y, series, references = [] } = options;
  const description = options.description ?? describeLines(options);
  const extent = references.flatMap(endsOf);
  const points = series.flatMap((each) => each.points);
  const frame = {
    ...options,
    description,
    xValues: [...points.map((point) => point.x), ...extent.map((end) => end.x ?? Number.NaN)],
    yValues: [
      ...points.flatMap(({ y, low, high }) => [y ?? Number.NaN, low ?? Number.NaN, high ?? Number.NaN]),
      ...extent.map((end) => end.y ?? Number.NaN),
    ],
    legend: legendOf(series, references),
  };
  const svg = drawFrame(frame, (plot) => [
    references.map((reference, index) => drawReference(reference, index, plot)),
    series.map((each, index) => drawSeries(each, each.color ?? index, plot)),
  ]);
  return { title, svg, description, table: tableOf(series, axisTitle(x), axisTitle(y)) };
}

function legendOf(series: readonly LineSeries[], references: readonly ReferenceLine[]): LegendEntry[] {
  const named = series.map(({ name, shape, color }, index): LegendEntry => {
    const at = color ?? index;
    return { name, color: seriesColor(at), sign: shape === 'points' ? 'dot' : 'line', dash: seriesDash(at) };
  });
  const lines = references.map(({ name }, index): LegendEntry => ({ name, ...referenceStyle(index), sign: 'line' }));
  return series.length + references.length > 1 ? [...named, ...lines] : [];
}

function referenceStyle(index: number): { readonly color: string; readonly dash: string } {
  return { color: 'var(--chart-muted)', dash: ['3 3', '9 4', '1.5 4'][index % 3]! };
}

function drawReference(
  reference: ReferenceLine,
  index: number,
  { x, y, area: { left, right, top, bottom } }: Plot,
): MarkupPart {
  const path = (x1?: number, y1?: number, x2?: number, y2?: number): MarkupPart => {
    const ends = [x1, y1, x2, y2];
    if (ends.includes(undefined)) return undefined;
    const [fromX, fromY, toX, toY] = ends.map((end) => px(end!));
    const { color, dash } = referenceStyle(index);
    return markup`<path d="M${fromX},${fromY}L${toX},${toY}" stroke="${color}" stroke-dasharray="${dash}"/>`;
  };
  if ('x' in reference) return path(x.pixel(reference.x), top, x.pixel(reference.x), bottom);
  if ('y' in reference) return path(left, y.pixel(reference.y), right, y.pixel(reference.y));
  const { from, to } = reference;
  return path(x.pixel(from[0]), y.pixel(from[1]), x.pixel(to[0]), y.pixel(to[1]));
}

function endsOf(reference: ReferenceLine): { readonly x?: number; readonly y?: number }[] {
  if (!('from' in reference)) return [reference];
  return [reference.from, reference.to].map(([x, y]) => ({ x, y }));
}

interface Placed {
  readonly x: number;
  /** Not a number: a gap. */
  readonly y: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

function drawSeries({ points, shape = 'line' }: LineSeries, color: number, plot: Plot): MarkupPart {
  const stroke = seriesColor(color);
  const placed = placePoints(points, plot);
  if (shape === 'points') return drawPoints(placed, stroke);
  const isDefined = ({ y }: Placed): boolean => !Number.isNaN(y);
  const path = line<Placed>(
    ({ x }) => x,
    ({ y }) => y,
  )
    .defined(isDefined)
    .digits(1);
  if (shape === 'steps') path.curve(curveStepAfter);
  if (shape === 'steps-back') path.curve(curveStepBefore);
  const lonely = placed.filter((point, at) => isDefined(point) && isLonely(placed, at));
  return markup`${drawBand(placed, stroke)}<path d="${path(withoutRepeats(placed)) ?? ''}" stroke="${stroke}" stroke-width="2" stroke-linejoin="round" stroke-dasharray="${seriesDash(color)}"/>${drawPoints(lonely, stroke)}`;
}

/** A point without neighbors would be a line of no length. */
function isLonely(placed: readonly Placed[], at: number): boolean {
  const isGap = (point: Placed | undefined): boolean => point === undefined || Number.isNaN(point.y);
  return isGap(placed[at - 1]) && isGap(placed[at + 1]);
}

function drawBand(placed: readonly Placed[], color: string): MarkupPart {
  const hasBand = ({ low, high }: Placed): boolean => low !== undefined && high !== undefined;
  if (!placed.some(hasBand)) return undefined;
  const path = area<Placed>(
    ({ x }) => x,
    ({ low }) => low!,
    ({ high }) => high!,
  )
    .defined(hasBand)
    .digits(1);
  return markup`<path d="${path(placed) ?? ''}" fill="${color}" fill-opacity="0.18"/>`;
}

function drawPoints(placed: readonly Placed[], color: string): MarkupPart {
  return placed
    .filter(({ y }) => !Number.isNaN(y))
    .map(({ x, y, low, high }) => {
      const interval = low !== undefined && high !== undefined;
      const whisker =
        interval && markup`<path d="M${px(x)},${px(low)}V${px(high)}" stroke="${color}" stroke-width="1.5"/>`;
      return markup`${whisker}<circle cx="${px(x)}" cy="${px(y)}" r="3.5" fill="${color}"/>`;
    });
}

function placePoints(points: readonly LinePoint[], { x, y }: Plot): Placed[] {
  const toPixel = (value: number | undefined): number | undefined => (value === undefined ? undefined : y.pixel(value));
  return points.flatMap((point) => {
    const at = x.pixel(point.x);
    if (at === undefined) return [];
    const height = point.y === null ? undefined : y.pixel(point.y);
    return [{ x: at, y: height ?? Number.NaN, low: toPixel(point.low), high: toPixel(point.high) }];
  });
}

/** Points that fall on the one before, to a tenth of a pixel, only make the file longer. */
function withoutRepeats(placed: readonly Placed[]): Placed[] {
  const same = (left: number, right: number): boolean => Math.abs(left - right) < 0.1;
  const kept: Placed[] = [];
  for (const point of placed) {
    const last = kept.at(-1);
    if (!last || !same(point.x, last.x) || !same(point.y, last.y)) kept.push(point);
  }
  return kept;
}

function describeLines({ x, y, series }: LineChartOptions): string {
  const lines = series.map(({ name, points }) => {
    const values = points.filter(
      (point): point is LinePoint & { y: number } => point.y !== null && Number.isFinite(point.y),
    );
    if (values.length === 0) return `${name}: no values.`;
    const [first, last] = [values[0]!, values.at(-1)!];
    const [lowest, highest] = [smallestOf(values, 1), smallestOf(values, -1)];
    return `${name}: ${formatNumber(first.y)} at ${formatNumber(first.x)}, ${formatNumber(last.y)} at ${formatNumber(last.x)}; lowest ${formatNumber(lowest.y)} at ${formatNumber(lowest.x)}, highest ${formatNumber(highest.y)} at ${formatNumber(highest.x)}.`;
  });
  return [`${axisTitle(y)} by ${axisTitle(x)}, ${plural(series.length, 'line')}.`, ...lines].join(' ');
}

function smallestOf(points: readonly { x: number; y: number }[], sign: 1 | -1): { x: number; y: number } {
  return points.reduce((best, point) => (sign * point.y < sign * best.y ? point : best));
}

function tableOf(series: readonly LineSeries[], xTitle: string, yTitle: string): DataTable {
  if (series.some(({ points }) => new Set(points.map(({ x }) => x)).size < points.length))
    return listOf(series, xTitle, yTitle);
  const all = [...new Set(series.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const every = Math.ceil(all.length / tableRows);
  const shown = all.filter((_, at) => at % every === 0 || at === all.length - 1);
  const byX = series.map(({ points }) => new Map(points.map((point) => [point.x, point])));
  return {
    header: [xTitle, ...(series.length === 1 ? [yTitle] : series.map(({ name }) => name))],
    rows: shown.map((at) => [formatNumber(at), ...byX.map((points) => cellOf(points.get(at)))]),
  };
}

/** Of curves that are not a value for each x, as of stairs: every point in its order. */
function listOf(series: readonly LineSeries[], xTitle: string, yTitle: string): DataTable {
  const isAlone = series.length === 1;
  const rows = series.flatMap(({ name, points }) => {
    const every = Math.ceil((points.length * series.length) / tableRows);
    const shown = points.filter((_, at) => at % every === 0 || at === points.length - 1);
    return shown.map((point) => [...(isAlone ? [] : [name]), formatNumber(point.x), cellOf(point)]);
  });
  return { header: [...(isAlone ? [] : ['line']), xTitle, yTitle], rows };
}

function cellOf(point: LinePoint | undefined): string {
  if (!point || point.y === null) return '';
  const { y, low, high } = point;
  const interval = low !== undefined && high !== undefined ? ` (${formatNumber(low)} to ${formatNumber(high)})` : '';
  return `${formatNumber(y)}${interval}`;
}
