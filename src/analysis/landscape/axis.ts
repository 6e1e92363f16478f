/** An axis of a landscape: evenly spaced factors of a direction, written FROM:TO:POINTS as in the code of Li et al. 2018. */
import { ConfigError } from '../../base/index.ts';

export interface Axis {
  readonly from: number;
  readonly to: number;
  /** Whole number >= 2, both ends counted. */
  readonly points: number;
}

/** `-1:1:51`. where: the option, for messages. Throws ConfigError for anything else. */
export function parseAxis(text: string, where: string): Axis {
  const parts = text.split(':').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [from, to, points] = parts as [number, number, number];
  if (
    parts.length === 3 &&
    from < to &&
    Number.isInteger(points) &&
    points >= 2 &&
    points <= 1001 &&
    areFinite(from, to)
  ) {
    return { from, to, points };
  }
  throw new ConfigError({
    code: 'wrong-value',
    what: `expected FROM:TO:POINTS with FROM below TO and 2 to 1001 points, and received "${text}"`,
    where,
    advice: `For instance ${where} -1:1:51.`,
  });
}

/** The factors, [points]. 0 is exact where it falls on a point. */
export function axisValues({ from, to, points }: Axis): number[] {
  const step = (to - from) / (points - 1);
  return Array.from({ length: points }, (_, index) => {
    const value = index === points - 1 ? to : from + index * step;
    return Math.abs(value) < 1e-9 * step ? 0 : value;
  });
}

function areFinite(...values: readonly number[]): boolean {
  return values.every(Number.isFinite);
}
