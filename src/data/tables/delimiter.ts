/** Which character separates the cells, found from the first lines of a table. */
import type { Delimiter } from './table.ts';

const candidates = [',', '\t', ';'] as const satisfies readonly Delimiter[];

/**
 * The candidate that occurs most often in the header outside quotes; one that occurs equally often in the second line is
 * preferred, since a header may hold commas in its text. A table of one column has none: comma.
 */
export function detectDelimiter(firstLines: string): Delimiter {
  const [header = '', second = ''] = firstLines.split(/\r\n|\n|\r/);
  const ranked = candidates
    .map((delimiter) => ({ delimiter, count: count(header, delimiter), again: count(second, delimiter) }))
    .filter((candidate) => candidate.count > 0)
    .sort((a, b) => Number(b.count === b.again) - Number(a.count === a.again) || b.count - a.count);
  return ranked[0]?.delimiter ?? ',';
}

function count(line: string, delimiter: string): number {
  let quoted = false;
  let found = 0;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) found++;
  }
  return found;
}
