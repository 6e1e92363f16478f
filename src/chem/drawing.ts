/** How molecules are drawn: RDKit's depiction on a transparent ground, in colors that can be read on a light or a dark page. */

export interface DrawingOptions {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** For a dark background. Default false. */
  readonly dark?: boolean | undefined;
  /**
   * Discs behind atoms: red, green and blue, 0 to 1, by the atom's position in the text. Atoms and bonds are then drawn in one color,
   * so that no color means two things.
   */
  readonly discs?: ReadonlyMap<number, RgbColor> | undefined;
}

export type RgbColor = readonly [red: number, green: number, blue: number];

/** Red, green and blue, 0 to 1, by atomic number; -1 is every other element (not carbon). */
type Palette = Readonly<Record<number, RgbColor>>;

const lightPalette: Palette = {
  [-1]: [0.1, 0.1, 0.12],
  6: [0.1, 0.1, 0.12],
  7: [0.1, 0.25, 0.8],
  8: [0.78, 0.1, 0.1],
  9: [0.1, 0.45, 0.2],
  15: [0.7, 0.35, 0],
  16: [0.5, 0.42, 0],
  17: [0.1, 0.45, 0.2],
  35: [0.5, 0.2, 0.1],
  53: [0.45, 0.1, 0.6],
};
const darkPalette: Palette = {
  [-1]: [0.9, 0.9, 0.92],
  6: [0.9, 0.9, 0.92],
  7: [0.55, 0.7, 1],
  8: [1, 0.52, 0.48],
  9: [0.5, 0.85, 0.55],
  15: [1, 0.7, 0.3],
  16: [0.95, 0.85, 0.35],
  17: [0.5, 0.85, 0.55],
  35: [0.95, 0.65, 0.5],
  53: [0.85, 0.6, 1],
};

/** In lengths of a bond, nearly. */
const discRadius = 0.42;

/** The toolkit's own options, as the JSON that it reads. */
export function drawingDetails({ width, height, dark = false, discs }: DrawingOptions): string {
  const palette = dark ? darkPalette : lightPalette;
  const common = { width, height, clearBackground: false, bondLineWidth: 1.5 };
  if (!discs) return JSON.stringify({ ...common, atomColourPalette: palette });
  const ofAtoms = <Value>(value: (color: RgbColor) => Value): Record<string, Value> =>
    Object.fromEntries([...discs].map(([atom, color]) => [atom, value(color)]));
  return JSON.stringify({
    ...common,
    atomColourPalette: { [-1]: palette[-1] },
    atoms: [...discs.keys()],
    bonds: [],
    highlightAtomColors: ofAtoms((color) => color),
    highlightAtomRadii: ofAtoms(() => discRadius),
  });
}

/** The toolkit announces Latin-1, which no text in a page is. */
export function withoutDeclaration(svg: string): string {
  return svg.replace(/^<\?xml[^>]*\?>\s*/, '');
}

/** A color of drawings, as the toolkit writes it into a light drawing, and its counterpart for dark ones. */
export interface DrawingColor {
  readonly light: string;
  readonly dark: string;
}

/** All colors that a light drawing may hold: a page can replace them with others for a dark theme. */
export function drawingColors(): DrawingColor[] {
  const colors = Object.keys(lightPalette).map((element) => ({
    light: hex(lightPalette, element),
    dark: hex(darkPalette, element),
  }));
  return [...new Map(colors.map((color) => [color.light, color])).values()];
}

/** The toolkit rounds shares of 255 down. */
function hex(palette: Palette, element: string): string {
  const digits = palette[Number(element)]!.map((share) =>
    Math.floor(share * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('').toUpperCase()}`;
}
