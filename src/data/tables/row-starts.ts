/**
 * Where rows of a text begin, without reading their cells: what divides a table into parts. Cuts lie at multiples of a number of rows, since
 * rows are predicted in groups of that many, and a number may depend in its last bit on the others of its group.
 */
import type { Part } from '../../base/index.ts';
import type { ByteRange } from './byte-range.ts';
import type { ByteStream } from './byte-stream.ts';
import { recordLines } from './sdf-records.ts';
import type { Table } from './table.ts';
import { breaksLine, textBlocks } from './text-blocks.ts';
import { textLines } from './text-lines.ts';

/** Rows between two offsets where a table may be cut. */
export const rowsOfGroup = 256;

const [tab, carriageReturn, space, quote] = [9, 13, 32, 34];

/** Offsets of the rows 0, 256, 512 ... of a text. */
export async function* groupStarts(text: ByteStream, table: Table): AsyncGenerator<number> {
  let record = -table.rowsAfter;
  for await (const start of table.format === 'sdf' ? molfileStarts(text, table) : recordStarts(text, table))
    if (record++ >= 0 && (record - 1) % rowsOfGroup === 0) yield start;
}

/**
 * The bytes of a part: from the first group that begins at or after its share of all bytes to the first of the next part. Parts in order
 * hold every row once; of a small table some are empty.
 */
export async function rangeOfPart(
  groups: AsyncIterable<number>,
  bytes: number,
  { index, count }: Part,
): Promise<ByteRange> {
  const wanted = [index - 1, index].map((part) => Math.floor((bytes * part) / count));
  let from = index === 1 ? 0 : Number.POSITIVE_INFINITY;
  for await (const start of groups) {
    if (start >= wanted[0]! && start < from) from = start;
    if (index < count && start >= wanted[1]!) return { from: Math.min(from, start), to: start };
  }
  return { from, to: Number.POSITIVE_INFINITY };
}

/** Of records that are not blank: what a line break outside quotes ends. */
async function* recordStarts(text: ByteStream, { name, quotes, delimiter }: Table): AsyncGenerator<number> {
  for await (const { bytes, offset } of textBlocks(text, { name, quotes })) {
    let [isQuoted, isBlank, start] = [false, true, 0];
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (quotes && byte === quote) [isQuoted, isBlank] = [!isQuoted, false];
      else if (!isQuoted && byte <= carriageReturn && breaksLine(bytes, at)) {
        if (!isBlank) yield offset + start;
        [isBlank, start] = [true, at + 1];
      } else if (byte > space || (byte === tab && delimiter === '\t')) isBlank = false;
    }
    if (!isBlank) yield offset + start;
  }
}

async function* molfileStarts(text: ByteStream, { name }: Table): AsyncGenerator<number> {
  for await (const { first } of recordLines(textLines(text, { name }))) yield first.offset;
}
