/** The names of a table's columns: all different, none empty. */
import { DataError, formatCount, setting } from '../../base/index.ts';

/** Trims the header's cells and names those without a name `column N`. Throws DataError for a name that occurs twice. */
export function nameColumns(cells: readonly string[], name: string): { columns: string[]; unnamed: string[] } {
  const trimmed = cells.map((cell) => cell.trim());
  if (trimmed.every((cell) => cell === '')) {
    throw new DataError({
      code: 'header-unusable',
      path: ['data', 'header'],
      what: 'the header names no column',
      where: `${name}, line 1`,
      advice: `Put the names of the columns in the first line, or use ${setting('data.header', false)}.`,
    });
  }
  const columns = trimmed.map((cell, index) => cell || `column ${index + 1}`);
  const seen = new Set<string>();
  const twice = columns.find((column) => seen.size === seen.add(column).size);
  if (twice !== undefined) {
    const indices = columns.flatMap((column, index) => (column === twice ? [index + 1] : []));
    throw new DataError({
      code: 'header-unusable',
      what: `the header names ${indices.length} columns "${twice}" (columns ${indices.join(', ')})`,
      where: `${name}, line 1`,
      advice: 'Give each column its own name.',
    });
  }
  return { columns, unnamed: columns.filter((_, index) => trimmed[index] === '') };
}

/** Throws DataError for more columns than a table may have. */
export function refuseColumns(
  count: number,
  {
    name,
    mostColumns = Number.POSITIVE_INFINITY,
  }: { readonly name: string; readonly mostColumns?: number | undefined },
): void {
  if (count <= mostColumns) return;
  throw new DataError({
    code: 'table-too-large',
    what: `the table has ${formatCount(count)} columns, more than ${formatCount(mostColumns)}`,
    where: name,
    advice: 'Leave out those that are not needed.',
  });
}

/** Names for the columns of a table without a header row. */
export function numberColumns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `column ${index + 1}`);
}
