/**
 * Colors of charts as CSS variables, for light and dark grounds. Series keep apart under protanopia, deuteranopia and
 * tritanopia and reach a contrast of 3 with their ground, text reaches 4.5 (WCAG 2.2, AA); the test computes both. Lines differ
 * in their dashes too, points in their shapes, so that no chart needs its colors.
 */

export interface Palette {
  readonly ground: string;
  /** Of cards and of fields in tables. */
  readonly raised: string;
  readonly ink: string;
  /** For text that matters less. */
  readonly muted: string;
  /** Axes, edges of fields. */
  readonly rule: string;
  /** Lines behind the data. */
  readonly grid: string;
  readonly link: string;
  readonly warning: string;
  readonly series: readonly string[];
}

export const lightPalette: Palette = {
  ground: '#ffffff',
  raised: '#f6f8fa',
  ink: '#1f2328',
  muted: '#59636e',
  rule: '#848d97',
  grid: '#e4e8ec',
  link: '#0b5cad',
  warning: '#8a4600',
  series: ['#0b66b0', '#d1520a', '#123d33', '#2b97e0', '#8c2f6b', '#7d8590'],
};

export const darkPalette: Palette = {
  ground: '#14181d',
  raised: '#1c2228',
  ink: '#eef1f4',
  muted: '#a3adb8',
  rule: '#727c88',
  grid: '#2b333b',
  link: '#6cb6ff',
  warning: '#f0b35a',
  series: ['#6cb6ff', '#ff9a4d', '#4fe8c8', '#7f70ee', '#b5739f', '#e8503f'],
};

/** Dashes of the series, in the order of their colors. */
const dashes = ['', '7 3', '2 2.5', '9 3 2 3', '5 2', '1 3 6 3'] as const;

/** Color of the series at an index, as a CSS value. */
export function seriesColor(index: number): string {
  return `var(--chart-series-${(index % lightPalette.series.length) + 1})`;
}

/** Dash pattern of a line, empty for a whole one. */
export function seriesDash(index: number): string {
  return dashes[index % dashes.length]!;
}

/** The variables of charts, for a style sheet. */
export function themeCss(): string {
  return `:root { color-scheme: light; }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme='light']) { color-scheme: dark; } }
@media screen { :root[data-theme='dark'] { color-scheme: dark; } }
${themedVariables(variablesOf(lightPalette), variablesOf(darkPalette))}`;
}

/**
 * Rules that give variables one value on light grounds and another on dark ones. They follow the reader's system; paper is light.
 * A page with a switch of its own sets `data-theme` to light or dark on its root.
 */
export function themedVariables(light: CssVariables, dark: CssVariables): string {
  return `:root { ${declarations(light)} }
@media screen and (prefers-color-scheme: dark) { :root:not([data-theme='light']) { ${declarations(dark)} } }
@media screen { :root[data-theme='dark'] { ${declarations(dark)} } }`;
}

/** Values by name, without the dashes in front. */
type CssVariables = Readonly<Record<string, string>>;

function variablesOf({ series, ...named }: Palette): CssVariables {
  const entries = [
    ...Object.entries(named),
    ...series.map((color, index): [string, string] => [`series-${index + 1}`, color]),
  ];
  return Object.fromEntries(entries.map(([name, color]) => [`chart-${name}`, color]));
}

function declarations(variables: CssVariables): string {
  return Object.entries(variables)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(' ');
}
