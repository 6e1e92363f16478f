/** Cells of features as numbers, whether they stand in a file of their own or in columns of the table of molecules. */
import { decimalCommaNote, readLabel, takesDecimalCommas } from './labels/label-cell.ts';
import type { Table } from './tables/table.ts';

export interface FeatureNumbers {
  /** Not a number where the cell says that there is no value; undefined where it says something else. */
  read(cell: string): number | undefined;
  /** How cells were read, where that is not plain. */
  notes(): readonly string[];
}

/**
 * A comma is the decimal sign where it separates no cells and is no thousands separator (1,234 may be one). where: what the notes are about.
 */
export function featureNumbers({ delimiter }: Pick<Table, 'delimiter'>, where: string): FeatureNumbers {
  const takesCommas = takesDecimalCommas(delimiter);
  let commas = 0;
  return {
    read(cell) {
      const found = readLabel(cell);
      if (found.kind === 'missing' || found.kind === 'unusable') return Number.NaN;
      if (found.kind === 'number') return found.value;
      if (found.kind !== 'decimalComma' || found.ambiguous || !takesCommas) return undefined;
      commas++;
      return found.value;
    },
    notes: () => (commas > 0 ? [decimalCommaNote(where)] : []),
  };
}
