/** What all still charts share: a title, axes with their names, a description for those who do not see it. */
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { short } from '../parts/numbers.ts';
import { ChartFiles } from './chart-files.tsx';
import { linearScale, type Scale } from './scale.ts';

export interface FrameProps {
  readonly title: string;
  /** What the chart shows, in a sentence with its numbers. */
  readonly description: string;
  readonly across: { readonly name: string; readonly values: readonly number[] };
  readonly up: { readonly name: string; readonly values: readonly number[]; readonly ticks?: number };
  readonly height?: number;
  readonly caption?: ComponentChildren;
  readonly series?: number;
  /** Names of the curves, in the drawing. */
  readonly legend?: readonly LegendEntry[];
  /** Name of its files without an ending; undefined: it is not offered as a file. */
  readonly stem?: string | undefined;
  readonly children: (x: Scale, y: Scale) => ComponentChildren;
}

type DrawingProps = Omit<FrameProps, 'title' | 'series' | 'caption' | 'stem'>;

interface LegendEntry {
  readonly name: string;
  readonly series: number;
}

const width = 460;
const legendLine = 18;
const margin = { left: 54, right: 14, top: 10, bottom: 44 };

export function ChartFrame({ title, series, caption, stem, ...drawing }: FrameProps) {
  const figure = useRef<HTMLElement>(null);
  return (
    <figure class="chart" data-series={series} ref={figure}>
      <h3>{title}</h3>
      <Drawing {...drawing} />
      {caption && <figcaption>{caption}</figcaption>}
      {stem !== undefined && (
        <ChartFiles title={title} stem={stem} withDrawing={(use) => use(figure.current!.querySelector('svg')!)} />
      )}
    </figure>
  );
}

/** The drawing alone. */
function Drawing({ description, across, up, height: least = 240, legend = [], children }: DrawingProps) {
  const top = margin.top + legendLine * legend.length;
  const height = least + legendLine * legend.length;
  const bottom = height - margin.bottom;
  const x = linearScale(across.values, margin.left, width - margin.right);
  const y = linearScale(up.values, bottom, top, up.ticks ?? 4);
  return (
    <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={description}>
      {legend.map(({ name, series }, index) => (
        <g key={name} transform={`translate(${margin.left} ${margin.top + legendLine * index + 4})`}>
          <path class="line" data-series={series} d="M0 0H26" />
          <text x={34} y={4}>
            {cut(name, 56)}
          </text>
        </g>
      ))}
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line class="grid" x1={margin.left} x2={width - margin.right} y1={y.pixel(tick)} y2={y.pixel(tick)} />
          <text x={margin.left - 8} y={y.pixel(tick) + 4} text-anchor="end">
            {short(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        // The last label ends with the axis: a long one would be cut off at the edge.
        <text
          key={tick}
          x={Math.min(x.pixel(tick), width - margin.right)}
          y={bottom + 18}
          text-anchor={x.pixel(tick) > width - margin.right - 24 ? 'end' : 'middle'}
        >
          {short(tick)}
        </text>
      ))}
      <line class="axis" x1={margin.left} x2={width - margin.right} y1={bottom} y2={bottom} />
      {children(x, y)}
      <text x={(margin.left + width - margin.right) / 2} y={height - 6} text-anchor="middle">
        {cut(across.name)}
      </text>
      <text transform={`translate(13 ${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle">
        {cut(up.name)}
      </text>
    </svg>
  );
}

/** Names of columns can be of any length. */
export function cut(name: string, most = 44): string {
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
}

export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
}
