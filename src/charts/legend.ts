/** Names of what is drawn, in rows under a chart. */
import { px } from './chart.ts';
import { type Markup, type MarkupPart, markup } from './markup.ts';
import { fontSize, shortened, textWidth } from './text-width.ts';

export interface LegendEntry {
  readonly name: string;
  /** A CSS color. */
  readonly color: string;
  /** area: see-through with an edge, as bars and bands are; field: solid, as the fields of a map are. */
  readonly sign: 'line' | 'dot' | 'area' | 'field';
  readonly dash?: string;
}

const rowHeight = 18;
const signWidth = 24;
const gap = 16;

export interface LegendLayout {
  readonly height: number;
  draw(left: number, top: number): Markup;
}

/** Entries set in rows of at most `width`; a name that is longer than a row is cut. */
export function layOutLegend(entries: readonly LegendEntry[], width: number): LegendLayout {
  const placed: { readonly entry: LegendEntry; readonly name: string; readonly x: number; readonly row: number }[] = [];
  let [x, row] = [0, 0];
  for (const entry of entries) {
    const name = shortened(entry.name, width - signWidth);
    const needed = signWidth + textWidth(name);
    if (x > 0 && x + needed > width) [x, row] = [0, row + 1];
    placed.push({ entry, name, x, row });
    x += needed + gap;
  }
  return {
    height: entries.length === 0 ? 0 : (row + 1) * rowHeight + 6,
    draw: (left, top) =>
      markup`<g>${placed.map(({ entry, name, x, row }) => drawEntry(entry, name, left + x, top + 6 + row * rowHeight))}</g>`,
  };
}

function drawEntry(entry: LegendEntry, name: string, x: number, y: number): Markup {
  const whole = name === entry.name ? undefined : markup`<title>${entry.name}</title>`;
  return markup`<g>${drawSign(entry, x, y + 7)}<text x="${px(x + signWidth)}" y="${px(y + 11)}" font-size="${fontSize}" fill="var(--chart-ink)">${whole}${name}</text></g>`;
}

function drawSign({ sign, color, dash }: LegendEntry, x: number, y: number): MarkupPart {
  if (sign === 'dot') return markup`<circle cx="${px(x + 9)}" cy="${px(y)}" r="4" fill="${color}"/>`;
  if (sign === 'field') return markup`<rect x="${px(x + 2)}" y="${px(y - 5)}" width="14" height="10" fill="${color}"/>`;
  if (sign === 'area') {
    return markup`<rect x="${px(x + 2)}" y="${px(y - 5)}" width="14" height="10" fill="${color}" fill-opacity="0.55" stroke="${color}"/>`;
  }
  return markup`<path d="M${px(x)},${px(y)}h18" stroke="${color}" stroke-width="2" stroke-dasharray="${dash ?? ''}"/>`;
}
