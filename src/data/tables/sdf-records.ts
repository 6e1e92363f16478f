/**
 * Lines of one molecule after another of an .sdf file. A record ends at its `$$$$`; where that is lost, the next molecule begins with the
 * three lines before its counts line, so that it is a record of its own and not lost inside the one before it.
 */
import type { TextLine } from './text-lines.ts';

export interface RecordLines {
  readonly lines: readonly TextLine[];
  /** Its first line; of a record without lines its `$$$$`. */
  readonly first: TextLine;
  /** No `$$$$` stands before it, though it is not the first. */
  readonly isUnseparated: boolean;
  /** No `$$$$` stands behind it: the file ends here. */
  readonly isLast: boolean;
}

export const fieldHeader = /^>.*<([^>]*)>/;
const countsLine = /^[ \d]{6}.*V[23]000\s*$/;
const headerLines = 3;

/** onLine: called with the first and the last of the lines that a record has so far, and their number; ends the stream by throwing. */
export async function* recordLines(
  source: AsyncIterable<TextLine>,
  onLine: (first: TextLine, last: TextLine, count: number) => void = () => {},
): AsyncGenerator<RecordLines> {
  let lines: TextLine[] = [];
  let [isUnseparated, hasCounts] = [false, false];
  for await (const line of source) {
    if (line.text.startsWith('$$$$')) {
      yield { lines, first: lines[0] ?? line, isUnseparated, isLast: false };
      [lines, isUnseparated, hasCounts] = [[], false, false];
      continue;
    }
    lines.push(line);
    onLine(lines[0]!, line, lines.length);
    if (!countsLine.test(line.text)) continue;
    const begin = lines.length - 1 - headerLines;
    // A molfile inside a data field begins right after the header of the field.
    if (hasCounts && begin > headerLines && !fieldHeader.test(lines[begin - 1]!.text)) {
      yield { lines: lines.slice(0, begin), first: lines[0]!, isUnseparated, isLast: false };
      [lines, isUnseparated] = [lines.slice(begin), true];
    }
    hasCounts = true;
  }
  if (lines[0]) yield { lines, first: lines[0], isUnseparated, isLast: true };
}
