/** Named values, one a row, as bars from zero or as dots with their intervals: comparisons, errors by group, metrics by task. */
import { formatNumber, plural } from '../base/index.ts';
import { type Chart, type ChartSize, defaultSize, px } from './chart.ts';
import { svgElement } from './frame.ts';
import { type LegendEntry, layOutLegend } from './legend.ts';
import { type Markup, type MarkupPart, markup } from './markup.ts';
import { seriesColor } from './palette.ts';
import { type AxisOptions, axisTitle, makeHorizontalScale, type Scale } from './scale.ts';
import { fontSize, shortened, textWidth } from './text-width.ts';

export interface IntervalRow {
  readonly name: string;
  /** null: undefined, and said so. */
  readonly value: number | null;
  /** Ends of the interval. */
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  /** Place in the palette, for groups of rows. Default 0. */
  readonly color?: number | undefined;
  /** Behind the value, for instance how many molecules. */
  readonly note?: string | undefined;
}

export interface IntervalChartOptions extends Pick<ChartSize, 'width'> {
  readonly title: string;
  readonly value: Omit<AxisOptions, 'log'>;
  /** What a row is, for instance `optimizer`: a word that an s makes several. */
  readonly rowTitle: string;
  readonly rows: readonly IntervalRow[];
  /** `bar` begins at zero. Default dot. */
  readonly mark?: 'dot' | 'bar' | undefined;
  readonly references?: readonly { readonly name: string; readonly value: number }[] | undefined;
  /** Names of the colors, if rows have several. */
  readonly groups?: readonly string[] | undefined;
  readonly description?: string | undefined;
}

const rowHeight = 24;
const top = 6;

export function intervalChart(options: IntervalChartOptions): Chart {
  const { title, value, rows, rowTitle, mark = 'dot', references = [], width = defaultSize.width } = options;
  const description = options.description ?? describe(options);
  const texts = rows.map(shownText);
  const nameWidth = Math.min(Math.max(...rows.map(({ name }) => textWidth(name)), 30), width * 0.36);
  const textColumn = Math.min(Math.max(...texts.map((text) => textWidth(text)), 20), width * 0.4);
  const [left, right] = [nameWidth + 12, width - textColumn - 14];
  const bottom = top + rows.length * rowHeight;
  const values = rows.flatMap((row) => [row.value ?? Number.NaN, row.low ?? Number.NaN, row.high ?? Number.NaN]);
  const axis = [...values, ...references.map((line) => line.value), ...(mark === 'bar' ? [0] : [])];
  const scale = makeHorizontalScale(axis, [left, right], value, Math.max(2, Math.round((right - left) / 55)));
  const legend = layOutLegend(legendOf(options), width - 8);
  const drawn = rows.map((row, index) =>
    drawRow(row, texts[index]!, { y: top + (index + 0.5) * rowHeight, nameWidth, textColumn, width, mark }, scale),
  );
  const content = markup`${drawAxis(scale, axisTitle(value), { left, right, bottom, width })}${references.map((line) => drawReference(line.value, scale, bottom))}${drawn}${legend.draw(4, bottom + 40)}`;
  return {
    title,
    svg: svgElement({ title, description, width, height: bottom + 44 + legend.height }, content),
    description,
    table: {
      header: [rowTitle, axisTitle(value)],
      rows: rows.map((row) => [row.name, valueText(row)]),
    },
  };
}

function legendOf({ groups = [], references = [] }: IntervalChartOptions): LegendEntry[] {
  const names = groups.map((name, index): LegendEntry => ({ name, color: seriesColor(index), sign: 'dot' }));
  const lines = references.map(
    ({ name }): LegendEntry => ({
      name,
      color: 'var(--chart-muted)',
      sign: 'line',
      dash: '3 3',
    }),
  );
  return [...names, ...lines];
}

/** Beside its drawn interval: `0.613, 12`. */
function shownText({ value, note }: IntervalRow): string {
  const text = value === null ? 'undefined' : formatNumber(Number(value.toPrecision(3)));
  return `${text}${note === undefined ? '' : `, ${note}`}`;
}

/** `0.6126 (0.58 to 0.64), 12 molecules`. */
function valueText({ value, low, high, note }: IntervalRow): string {
  const interval = low !== undefined && high !== undefined ? ` (${formatNumber(low)} to ${formatNumber(high)})` : '';
  return `${formatNumber(value)}${interval}${note === undefined ? '' : `, ${note}`}`;
}

