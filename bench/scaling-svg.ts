/** Step times as a picture: a panel for each quantity, both axes logarithmic, the fitted line over the points it was fitted to. */
import { type Sweep, upperHalf } from './scaling-sweep.ts';

const panel = { width: 260, height: 220, left: 46, right: 12, top: 34, bottom: 40 } as const;
const style = [
  'text { font: 11px sans-serif; fill: #333 }',
  '.title { font-weight: bold }',
  '.grid { stroke: #ddd }',
  '.line { stroke: #c44; stroke-width: 1.5 }',
  '.point { fill: #357 }',
].join(' ');

export function scalingSvg(sweeps: readonly Sweep[]): string {
  const times = sweeps.flatMap(({ points }) => points.map(({ medianMs }) => medianMs));
  const ticks = niceTicks(Math.min(...times), Math.max(...times));
  const toY = logScale(ticks[0]!, ticks.at(-1)!, panel.height - panel.bottom, panel.top);
  const panels = sweeps.map((sweep, index) => {
    const body = drawPanel(sweep, ticks, toY);
    return `<g transform="translate(${index * panel.width} 0)">\n${body.join('\n')}\n</g>`;
  });
  const width = sweeps.length * panel.width;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${panel.height}" width="${width}" height="${panel.height}">`,
    '<title>Time of a training step over atoms per molecule, batch, width and layers</title>',
    `<style>${style}</style>`,
    '<rect width="100%" height="100%" fill="#fff"/>',
    ...panels,
    '</svg>',
    '',
  ].join('\n');
}

function drawPanel(sweep: Sweep, ticks: readonly number[], toY: (ms: number) => number): string[] {
  const { title, points, exponent, factor } = sweep;
  const [first, last] = [points[0]!.value, points.at(-1)!.value];
  const toX = logScale(first, last, panel.left + 8, panel.width - panel.right - 8);
  const floor = panel.height - panel.bottom;
  const [from, to] = [upperHalf(points)[0]!.value, last];
  const onLine = (value: number): number => toY(factor * value ** exponent);
  return [
    text([panel.left, 16], title, { kind: 'title' }),
    text([panel.left, 29], `time grows with exponent ${exponent.toFixed(2)}`),
    ...ticks.flatMap((ms) => [
      line([panel.left, toY(ms)], [panel.width - panel.right, toY(ms)], 'grid'),
      text([panel.left - 5, toY(ms) + 4], `${ms}`, { anchor: 'end' }),
    ]),
    ...spacedLabels(points.map(({ value }) => value)).map((value) =>
      text([toX(value), floor + 16], `${value}`, { anchor: 'middle' }),
    ),
    text([panel.left, floor + 32], 'ms a step, both axes logarithmic'),
    line([toX(from), onLine(from)], [toX(to), onLine(to)], 'line'),
    ...points.map(({ value, medianMs }) => {
      return `<circle class="point" cx="${place(toX(value))}" cy="${place(toY(medianMs))}" r="3"/>`;
    }),
  ];
}

/** 1, 2, 5 times powers of ten that enclose the range. */
function niceTicks(smallest: number, largest: number): number[] {
  const all = [-1, 0, 1, 2, 3, 4, 5].flatMap((power) => [1, 2, 5].map((digit) => digit * 10 ** power));
  const below = all.filter((tick) => tick <= smallest).length - 1;
  const above = all.findIndex((tick) => tick >= largest);
  return all.slice(below, above + 1);
}

/** The values that have room for a label: the first, and each that is 1.35 times the last one shown. */
function spacedLabels(values: readonly number[]): number[] {
  const shown: number[] = [];
  for (const value of values) if (shown.length === 0 || value >= 1.35 * shown.at(-1)!) shown.push(value);
  return shown;
}

function logScale(low: number, high: number, start: number, end: number): (value: number) => number {
  return (value) => start + ((end - start) * Math.log(value / low)) / Math.log(high / low);
}

const place = (number: number): string => number.toFixed(1);

type Point = readonly [x: number, y: number];

function line([x1, y1]: Point, [x2, y2]: Point, kind: string): string {
  return `<line class="${kind}" x1="${place(x1)}" y1="${place(y1)}" x2="${place(x2)}" y2="${place(y2)}"/>`;
}

interface TextOptions {
  /** Default start. */
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly kind?: string;
}

function text([x, y]: Point, content: string, { anchor = 'start', kind }: TextOptions = {}): string {
  const classed = kind ? ` class="${kind}"` : '';
  return `<text${classed} x="${place(x)}" y="${place(y)}" text-anchor="${anchor}">${content}</text>`;
}
