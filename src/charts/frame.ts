/** Axes, grid and legend around a plotting area: what charts share. A new kind of chart draws its marks into a frame. */
import { type ChartSize, defaultSize, px } from './chart.ts';
import { type LegendEntry, layOutLegend } from './legend.ts';
import { type Markup, type MarkupPart, markup } from './markup.ts';
import { usualWidth } from './page-style.ts';
import { type AxisOptions, axisTitle, makeHorizontalScale, makeScale, type Scale } from './scale.ts';
import { fontSize, shortened, textWidth } from './text-width.ts';

/** Sides of the plotting area in the units of the drawing. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface FrameOptions extends ChartSize {
  readonly title: string;
  readonly description: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  /** Values that the axes must hold. */
  readonly xValues: Iterable<number>;
  readonly yValues: Iterable<number>;
  readonly legend?: readonly LegendEntry[] | undefined;
  /** Width and height are the same, for axes of the same units. Default false. */
  readonly square?: boolean | undefined;
}

export interface Plot {
  readonly x: Scale;
  readonly y: Scale;
  readonly area: PlotArea;
}

const [titleAbove, titleBelow] = [27, 22];
const tickRow = 20;
const pixelsPerTick = { x: 62, y: 38 };

/** Draws the frame and, inside it, the marks. */
export function drawFrame(options: FrameOptions, drawMarks: (plot: Plot) => MarkupPart): Markup {
  const { width = defaultSize.width, title, description, square = false } = options;
  const top = titleAbove;
  const plotHeight = square ? width * 0.8 : (options.plotHeight ?? defaultSize.plotHeight);
  const bottom = top + plotHeight;
  const y = makeScale(options.yValues, [bottom, top], options.y, Math.max(2, Math.round(plotHeight / pixelsPerTick.y)));
  const left = Math.max(...y.ticks.map(({ label }) => textWidth(label)), 10) + 10;
  // The last label of the horizontal axis is centerd under the end of the plotting area.
  const right = square ? Math.min(left + plotHeight, width - 16) : width - 16;
  const area = { left, right, top, bottom };
  const count = Math.max(2, Math.round((right - left) / pixelsPerTick.x));
  const x = makeHorizontalScale(options.xValues, [left, right], options.x, count);
  const legend = layOutLegend(options.legend ?? [], width - 8);
  const belowAxis = bottom + tickRow + titleBelow;
  const content = markup`${drawAxes({ x, y, area }, options)}${drawMarks({ x, y, area })}${legend.draw(4, belowAxis - 4)}`;
  return svgElement({ title, description, width, height: belowAxis + legend.height }, content);
}

export interface SvgOptions {
  readonly title: string;
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

/** The `<svg>` element of a chart, named and described for those who do not see it. */
export function svgElement({ title, description, width, height }: SvgOptions, content: MarkupPart): Markup {
  // One that is wide takes the page: squeezed into the usual width, nobody could read it.
  const wide = width > usualWidth && markup` style="max-width: ${px(width)}px"`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="chart"${wide} role="img" viewBox="0 0 ${px(width)} ${px(height)}" width="${px(width)}" height="${px(height)}" font-family="system-ui, sans-serif" fill="none"><title>${title}</title><desc>${description}</desc>${content}</svg>`;
}

function drawAxes({ x, y, area }: Plot, options: FrameOptions): Markup {
  const { left, right, top, bottom } = area;
  const room = right - left;
  const labeled = y.ticks.filter(({ label }) => label !== '');
  const grid = labeled.map(({ value }) => `M${px(left)},${px(y.pixel(value)!)}H${px(right)}`).join('');
  const marks = x.ticks.map(({ value, label }) => `M${px(x.pixel(value)!)},${px(bottom)}v${label ? 5 : 3}`).join('');
  return markup`<path d="${grid}" stroke="var(--chart-grid)"/><path d="M${px(left)},${px(bottom)}H${px(right)}${marks}" stroke="var(--chart-rule)"/><g font-size="${fontSize}" fill="var(--chart-muted)"><g text-anchor="end">${y.ticks.map(({ value, label }) => tickText(label, left - 6, y.pixel(value)! + 4))}</g><g text-anchor="middle">${x.ticks.map(({ value, label }) => tickText(label, x.pixel(value)!, bottom + 17))}</g></g><g font-size="${fontSize}" fill="var(--chart-ink)"><text x="0" y="${px(top - 14)}">${shortened(axisTitle(options.y), right)}</text><text x="${px((left + right) / 2)}" y="${px(bottom + 34)}" text-anchor="middle">${shortened(axisTitle(options.x), room)}</text></g>`;
}

function tickText(label: string, x: number, y: number): MarkupPart {
  return label !== '' && markup`<text x="${px(x)}" y="${px(y)}">${label}</text>`;
}
