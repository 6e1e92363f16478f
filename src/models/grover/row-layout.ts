/** Where the rows of each molecule lie: whole molecules share lanes of equal length (docs/decisions/0003-lanes.md). */
import { packLanes } from '../../data/index.ts';

export type Numbers = Float32Array | Float64Array;

export interface RowLayout {
  readonly lanes: number;
  readonly slots: number;
  /** First row of each molecule. */
  readonly firstRow: readonly number[];
}

/** Where molecules of these many rows lie; `isPadded`: slot 0 of every lane is the padding row. */
export function layOutRows(sizes: readonly number[], isPadded: boolean): RowLayout {
  const { lanes, length, laneOf, offsetOf } = packLanes(sizes, Math.max(1, ...sizes));
  const before = isPadded ? 1 : 0;
  const slots = length + before;
  return { lanes, slots, firstRow: sizes.map((_, each) => laneOf[each]! * slots + before + offsetOf[each]!) };
}
