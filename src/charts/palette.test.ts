import assert from 'node:assert/strict';
import { test } from 'node:test';
import { darkPalette, lightPalette, type Palette } from './palette.ts';

const palettes = { light: lightPalette, dark: darkPalette };

/** Linear red, green, blue. */
type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** What is seen without red, green or blue cones. Source: Machado et al. 2009, severity 1. */
const visions: Readonly<Record<string, Matrix>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

for (const [name, palette] of Object.entries(palettes)) {
  test(`${name}: text reaches a contrast of 4.5 and lines of 3 with every ground they stand on`, () => {
    const { ground, raised, ink, muted, link, warning, rule, series } = palette satisfies Palette;
    for (const behind of [ground, raised]) {
      for (const color of [ink, muted, link, warning])
        assert.ok(contrast(color, behind) >= 4.5, `${color} on ${behind}`);
    }
    for (const color of [rule, ...series]) assert.ok(contrast(color, ground) >= 3, `${color} on ${ground}`);
  });

  test(`${name}: series keep apart with every kind of color vision`, () => {
    for (const [vision, matrix] of Object.entries(visions)) {
      palette.series.forEach((left, index) => {
        for (const right of palette.series.slice(0, index)) {
          const distance = Math.hypot(...difference(seenAs(matrix, left), seenAs(matrix, right)));
          // In OKLab a distance of 0.02 is just noticed.
          assert.ok(distance > 0.08, `${left} and ${right} with ${vision}: ${distance}`);
        }
      });
    }
  });
}

function contrast(left: string, right: string): number {
  const [lighter, darker] = [luminance(linear(left)), luminance(linear(right))].sort((a, b) => b - a);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(hex: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const straight = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [straight(red!), straight(green!), straight(blue!)];
}

function seenAs(matrix: Matrix, hex: string): Rgb {
  const color = linear(hex);
  const seen = matrix.map((row) => row.reduce((sum, weight, channel) => sum + weight * color[channel]!, 0));
  return okLab(seen.map((value) => Math.min(1, Math.max(0, value))) as unknown as Rgb);
}

/** Source: Ottosson 2020, "A perceptual color space for image processing". */
function okLab([red, green, blue]: Rgb): Rgb {
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ];
}

function difference(left: Rgb, right: Rgb): number[] {
  return left.map((value, channel) => value - right[channel]!);
}