interface RowPosition {
  readonly y: number;
  readonly nameWidth: number;
  readonly textColumn: number;
  readonly width: number;
  readonly mark: 'dot' | 'bar';
}

function drawRow(row: IntervalRow, text: string, position: RowPosition, scale: Scale): Markup {
  const { y, nameWidth, textColumn, width, mark } = position;
  const texts = markup`${drawText(row.name, { x: nameWidth, y, room: nameWidth, color: 'var(--chart-ink)' })}${drawText(text, { x: width, y, room: textColumn, color: 'var(--chart-muted)' })}`;
  return markup`<g font-size="${fontSize}">${texts}${drawMark(row, y, mark, scale)}</g>`;
}

/** Text that ends at x, cut to its room; what was cut stands in its title. */
function drawText(
  text: string,
  { x, y, room, color }: { readonly x: number; readonly y: number; readonly room: number; readonly color: string },
): Markup {
  const shown = shortened(text, room);
  const whole = shown !== text && markup`<title>${text}</title>`;
  return markup`<text x="${px(x)}" y="${px(y + 4)}" text-anchor="end" fill="${color}">${whole}${shown}</text>`;
}

function drawMark(
  { value, low, high, color = 0 }: IntervalRow,
  y: number,
  mark: 'dot' | 'bar',
  scale: Scale,
): MarkupPart {
  const at = value === null ? undefined : scale.pixel(value);
  if (at === undefined) return undefined;
  const paint = seriesColor(color);
  const ends = [low, high].map((end) => (end === undefined ? undefined : scale.pixel(end)));
  const [from, to] = ends;
  const whisker =
    from !== undefined &&
    to !== undefined &&
    markup`<path d="M${px(from)},${px(y)}H${px(to)}M${px(from)},${px(y - 4)}v8M${px(to)},${px(y - 4)}v8" stroke="${mark === 'bar' ? 'var(--chart-ink)' : paint}" stroke-width="1.5"/>`;
  if (mark === 'dot') return markup`${whisker}<circle cx="${px(at)}" cy="${px(y)}" r="4.5" fill="${paint}"/>`;
  const zero = scale.pixel(0)!;
  const [left, right] = [Math.min(zero, at), Math.max(zero, at)];
  return markup`<rect x="${px(left)}" y="${px(y - 7)}" width="${px(right - left)}" height="14" fill="${paint}" fill-opacity="0.6" stroke="${paint}"/>${whisker}`;
}

function drawAxis(
  scale: Scale,
  title: string,
  { left, right, bottom, width }: { left: number; right: number; bottom: number; width: number },
): Markup {
  const grid = scale.ticks.map(({ value }) => `M${px(scale.pixel(value)!)},${top}V${px(bottom)}`).join('');
  const labels = scale.ticks.map(
    ({ value, label }) =>
      label !== '' && markup`<text x="${px(scale.pixel(value)!)}" y="${px(bottom + 16)}">${label}</text>`,
  );
  const middle = Math.min(Math.max((left + right) / 2, textWidth(title) / 2), width - textWidth(title) / 2);
  return markup`<path d="${grid}" stroke="var(--chart-grid)"/><path d="M${px(left)},${px(bottom)}H${px(right)}" stroke="var(--chart-rule)"/><g font-size="${fontSize}" text-anchor="middle" fill="var(--chart-muted)">${labels}</g><text font-size="${fontSize}" x="${px(middle)}" y="${px(bottom + 34)}" text-anchor="middle" fill="var(--chart-ink)">${shortened(title, width)}</text>`;
}

function drawReference(value: number, scale: Scale, bottom: number): MarkupPart {
  const at = scale.pixel(value);
  return (
    at !== undefined &&
    markup`<path d="M${px(at)},${top}V${px(bottom)}" stroke="var(--chart-muted)" stroke-dasharray="3 3"/>`
  );
}

function describe({ value, rowTitle, rows }: IntervalChartOptions): string {
  const listed = rows.slice(0, 12).map((row) => `${row.name}: ${valueText(row)}`);
  const more = rows.length > 12 ? ` and ${rows.length - 12} more` : '';
  return `${axisTitle(value)} of ${plural(rows.length, rowTitle)}. ${listed.join('; ')}${more}.`;
}
