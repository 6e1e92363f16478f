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
  let index = 0;
  for (let block = 0; block < outer; block++) {
    for (let filter = 0; filter < filters; filter++) {
      let sum = 0;
      for (const end = index + inner; index < end; index++)
        sum += squared ? tensor[index]! * tensor[index]! : tensor[index]!;
      sums[filter]! += sum;
    }
  }
  return sums;
}

/** target <- start + factor of the filter * target; returns the sum of squares of what was added. */
export function addScaledPerFilter(
  target: Vector,
  start: Vector,
  factors: Float64Array,
  { outer, filters, inner }: FilterShape,
): number {
  let squares = 0;
  let index = 0;
  for (let block = 0; block < outer; block++) {
    for (let filter = 0; filter < filters; filter++) {
      const factor = factors[filter]!;
      for (const end = index + inner; index < end; index++) {
        const added = factor * target[index]!;
        squares += added * added;
        target[index] = start[index]! + added;
      }
    }
  }
  return squares;
}
