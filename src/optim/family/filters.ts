/**
 * Filters: the weights that feed one output unit. A tensor of two or more axes has one filter for each index of its
 * filter axis (a row of an embedding table, an output unit of a linear map whichever way it is stored); a vector is one
 * filter.
 *
 * Elements of a tensor are visited as [outer, filters, inner], the filter axis in the middle, which needs no case per
 * axis.
 */
import { add, multiply, type ParameterEntry, rowwise, type Vector } from '../../base/index.ts';

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

/** Below this length of a filter's stretch in memory, plain loops beat a formula run row by row. */
const shortestRow = 16;

const rowSums = rowwise({ vectors: ['tensor'], scalars: ['one'], sumOfProducts: (v, s) => [v.tensor, s.one] });
const rowSquares = rowwise({ vectors: ['tensor'], scalars: [], sumOfProducts: ({ tensor }) => [tensor, tensor] });

/** Sum over each filter's elements, or of their squares, [filters]. */
export function sumPerFilter(tensor: Vector, { outer, filters, inner }: FilterShape, squared: boolean): Float64Array {
  const sums = new Float64Array(filters);
  if (inner < shortestRow) {
    forEachElement({ outer, filters, inner }, (index, filter) => {
      sums[filter]! += squared ? tensor[index]! ** 2 : tensor[index]!;
    });
    return sums;
  }
  const ones = new Float64Array(outer * filters).fill(1);
  const rows = squared ? rowSquares({ tensor }, {}, inner) : rowSums({ tensor }, { one: ones }, inner);
  for (let row = 0; row < rows.length; row++) sums[row % filters]! += rows[row]!;
  return sums;
}

const scaledOnto = rowwise({
  vectors: ['target', 'start'],
  scalars: ['factor'],
  result: ({ target, start }, { factor }) => ({ target: add(start, multiply(factor, target)) }),
  sumOfProducts: ({ target }, { factor }) => [multiply(factor, target), multiply(factor, target)],
});

/** target <- start + factor of the filter * target; returns the sum of squares of what was added. */
export function addScaledPerFilter(
  target: Vector,
  start: Vector,
  factors: Float64Array,
  { outer, filters, inner }: FilterShape,
): number {
  if (inner < shortestRow) {
    let squares = 0;
    forEachElement({ outer, filters, inner }, (index, filter) => {
      const added = factors[filter]! * target[index]!;
      squares += added * added;
      target[index] = start[index]! + added;
    });
    return squares;
  }
  const factor =
    outer === 1 ? factors : Float64Array.from({ length: outer * filters }, (_, row) => factors[row % filters]!);
  return scaledOnto({ target, start }, { factor }, inner).reduce((total, squares) => total + squares, 0);
}

function forEachElement({ outer, filters, inner }: FilterShape, visit: (index: number, filter: number) => void): void {
  for (let row = 0, index = 0; row < outer * filters; row++) {
    for (let end = index + inner; index < end; index++) visit(index, row % filters);
  }
}
