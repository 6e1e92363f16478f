/**
 * Molecules drawn into a page: the toolkit's drawing taken apart and put together again from its lines alone. So nothing comes
 * through but paths, their colors follow the page's theme, and the drawing is a third as long.
 */

import { type Markup, markup, themedVariables } from '../charts/index.ts';
import { type Chemistry, drawingColors } from '../chem/index.ts';

const path = /<path\b([^>]*)\/>/g;
const outline = / d='([MLQCZ0-9.,\s-]+)'/;
const size = { width: 220, height: 150 } as const;

/** The structure of a SMILES; undefined if the toolkit cannot draw it. description: what a reader hears. */
export function drawStructure(chemistry: Chemistry, smiles: string, description: string): Markup | undefined {
  const drawn = chemistry.draw(smiles, size);
  if (drawn === undefined) return undefined;
  const lines = new Map<string, { readonly style: PathStyle; readonly outlines: string[] }>();
  for (const [, attributes] of drawn.matchAll(path)) {
    const [, d] = outline.exec(attributes!) ?? [];
    if (d === undefined) continue;
    const style = styleOf(attributes!);
    const key = Object.values(style).join();
    const alike = lines.get(key) ?? { style, outlines: [] };
    alike.outlines.push(shorter(d));
    lines.set(key, alike);
  }
  const paths = [...lines.values()].map(
    ({ style: { fill, stroke, width }, outlines }) =>
      markup`<path d="${outlines.join('')}" fill="${fill}" stroke="${stroke}" stroke-width="${width}"/>`,
  );
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="structure" role="img" viewBox="0 0 ${size.width} ${size.height}"><title>${description}</title>${paths}</svg>`;
}

/** The colors of structures, for the style sheet of a page that shows some. */
export function structureCss(): string {
  const colors = drawingColors();
  const variables = (theme: 'light' | 'dark'): Record<string, string> =>
    Object.fromEntries(colors.map((color) => [variableOf(color.light), color[theme]]));
  return themedVariables(variables('light'), variables('dark'));
}

interface PathStyle {
  readonly fill: string;
  readonly stroke: string;
  readonly width: string;
}

/** Of a path's attributes or its style, either of which the toolkit uses. */
function styleOf(attributes: string): PathStyle {
  const [, fill] = /\bfill(?:='|:)(#[0-9A-F]{6})/.exec(attributes) ?? [];
  const [, stroke] = /\bstroke(?:='|:)(#[0-9A-F]{6})/.exec(attributes) ?? [];
  const [, width = '1'] = /\bstroke-width(?:='|:)([0-9.]+)/.exec(attributes) ?? [];
  return { fill: themed(fill), stroke: themed(stroke), width };
}

const known = new Set(drawingColors().map(({ light }) => light));

/** A color that is not in the palette (a dummy atom's, for instance) becomes the page's ink. */
function themed(color: string | undefined): string {
  if (color === undefined) return 'none';
  return known.has(color) ? `var(--${variableOf(color)})` : 'var(--chart-ink)';
}

function variableOf(color: string): string {
  return `atom-${color.slice(1)}`;
}

/** Without blanks where a letter or a comma parts the numbers already. */
function shorter(outline: string): string {
  return outline
    .trim()
    .replace(/\s*([MLQCZ,])\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .replace(/\.0(?=\D|$)/g, '');
}
