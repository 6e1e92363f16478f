/** The lines of a text, with their numbers. */
import type { ByteStream } from './byte-stream.ts';
import { type BlockOptions, breaksLine, textBlocks } from './text-blocks.ts';

export interface TextLine {
  /** Counted from 1, as a text editor does. */
  readonly line: number;
  /** Without its line break. */
  readonly text: string;
  /** Bytes of the text before it. */
  readonly offset: number;
}

export async function* textLines(source: ByteStream, options: Omit<BlockOptions, 'quotes'>): AsyncGenerator<TextLine> {
  for await (const { bytes, line, offset } of textBlocks(source, { ...options, quotes: false })) {
    const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    const starts = lineStarts(bytes);
    for (const [index, text] of lines.entries()) yield { line: line + index, text, offset: offset + starts[index]! };
  }
}

function lineStarts(bytes: Uint8Array): number[] {
  const starts = [0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at]! <= 13 && breaksLine(bytes, at)) starts.push(at + 1);
  return starts;
}
