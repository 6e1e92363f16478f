/** A part of a text: the records that begin in it. A byte of the text belongs to one part, so a record does. */

export interface ByteRange {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

export const wholeText: ByteRange = { from: 0, to: Number.POSITIVE_INFINITY };

export function isWithin({ from, to }: ByteRange, offset: number): boolean {
  return offset >= from && offset < to;
}
