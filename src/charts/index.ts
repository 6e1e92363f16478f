/**
 * Charts and the page around them, as text: no browser, no scripts. A chart function gives an SVG with its description and its
 * numbers; `figure` puts it into a page, `standaloneSvg` into a file.
 */
export type { Chart, ChartSize, DataTable } from './chart.ts';
export { px } from './chart.ts';
export { dataTable, type FigureOptions, figure, standaloneSvg } from './figure.ts';
export { drawFrame, type FrameOptions, type Plot, type PlotArea, type SvgOptions, svgElement } from './frame.ts';
export { type HistogramOptions, type HistogramSeries, histogram } from './histogram.ts';
export { type IntervalChartOptions, type IntervalRow, intervalChart } from './interval-chart.ts';
export type { LegendEntry } from './legend.ts';
export { type LineChartOptions, type LinePoint, type LineSeries, lineChart, type ReferenceLine } from './line-chart.ts';
export { Markup, type MarkupPart, markup } from './markup.ts';
export {
  grid,
  htmlPage,
  type KeyFigure,
  keyFigures,
  listItems,
  type PageOptions,
  type PageSection,
  warnings,
} from './page.ts';
export { themedVariables } from './palette.ts';
export { type ParallelAxis, type ParallelChartOptions, type ParallelLine, parallelChart } from './parallel-chart.ts';
export { type AxisOptions, axisTitle, makeScale, type Scale, type Tick } from './scale.ts';
export { type ScatterChartOptions, type ScatterSeries, scatterChart } from './scatter-chart.ts';
export { fontSize } from './text-width.ts';
