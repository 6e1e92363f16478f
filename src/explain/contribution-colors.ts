/**
 * Contributions as colors: red raises the prediction, blue lowers it, white does nothing. Red and blue differ in hue and not in
 * lightness, as in ColorBrewer's RdBu (Harrower and Brewer 2003), and are distinguishable with every common color blindness.
 */
import type { RgbColor } from '../chem/index.ts';

const [red, blue, white]: readonly RgbColor[] = [
  [0.84, 0.38, 0.3],
  [0.26, 0.58, 0.76],
  [1, 1, 1],
];

/** Below this share of the largest contribution there is no disc. */
const leastShown = 0.08;

/** scale: the contribution that gets the full color, > 0. Atoms that do next to nothing are left out. */
export function contributionColors(contributions: ArrayLike<number>, scale: number): Map<number, RgbColor> {
  const colors = new Map<number, RgbColor>();
  Array.from(contributions).forEach((contribution, atom) => {
    const strength = Math.min(1, Math.abs(contribution) / scale);
    if (!(strength >= leastShown)) return;
    const full = contribution > 0 ? red! : blue!;
    const mixed = full.map((part, index) => white![index]! + strength * (part - white![index]!));
    colors.set(atom, mixed as unknown as RgbColor);
  });
  return colors;
}

/** For the legend: the two ends and the middle, as CSS has them. */
export function legendColors(): { raises: string; lowers: string; nothing: string } {
  const css = (color: RgbColor): string => `rgb(${color.map((part) => Math.round(255 * part)).join(', ')})`;
  return { raises: css(red!), lowers: css(blue!), nothing: css(white!) };
}
