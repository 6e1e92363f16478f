/** Charts in a page or a file: with title, description and numbers as text, or on their own. */
import type { Chart, DataTable } from './chart.ts';
import { type Markup, type MarkupPart, markup, trustedMarkup } from './markup.ts';
import { themeCss } from './palette.ts';

export interface FigureOptions {
  /** A summary under the title: how to read the chart. */
  readonly caption?: MarkupPart;
}

/** A `<figure>`: title, drawing, and behind a click the description and the numbers. */
export function figure({ title, svg, description, table }: Chart, { caption }: FigureOptions = {}): Markup {
  const note = caption !== undefined && markup`<p>${caption}</p>`;
  const words = table ? 'Description and numbers' : 'Description';
  return markup`<figure><figcaption><h3>${title}</h3>${note}</figcaption>${svg}<details><summary>${words}</summary><p>${description}</p>${table && dataTable(table, title)}</details></figure>
`;
}

/**
 * A table whose columns of numbers are aligned to the right. It scrolls in its own box where the page is narrow. isStrong: cells that
 * stand out.
 */
export function dataTable(
  { header, rows }: DataTable,
  caption: string,
  isStrong: (row: number, column: number) => boolean = () => false,
): Markup {
  const numeric = header.map((_, column) => rows.every((row) => isNumeric(row[column] ?? '')));
  const cell = (text: string, row: number, column: number): Markup =>
    column === 0 && !numeric[0]
      ? markup`<th scope="row">${text}</th>`
      : markup`<td${numeric[column] && trustedMarkup(' class="number"')}>${isStrong(row, column) ? markup`<strong>${text}</strong>` : text}</td>`;
  const head = header.map(
    (text, column) => markup`<th scope="col"${numeric[column] && trustedMarkup(' class="number"')}>${text}</th>`,
  );
  return markup`<div class="scroll" role="group" aria-label="${caption}" tabindex="0"><table><thead><tr>${head}</tr></thead><tbody>${rows.map((row, index) => markup`<tr>${row.map((text, column) => cell(text, index, column))}</tr>`)}</tbody></table></div>`;
}

/** A chart as an SVG file: it brings its colors along, light or dark as the reader wants. */
export function standaloneSvg({ svg }: Chart): string {
  const style = trustedMarkup(`<style>${themeCss()} svg { background: var(--chart-ground); }</style>`);
  return svg.toString().replace('<title>', `${style}<title>`);
}

function isNumeric(text: string): boolean {
  return /^$|^undefined$|^[-+\u2212]?[\d.,]+(e[-+]?\d+)?( ?[%s]| \u00b1 [\d.]+)?$/.test(text);
}
