/** Lines through parallel axes, one a row of numbers or words: which settings go together in what is good. */
import { formatNumber, plural } from '../base/index.ts';
import { type Chart, type ChartSize, px } from './chart.ts';
import { svgElement } from './frame.ts';
import { type MarkupPart, markup } from './markup.ts';
import { seriesColor } from './palette.ts';
import { makeScale } from './scale.ts';
import { fontSize, shortened } from './text-width.ts';

export interface ParallelAxis {
  readonly name: string;
  /** Logarithmic. Default false. */
  readonly log?: boolean | undefined;
  /** Words in their order from below; without them the axis shows numbers. */
  readonly words?: readonly string[] | undefined;
}

export interface ParallelLine {
  /** A number or a word an axis; undefined where it has none: the line is broken there. */
  readonly values: readonly (number | string | undefined)[];
  /** Stands out, and is drawn last. */
  readonly isBest: boolean;
}

export interface ParallelChartOptions extends Pick<ChartSize, 'width' | 'plotHeight'> {
  readonly title: string;
  readonly axes: readonly ParallelAxis[];
  readonly lines: readonly ParallelLine[];
  readonly description?: string | undefined;
}

const [top, below, side] = [14, 40, 46];
/** A line at every axis gets a name of so many units. */
const axisWidth = 118;

export function parallelChart(options: ParallelChartOptions): Chart {
  const { title, axes, lines, plotHeight = 240 } = options;
  const width = options.width ?? Math.max(400, 2 * side + (axes.length - 1) * axisWidth);
  const between = axes.length > 1 ? (width - 2 * side) / (axes.length - 1) : 0;
  const bottom = top + plotHeight;
  const placed = axes.map((axis, index) => placeAxis(axis, index, lines, [bottom, top]));
  const at = (index: number): number => side + index * between;
  const description = options.description ?? describe(options);
  const drawn = lines.toSorted((left, right) => Number(left.isBest) - Number(right.isBest));
  const best = opacityOf(lines.filter(({ isBest }) => isBest).length, { few: 12, opacity: 1 });
  const rest = opacityOf(lines.length, { few: 60, opacity: 0.35 });
  const paths = drawn.map(({ values, isBest }) => {
    const path = pathOf(values.map((value, index) => ({ x: at(index), y: placed[index]!.pixel(value) })));
    return isBest
      ? markup`<path d="${path}" stroke="${seriesColor(1)}" stroke-width="2.5" stroke-opacity="${best}"/>`
      : markup`<path d="${path}" stroke="${seriesColor(0)}" stroke-opacity="${rest}"/>`;
  });
  const room = between || width;
  const drawnAxes = placed.map(({ ticks }, index) =>
    drawAxis(ticks, axes[index]!.name, { x: at(index), bottom, room }),
  );
  // The lines first: hundreds of them would hide the numbers.
  const content = markup`${paths}${drawnAxes}`;
  const header = axes.map(({ name }) => name);
  const rows = lines.map(({ values }) =>
    values.map((value) => (typeof value === 'number' ? formatNumber(value) : (value ?? ''))),
  );
  return {
    title,
    description,
    svg: svgElement({ title, description, width, height: bottom + below }, content),
    table: { header, rows },
  };
}

/** Of lines that are few; of more than those less, so that where they are dense can still be seen. */
function opacityOf(lines: number, { few, opacity }: { readonly few: number; readonly opacity: number }): string {
  return Math.max(0.05, opacity * Math.min(1, Math.sqrt(few / Math.max(1, lines)))).toFixed(2);
}

interface PlacedTick {
  readonly label: string;
  readonly y: number;
}

function placeAxis(
  { log, words }: ParallelAxis,
  index: number,
  lines: readonly ParallelLine[],
  pixels: readonly [number, number],
) {
  if (words) {
    const step = words.length > 1 ? (pixels[1] - pixels[0]) / (words.length - 1) : 0;
    const heightOf = (word: string): number => pixels[0] + step * words.indexOf(word);
    const pixel = (value: number | string | undefined): number | undefined =>
      value === undefined || !words.includes(String(value)) ? undefined : heightOf(String(value));
    return { pixel, ticks: words.map((label): PlacedTick => ({ label, y: heightOf(label) })) };
  }
  const numbers = lines.flatMap(({ values }) => (typeof values[index] === 'number' ? [values[index]] : []));
  const scale = makeScale(numbers, pixels, { log }, 5);
  const ticks = scale.ticks.flatMap(({ value, label }): PlacedTick[] =>
    label === '' ? [] : [{ label, y: scale.pixel(value)! }],
  );
  return {
    pixel: (value: number | string | undefined) => (typeof value === 'number' ? scale.pixel(value) : undefined),
    ticks,
  };
}

/** Broken where a line has no value. */
function pathOf(points: readonly { readonly x: number; readonly y: number | undefined }[]): string {
  let isDown = false;
  return points
    .map(({ x, y }) => {
      if (y === undefined) {
        isDown = false;
        return '';
      }
      const command = isDown ? 'L' : 'M';
      isDown = true;
      return `${command}${px(x)},${px(y)}`;
    })
    .join('');
}

function drawAxis(
  ticks: readonly PlacedTick[],
  name: string,
  { x, bottom, room }: { x: number; bottom: number; room: number },
): MarkupPart {
  const marks = ticks.map(({ y }) => `M${px(x - 4)},${px(y)}h4`).join('');
  const labels = ticks.map(
    ({ label, y }) =>
      markup`<text x="${px(x - 7)}" y="${px(y + 4)}" text-anchor="end">${shortened(label, Math.min(room - 12, side * 1.6))}</text>`,
  );
  return markup`<path d="M${px(x)},${px(top)}V${px(bottom)}${marks}" stroke="var(--chart-rule)"/><g font-size="${fontSize}" fill="var(--chart-muted)" stroke="var(--chart-ground)" stroke-width="3" paint-order="stroke">${labels}</g><text x="${px(x)}" y="${px(bottom + 24)}" font-size="${fontSize}" fill="var(--chart-ink)" text-anchor="middle">${shortened(name, room - 6)}</text>`;
}

function describe({ axes, lines }: ParallelChartOptions): string {
  const best = lines.find(({ isBest }) => isBest);
  const values = best && axes.map(({ name }, index) => `${name} ${best.values[index] ?? 'none'}`).join(', ');
  return `${plural(lines.length, 'line')} through ${axes.map(({ name }) => name).join(', ')}.${values ? ` The one that stands out: ${values}.` : ''}`;
}
