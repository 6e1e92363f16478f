/** A part of a text: the records that begin in it. A byte of the text belongs to one part, so a record does. */

export interface ByteRange {
  readonly from: number;
  /** Not included. */
  readonly to: number;
}

/** How any kind of text is read as a table. */
export interface TextOptions {
  /** Name for messages. */
  readonly name: string;
  /** Only the rows that begin there. Default: all. */
  readonly range?: ByteRange | undefined;
  /** Bytes of a record above which the text is refused. Default: those of textBlocks. */
  readonly longestRecord?: number | undefined;
  /** Columns above which it is refused. Default: any number. */
  readonly mostColumns?: number | undefined;
  /** What is known of the text; what is found is added. */
  readonly notes?: string[] | undefined;
}

export const wholeText: ByteRange = { from: 0, to: Number.POSITIVE_INFINITY };

export function isWithin({ from, to }: ByteRange, offset: number): boolean {
  return offset >= from && offset < to;
}
