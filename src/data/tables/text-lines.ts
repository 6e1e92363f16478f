/** The lines of a text, with their numbers. */
import type { ByteStream } from './byte-stream.ts';
import { textBlocks } from './text-blocks.ts';

export interface TextLine {
  /** Counted from 1, as a text editor does. */
  readonly line: number;
  /** Without its line break. */
  readonly text: string;
}

export async function* textLines(source: ByteStream, name: string): AsyncGenerator<TextLine> {
  for await (const { bytes, line } of textBlocks(source, name, false)) {
    const lines = new TextDecoder().decode(bytes).split(/\r\n|\n|\r/);
    if (lines.at(-1) === '') lines.pop();
    for (const [index, text] of lines.entries()) yield { line: line + index, text };
  }
}
