/** The three tables of the medicines as records: what the package ships, and the two that only the checks read. */
import { join } from 'node:path';
import { DataError } from '../../src/base/errors.ts';
import { openTable } from '../../src/data/tables/open-table.node.ts';
import { packageRoot } from '../../src/platform/package-root.node.ts';

/** A row of assets/medicines.csv. */
export interface Medicine {
  readonly name: string;
  readonly smiles: string;
  /** 1 if the main therapeutic effect is in the brain or spinal cord, 0 if elsewhere. */
  readonly cns: string;
}

/** A row of expected.csv: written from the medicine's name, not computed from its SMILES. */
export interface Expected {
  readonly name: string;
  /** Hill order, charge last: `C19H22NO4S2+`. */
  readonly formula: string;
  /** R and S of the atoms, then E and Z of the bonds, in the order of the SMILES, separated by spaces. */
  readonly stereo: string;
}

/** A row of label-differences.csv: a medicine whose cns differs from another table's p_np for a known reason. */
export interface LabelDifference {
  readonly name: string;
  readonly p_np: string;
  readonly reason: string;
}

const root = packageRoot();

export const readMedicines = (): Promise<Medicine[]> =>
  readRecords<Medicine>(join(root, 'assets', 'medicines.csv'), ['name', 'smiles', 'cns']);

export const readExpected = (): Promise<Expected[]> =>
  readRecords<Expected>(join(root, 'scripts', 'medicines', 'expected.csv'), ['name', 'formula', 'stereo']);

export const readLabelDifferences = (): Promise<LabelDifference[]> =>
  readRecords<LabelDifference>(join(root, 'scripts', 'medicines', 'label-differences.csv'), ['name', 'p_np', 'reason']);

/** Reads the named columns; an absent one is left out where `optional` names it. Throws DataError for any other absent column. */
export async function readRecords<Row extends object>(
  path: string,
  columns: readonly (keyof Row & string)[],
  optional: readonly string[] = [],
): Promise<Row[]> {
  const table = await openTable(path);
  const present = columns.filter((column) => table.columns.includes(column));
  const absent = columns.filter((column) => !present.includes(column) && !optional.includes(column));
  if (absent.length > 0)
    throw new DataError({
      what: `expected the columns ${absent.join(', ')}, found ${table.columns.join(', ')}`,
      where: path,
    });
  const records: Row[] = [];
  for await (const { cells } of table.rows)
    records.push(Object.fromEntries(present.map((name) => [name, cells[table.columns.indexOf(name)] ?? ''])) as Row);
  return records;
}
