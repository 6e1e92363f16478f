/**
 * Packing whole molecules into lanes of one length, so that a padded [lanes, length] array wastes little: first-fit
 * decreasing, the classic bin-packing heuristic (at most 11/9 of the best number of lanes plus one).
 *
 * Largest molecules first, equal ones in the order given; each goes into the first lane that still has room. Sorting is a
 * counting sort (sizes are small integers) and the working memory is kept between calls: a batch of 32 costs microseconds
 * and allocates nothing but its result.
 */
import { DataError } from '../base/index.ts';

export interface Lanes {
  /** Number of lanes. */
  readonly lanes: number;
  /** Length of each lane, in atoms. */
  readonly length: number;
  /** Which lane a molecule lies in, [molecules]. */
  readonly laneOf: Int32Array;
  /** Position of the molecule's first atom in its lane, [molecules]; its atoms follow each other. */
  readonly offsetOf: Int32Array;
}

let order = new Int32Array(64);
let starts = new Int32Array(128);
let used = new Int32Array(64);

/**
 * Packs molecules of `sizes` atoms into lanes of `length` atoms (default: the largest molecule).
 * Throws DataError if a molecule is longer than a lane.
 */
export function packLanes(sizes: ArrayLike<number>, length: number = largest(sizes)): Lanes {
  const count = sizes.length;
  sortLargestFirst(sizes, length);
  const laneOf = new Int32Array(count);
  const offsetOf = new Int32Array(count);
  let lanes = 0;
  let firstOpen = 0;
  for (let index = 0; index < count; index++) {
    const molecule = order[index]!;
    const size = sizes[molecule]!;
    while (firstOpen < lanes && used[firstOpen] === length) firstOpen++;
    let lane = firstOpen;
    while (lane < lanes && used[lane]! + size > length) lane++;
    if (lane === lanes) used[lanes++] = 0;
    laneOf[molecule] = lane;
    offsetOf[molecule] = used[lane]!;
    used[lane]! += size;
  }
  return { lanes, length, laneOf, offsetOf };
}

function largest(sizes: ArrayLike<number>): number {
  let most = 0;
  for (let index = 0; index < sizes.length; index++) most = Math.max(most, sizes[index]!);
  return most;
}

/** Fills `order` with the molecules by decreasing size; equal sizes keep their order. */
function sortLargestFirst(sizes: ArrayLike<number>, length: number): void {
  const count = sizes.length;
  if (order.length < count) {
    order = new Int32Array(count * 2);
    used = new Int32Array(count * 2);
  }
  if (starts.length < length + 2) starts = new Int32Array((length + 2) * 2);
  starts.fill(0, 0, length + 2);
  for (let molecule = 0; molecule < count; molecule++) {
    const size = sizes[molecule]!;
    if (!(size >= 0 && size <= length)) throw tooLong(molecule, size, length);
    starts[length - size + 1]!++;
  }
  for (let rank = 1; rank <= length; rank++) starts[rank]! += starts[rank - 1]!;
  for (let molecule = 0; molecule < count; molecule++) order[starts[length - sizes[molecule]!]!++] = molecule;
}

function tooLong(molecule: number, size: number, length: number): DataError {
  return new DataError({
    code: 'layout-mismatch',
    what: `molecule ${molecule} has ${size} atoms and a lane has room for ${length}`,
    advice: 'Make the lanes at least as long as the largest molecule.',
  });
}
