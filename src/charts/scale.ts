/** An axis: from numbers to pixels, with ticks at round numbers. d3-scale knows which ticks are good; this file only asks it. */
import { scaleLinear, scaleLog } from 'd3-scale';
import { textWidth } from './text-width.ts';

export interface AxisOptions {
  /** What is measured, for instance `training loss`. */
  readonly title: string;
  /** Put behind the title in brackets. */
  readonly unit?: string | undefined;
  /** Logarithmic, base 10; values that are not positive are left out. Default false. */
  readonly log?: boolean | undefined;
  /** Ends of the axis. Default: those of the data, widened to round numbers. */
  readonly domain?: readonly [number, number] | undefined;
  /** Ticks at whole numbers only (epochs, counts). Default false. */
  readonly whole?: boolean | undefined;
}

export interface Tick {
  readonly value: number;
  /** Empty for a tick between the labeled ones of a logarithmic axis. */
  readonly label: string;
}

export interface Scale {
  readonly domain: readonly [number, number];
  readonly ticks: readonly Tick[];
  /** Pixel of a value; undefined where it is not on the axis (not a number, not positive on a logarithmic axis). */
  pixel(value: number): number | undefined;
}

/** Beyond these a number without exponent is hard to read. */
const [smallest, largest] = [1e-3, 1e6];
/** d3 computes with differences and ratios of the ends, which must stay finite and above 0. */
const largestSize = 1e300;
const smallestSpan = 1e-290;

/**
 * values: all that must be on the axis; pixels: where the domain begins and ends; count: how many ticks are wanted, about.
 * Without any usable value the axis runs from 0 to 1 (1 to 10 on a logarithmic one).
 */
export function makeScale(
  values: Iterable<number>,
  pixels: readonly [number, number],
  { log = false, domain, whole = false }: Omit<AxisOptions, 'title'>,
  count: number,
): Scale {
  const fits = (value: number): boolean => Math.abs(value) <= largestSize && (!log || value >= 1 / largestSize);
  const [low, high] = spread(domain ?? ends(values, fits), log);
  const scale = (log ? scaleLog : scaleLinear)([low, high], pixels);
  if (!log && domain === undefined) scale.nice(count);
  const [first, last] = scale.domain() as [number, number];
  const size = Math.max(Math.abs(first), Math.abs(last));
  const isExtreme = size >= largest || (log ? first : size) < smallest;
  const usual = scale.tickFormat(count, whole && !log ? ',d' : undefined);
  const plain = isExtreme ? withExponent : log ? (value: number) => String(rounded(value)) : usual;
  const ticks = scale.ticks(count).filter((value) => !whole || Number.isInteger(value));
  // On a logarithmic axis d3 leaves ticks without a label where they are crowded, and all of them where rounding moves a power of ten.
  const hasLabels = ticks.some((value) => usual(value) !== '');
  const label = (value: number): string => (log && hasLabels && usual(value) === '' ? '' : plain(value));
  return {
    domain: [first, last],
    ticks: ticks.map((value) => ({ value, label: label(value) })),
    pixel: (value) => (fits(value) ? scale(value) : undefined),
  };
}

/** Between two labels of a horizontal axis. */
const labelGap = 8;

/** As makeScale, for a horizontal axis: with fewer ticks where their labels would touch, and at last with labels at its ends only. */
export function makeHorizontalScale(
  values: Iterable<number>,
  pixels: readonly [number, number],
  options: Omit<AxisOptions, 'title'>,
  count: number,
): Scale {
  const all = [...values];
  for (let wanted = count; wanted > 1; wanted--) {
    const scale = makeScale(all, pixels, options, wanted);
    if (labelsFit(scale, scale.ticks)) return scale;
  }
  const scale = makeScale(all, pixels, options, 1);
  const labeled = scale.ticks.filter(({ label }) => label !== '');
  const ends = [...new Set([...labeled.slice(0, 1), ...labeled.slice(-1)])];
  const kept = labelsFit(scale, ends) ? ends : ends.slice(0, 1);
  return { ...scale, ticks: scale.ticks.map((tick) => (kept.includes(tick) ? tick : { ...tick, label: '' })) };
}

function labelsFit({ pixel }: Scale, ticks: readonly Tick[]): boolean {
  const labeled = ticks.filter(({ label }) => label !== '');
  return labeled.every(({ value, label }, index) => {
    const before = labeled[index - 1];
    if (!before) return true;
    const apart = Math.abs(pixel(value)! - pixel(before.value)!);
    return apart >= (textWidth(label) + textWidth(before.label)) / 2 + labelGap;
  });
}

/** `solubility (log mol/L)`. */
export function axisTitle({ title, unit }: Pick<AxisOptions, 'title' | 'unit'>): string {
  return unit === undefined || unit === '' ? title : `${title} (${unit})`;
}

/** Not d3's own exponents: they show two ticks as one where a tick is off its round number by rounding. */
function withExponent(value: number): string {
  return rounded(value).toExponential().replace('e+', 'e').replaceAll('-', '\u2212');
}

/** Ticks are round numbers, but for the last bits. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function ends(values: Iterable<number>, fits: (value: number) => boolean): [number, number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!fits(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : undefined;
}

/** Ends that differ: a single value gets room on both sides. */
function spread(found: readonly [number, number] | undefined, log: boolean): readonly [number, number] {
  if (!found) return log ? [1, 10] : [0, 1];
  const [low, high] = found;
  if (high - low > Math.max(1e-12 * Math.max(Math.abs(low), Math.abs(high)), smallestSpan)) return found;
  if (log) return [low / 2, high * 2];
  const room = Math.abs(low) < 1 / largestSize ? 1 : Math.abs(low) / 2;
  return [low - room, high + room];
}
