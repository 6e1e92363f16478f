/** The largest difference of several comparisons, each relative to a scale of its own. */
import type { ParityResult } from '../part.ts';

export class Differences {
  #absolute = 0;
  #relative = 0;
  #note = '';

  /** scale: what the tolerance is relative to; default 1. A number that is missing or NaN differs infinitely. */
  compare(what: string, ours: ArrayLike<number>, theirs: readonly number[], scale = 1): void {
    theirs.forEach((expected, index) => {
      const apart = Math.abs(expected - (ours[index] ?? Number.NaN));
      const counted = Number.isNaN(apart) ? Number.POSITIVE_INFINITY : apart;
      this.#absolute = Math.max(this.#absolute, counted);
      if (counted / scale <= this.#relative) return;
      this.#relative = counted / scale;
      this.#note = `${what} at ${index}: ${ours[index]} instead of ${expected}`;
    });
    if (ours.length !== theirs.length) {
      this.#relative = Number.POSITIVE_INFINITY;
      this.#note = `${what}: ${ours.length} numbers instead of ${theirs.length}`;
    }
  }

  result(file: string, what: string, tolerance: number): ParityResult {
    return {
      file,
      what,
      largestAbsolute: this.#absolute,
      largestRelative: this.#relative,
      tolerance,
      passed: this.#relative <= tolerance,
      note: this.#note,
    };
  }
}

export function largest(numbers: readonly number[]): number {
  return numbers.reduce((top, each) => Math.max(top, Math.abs(each)), 0);
}
