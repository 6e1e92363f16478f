/** From values to positions on a chart, and the round values at which its axis is marked. */
export interface Scale {
  readonly least: number;
  readonly most: number;
  pixel(value: number): number;
  readonly ticks: readonly number[];
}

/** Linear from [least, most] to the positions [start, end]; a range without width is widened. */
export function linearScale(values: readonly number[], start: number, end: number, ticks = 5): Scale {
  const finite = values.filter(Number.isFinite);
  let least = finite.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
  let most = finite.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
  if (!(least <= most)) [least, most] = [0, 1];
  if (least === most) [least, most] = [least - 0.5, most + 0.5];
  const perUnit = (end - start) / (most - least);
  return { least, most, pixel: (value) => start + (value - least) * perUnit, ticks: roundTicks(least, most, ticks) };
}

/** Multiples of 1, 2 or 5 times a power of ten, about `wanted` of them. */
function roundTicks(least: number, most: number, wanted: number): number[] {
  const rough = (most - least) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough)!;
  const first = Math.ceil(least / step - 1e-9);
  const last = Math.floor(most / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}
