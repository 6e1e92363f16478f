/** Many points over two axes, for instance what was predicted over what was measured. */
import { formatNumber, plural } from '../base/index.ts';
import { type Chart, type ChartSize, px } from './chart.ts';
import { drawFrame, type Plot } from './frame.ts';
import { type MarkupPart, markup } from './markup.ts';
import { seriesColor } from './palette.ts';
import { type AxisOptions, axisTitle } from './scale.ts';

export interface ScatterSeries {
  readonly name: string;
  /** [points] each. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

export interface ScatterChartOptions extends ChartSize {
  readonly title: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  readonly series: readonly ScatterSeries[];
  /** Both axes alike, with the diagonal on which both values are equal. Default false. */
  readonly identity?: boolean | undefined;
  /** A thin level line, for instance at 0 for residuals. */
  readonly level?: { readonly name: string; readonly y: number } | undefined;
  readonly description?: string | undefined;
}

/** More points than this fill the same area and only make the file longer; every k-th is drawn. */
const mostPoints = 4000;

export function scatterChart(options: ScatterChartOptions): Chart {
  const { title, series, identity = false, level } = options;
  const xValues = series.flatMap(({ x }) => Array.from(x));
  const yValues = series.flatMap(({ y }) => Array.from(y));
  const both = [...xValues, ...yValues];
  const description = options.description ?? describe(options);
  const named = series.map(({ name }, index) => ({ name, color: seriesColor(index), sign: 'dot' as const }));
  const line = { color: 'var(--chart-muted)', dash: '3 3', sign: 'line' as const };
  const legend = [
    ...(series.length > 1 || identity || level ? named : []),
    ...(identity ? [{ ...line, name: 'equal' }] : []),
    ...(level ? [{ ...line, name: level.name }] : []),
  ];
  const frame = {
    ...options,
    description,
    y: identity ? { ...options.y, log: options.x.log } : options.y,
    square: identity,
    xValues: identity ? both : xValues,
    yValues: identity ? both : level ? [...yValues, level.y] : yValues,
    legend,
  };
  const svg = drawFrame(frame, (plot) => [
    identity && drawDiagonal(plot),
    level && drawLevel(level.y, plot),
    series.map((each, index) => drawPoints(each, index, xValues.length, plot)),
  ]);
  return { title, svg, description };
}

function drawDiagonal({ x, y }: Plot): MarkupPart {
  const low = Math.max(x.domain[0], y.domain[0]);
  const high = Math.min(x.domain[1], y.domain[1]);
  return low < high && drawLine(x.pixel(low)!, y.pixel(low)!, x.pixel(high)!, y.pixel(high)!);
}

function drawLevel(level: number, { y, area: { left, right } }: Plot): MarkupPart {
  const at = y.pixel(level);
  return at !== undefined && drawLine(left, at, right, at);
}

function drawLine(x1: number, y1: number, x2: number, y2: number): MarkupPart {
  return markup`<path d="M${px(x1)},${px(y1)}L${px(x2)},${px(y2)}" stroke="var(--chart-muted)" stroke-dasharray="3 3"/>`;
}

/** All points as one path of round ends: twelve characters a point instead of sixty. */
function drawPoints({ x, y }: ScatterSeries, index: number, total: number, plot: Plot): MarkupPart {
  const every = Math.ceil(total / mostPoints);
  const drawn = new Set<string>();
  for (let at = 0; at < x.length; at += every) {
    const [pixelX, pixelY] = [plot.x.pixel(x[at]!), plot.y.pixel(y[at]!)];
    if (pixelX !== undefined && pixelY !== undefined) drawn.add(`M${px(pixelX)},${px(pixelY)}h0`);
  }
  const size = total > 1500 ? 3 : total > 300 ? 4 : 5.5;
  const opacity = total > 300 ? 0.5 : 0.65;
  return markup`<path d="${[...drawn].join('')}" stroke="${seriesColor(index)}" stroke-width="${size}" stroke-linecap="round" stroke-opacity="${opacity}"/>`;
}

function describe({ x, y, series, identity }: ScatterChartOptions): string {
  const groups = series.map(
    (each) => `${each.name}: ${plural(each.x.length, 'point')}, ${extent(each.x)}; ${extent(each.y)}.`,
  );
  const diagonal = identity ? ' A diagonal marks where both are equal.' : '';
  return `${axisTitle(y)} over ${axisTitle(x)}.${diagonal} ${groups.join(' ')}`;
}

function extent(values: ArrayLike<number>): string {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return 'no values';
  const low = finite.reduce((least, value) => Math.min(least, value));
  const high = finite.reduce((most, value) => Math.max(most, value));
  return `${formatNumber(low)} to ${formatNumber(high)}`;
}
