/**
 * Filters: the weights that feed one output unit. A tensor of two or more axes has one filter for each index of its
 * filter axis (a row of an embedding table, an output unit of a linear map whichever way it is stored); a vector is one
 * filter.
 *
 * Elements of a tensor are visited as [outer, filters, inner], the filter axis in the middle, which needs no case per
 * axis.
 */
import type { ParameterEntry, Vector } from '../../base/parameter-layout.ts';

export interface FilterShape {
  readonly outer: number;
  readonly filters: number;
  readonly inner: number;
}

export function filterShape({ shape, filterAxis, size }: ParameterEntry): FilterShape {
  if (shape.length < 2) return { outer: 1, filters: 1, inner: size };
  const product = (lengths: readonly number[]): number => lengths.reduce((total, length) => total * length, 1);
  return {
    outer: product(shape.slice(0, filterAxis)),
    filters: shape[filterAxis]!,
    inner: product(shape.slice(filterAxis + 1)),
  };
}

/** Sum over each filter's elements, or of their squares, [filters]. */
export function sumPerFilter(tensor: Vector, { outer, filters, inner }: FilterShape, squared: boolean): Float64Array {
  const sums = new Float64Array(filters);
  for (let block = 0; block < outer; block++) {
    for (let filter = 0; filter < filters; filter++) {
      const start = (block * filters + filter) * inner;
      sums[filter]! += squared ? sumOfSquares(tensor, start, start + inner) : sumOf(tensor, start, start + inner);
    }
  }
  return sums;
}

function sumOf(tensor: Vector, start: number, end: number): number {
  let sum = 0;
  for (let index = start; index < end; index++) sum += tensor[index]!;
  return sum;
}

/** Four sums side by side: one alone would wait for its own last addition at every element, which takes three times as long. */
function sumOfSquares(tensor: Vector, start: number, end: number): number {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  let index = start;
  for (; index + 3 < end; index += 4) {
    first += tensor[index]! * tensor[index]!;
    second += tensor[index + 1]! * tensor[index + 1]!;
    third += tensor[index + 2]! * tensor[index + 2]!;
    fourth += tensor[index + 3]! * tensor[index + 3]!;
  }
  for (; index < end; index++) first += tensor[index]! * tensor[index]!;
  return first + second + (third + fourth);
}

/** target <- start + factor of the filter * target; returns the sum of squares of what was added. */
export function addScaledPerFilter(
  target: Vector,
  start: Vector,
  factors: Float64Array,
  { outer, filters, inner }: FilterShape,
): number {
  let squares = 0;
  for (let block = 0; block < outer; block++) {
    for (let filter = 0; filter < filters; filter++) {
      const factor = factors[filter]!;
      const from = (block * filters + filter) * inner;
      squares += factor * factor * sumOfSquares(target, from, from + inner);
      addScaledTo(target, start, factor, from, from + inner);
    }
  }
  return squares;
}

function addScaledTo(target: Vector, start: Vector, factor: number, from: number, to: number): void {
  for (let index = from; index < to; index++) target[index] = start[index]! + factor * target[index]!;
}
