/** Curves that grow while a training runs: uPlot in a figure, in the colors of the page, as wide as its place. */
import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../theme.ts';
import { ChartFiles } from './chart-files.tsx';
import { withCurves } from './curves-drawing.tsx';

export interface Curve {
  readonly at: readonly number[];
  readonly values: readonly (number | null)[];
  /** Which of the runs: its color and its dashes. */
  readonly series: number;
  readonly name: string;
  /** The unsmoothed losses behind the curve. */
  readonly faint?: boolean;
  readonly dots?: boolean;
}

interface LiveChartProps {
  readonly title: string;
  readonly description: string;
  readonly caption: string;
  readonly curves: readonly Curve[];
  readonly epochs: number;
  /** Name of its files without an ending. */
  readonly stem: string;
}

const height = 232;

export function LiveChart({ title, description, caption, curves, epochs, stem }: LiveChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | undefined>(undefined);
  const shape = `${theme.value} ${epochs} ${curves.map(({ name }) => name).join()}`;
  // A new chart where colors, axes or the number of curves change; else only new data.
  useEffect(() => {
    const element = place.current!;
    const made = new uPlot(optionsOf(curves, epochs, element.clientWidth), dataOf(curves), element);
    chart.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [shape]);
  useEffect(() => chart.current?.setData(dataOf(curves)));
  return (
    <figure class="chart">
      <h3>{title}</h3>
      <div class="live" ref={place} role="img" aria-label={description} />
      <figcaption>{caption}</figcaption>
      <ChartFiles
        title={title}
        stem={stem}
        withDrawing={(use) => withCurves({ title, description, curves, epochs }, use)}
      />
    </figure>
  );
}

/** All curves on one ascending axis; where one has no point it has none. */
function dataOf(curves: readonly Curve[]): uPlot.AlignedData {
  const tables = curves.map(({ at, values }) => [at, values] as unknown as uPlot.AlignedData);
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

function optionsOf(curves: readonly Curve[], epochs: number, width: number): uPlot.Options {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--muted'),
    font: `12px ${color('--font')}`,
    grid: { stroke: color('--line'), width: 1 },
    ticks: { stroke: color('--line'), width: 1, size: 4 },
  };
  const strokes = [color('--first'), color('--second')];
  return {
    width: Math.max(200, width),
    height,
    legend: { show: false },
    cursor: { show: false },
    scales: { x: { time: false, range: () => [0, epochs] } },
    axes: [
      { ...axis, size: 34, values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? String(tick) : '')) },
      { ...axis, size: 50 },
    ],
    series: [
      {},
      ...curves.map(({ name, series, faint, dots }) => ({
        label: name,
        stroke: `${strokes[series % 2]}${faint ? '40' : ''}`,
        width: faint ? 1 : 2.5,
        ...(!faint && series % 2 === 1 && { dash: [7, 4] }),
        spanGaps: true,
        points: dots ? { show: true, size: 7, fill: strokes[series % 2]! } : { show: false },
      })),
    ],
  };
}
