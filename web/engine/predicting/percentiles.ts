/** Where a value is among those of other molecules: the percentage of them with a lower one. Ties count half. */

export class Percentiles {
  /** Ascending, [tasks]; undefined for a target without order. */
  readonly #sorted: readonly (Float64Array | undefined)[];

  /** tables: values of each target, in any order, NaN where missing; undefined for a target without order. */
  constructor(tables: readonly (ArrayLike<number> | undefined)[]) {
    this.#sorted = tables.map(
      (values) => values && Float64Array.from(Array.from(values).filter((value) => !Number.isNaN(value))).sort(),
    );
  }

  /** values: one a target, [tasks]. */
  of(values: readonly number[]): (number | undefined)[] {
    return this.#sorted.map((sorted, task) => {
      if (!sorted || sorted.length === 0) return undefined;
      const value = values[task]!;
      const below = countBelow(sorted, (other) => other < value);
      const upTo = countBelow(sorted, (other) => other <= value);
      return (50 * (below + upTo)) / sorted.length;
    });
  }
}

/** How many of the first values hold; they hold up to some position, and none behind it does. */
function countBelow(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
