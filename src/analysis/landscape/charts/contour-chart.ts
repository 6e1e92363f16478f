/** A surface seen from above: bands of equal loss, with runs or the way of a run on it. */
import { contours } from 'd3-contour';
import { formatNumber } from '../../../base/index.ts';
import {
  type AxisOptions,
  type Chart,
  drawFrame,
  type Markup,
  type MarkupPart,
  markup,
  type Plot,
  px,
} from '../../../charts/index.ts';
import type { Mark } from '../landscape-file.ts';
import { type LossRange, lossColor, lossLevels } from './loss-colors.ts';

export interface SurfaceData {
  readonly title: string;
  readonly description: string;
  readonly x: AxisOptions;
  readonly y: AxisOptions;
  /** Factors of the two directions, evenly spaced. */
  readonly across: readonly number[];
  readonly up: readonly number[];
  /** [y, x] row-major; null where it is not finite. */
  readonly losses: readonly (number | null)[];
  /** What the colors span, the same for pictures that are compared. */
  readonly range: LossRange;
  readonly marks: readonly Mark[];
  /** Marks follow each other. */
  readonly isPath: boolean;
}

const bands = 10;
const width = 500;

export function contourChart(data: SurfaceData): Chart {
  const { title, description, x, y, across, up, range } = data;
  const levels = lossLevels(range, bands);
  const legend = levels.map((level, band) => ({
    name: band === bands - 1 ? `${formatNumber(level)} to ${formatNumber(range.highest)}` : formatNumber(level),
    color: lossColor(band / (bands - 1)),
    sign: 'field' as const,
  }));
  const svg = drawFrame(
    {
      title,
      description,
      width,
      square: true,
      x: { ...x, domain: [across[0]!, across.at(-1)!] },
      y: { ...y, domain: [up[0]!, up.at(-1)!] },
      xValues: across,
      yValues: up,
      legend,
    },
    (plot) => [drawBands(data, levels, plot), drawMarks(data, plot)],
  );
  return { title, svg, description };
}

function drawBands({ across, up, losses, range }: SurfaceData, levels: readonly number[], plot: Plot): Markup {
  const shapes = contours()
    .size([across.length, up.length])
    .thresholds([...levels])(losses.map((loss) => loss ?? range.highest));
  const { left, right, top, bottom } = plot.area;
  // Samples lie in the middle of the cells that d3 counts; half a cell at each edge is outside of the picture.
  const point = ([column, row]: readonly number[]): string => {
    const share = (value: number, count: number): number => Math.min(1, Math.max(0, (value - 0.5) / (count - 1)));
    const [onX, onY] = [share(column!, across.length), share(row!, up.length)];
    return `${px(left + onX * (right - left))},${px(bottom - onY * (bottom - top))}`;
  };
  const paths = shapes.map(({ coordinates }, band) => {
    const path = coordinates.flatMap((polygon) => polygon.map((ring) => `M${ring.map(point).join('L')}Z`)).join('');
    return path !== '' && markup`<path d="${path}" fill="${lossColor(band / (levels.length - 1))}"/>`;
  });
  return markup`<g stroke="#ffffff" stroke-opacity="0.35" stroke-width="0.7" fill-rule="evenodd">${paths}</g>`;
}

function drawMarks({ marks, isPath }: SurfaceData, { x, y }: Plot): MarkupPart {
  const points = marks.flatMap(({ label, x: across, y: up }) => {
    const [left, top] = [x.pixel(across), y.pixel(up)];
    return left === undefined || top === undefined ? [] : [{ label, left, top }];
  });
  const way = `M${points.map(({ left, top }) => `${px(left)},${px(top)}`).join('L')}`;
  const named = isPath ? [points[0], points.at(-1)] : points.length > 1 ? points : [];
  return markup`${isPath && markup`<path d="${way}" stroke="#ffffff" stroke-width="2"/><path d="${way}" stroke="#000000" stroke-width="0.8"/>`}${points.map(({ label, left, top }) => markup`<circle cx="${px(left)}" cy="${px(top)}" r="${isPath ? 2.5 : 4}" fill="#ffffff" stroke="#000000"><title>${label}</title></circle>`)}${named.map((point) => point && drawLabel(point))}`;
}

/** White with a dark edge: readable on every band. */
function drawLabel({ label, left, top }: { label: string; left: number; top: number }): Markup {
  return markup`<text x="${px(left + 7)}" y="${px(top - 6)}" font-size="11" fill="#ffffff" stroke="#000000" stroke-opacity="0.75" stroke-width="2.5" paint-order="stroke">${label}</text>`;
}
