/**
 * Losses as colors: bands between levels, dark where the loss is low. Levels lie close together near the bottom, where minima differ,
 * and further apart above: level_k = lowest + (highest - lowest) (k / count)^2. The colors grow lighter evenly (after viridis by
 * van der Walt and Smith), so the order of the bands is seen without telling hues apart, on light and dark grounds.
 */
const anchors: readonly (readonly [number, number, number])[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** A CSS color; share: 0 for the lowest loss, 1 for the highest; light: of a face that is turned away, below 1. */
export function lossColor(share: number, light = 1): string {
  const index = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
  const lower = Math.min(Math.floor(index), anchors.length - 2);
  const mixed = anchors[lower]!.map((from, channel) => {
    const value = from + (anchors[lower + 1]![channel]! - from) * (index - lower);
    return Math.round(Math.min(255, value * light));
  });
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

export interface LossRange {
  readonly lowest: number;
  readonly highest: number;
}

/** Of finite losses; undefined if there are none. */
export function rangeOf(values: Iterable<number | null>): LossRange | undefined {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null) continue;
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return lowest <= highest ? { lowest, highest } : undefined;
}

/** Lower ends of the bands, [count]; the first is the lowest loss itself. */
export function lossLevels({ lowest, highest }: LossRange, count: number): number[] {
  return Array.from({ length: count }, (_, band) => lowest + (highest - lowest) * (band / count) ** 2);
}

/** Place of a loss among the colors: the inverse of the levels. */
export function shareOf(loss: number, { lowest, highest }: LossRange): number {
  return highest > lowest ? Math.sqrt(Math.max(0, loss - lowest) / (highest - lowest)) : 0;
}
