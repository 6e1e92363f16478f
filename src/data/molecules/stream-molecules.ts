/** The molecules of a table as a stream, in constant memory, every row in its order: what prediction reads. */
import { type Chemistry, isRejection } from '../../chem/index.ts';
import { chooseColumns } from '../columns/choose-columns.ts';
import { sampleRows } from '../tables/sample-rows.ts';
import type { Table, TableRow } from '../tables/table.ts';
import { type ReadMolecule, type ReadMoleculeOptions, type RefusedMolecule, readMolecule } from './read-molecule.ts';

export interface StreamOptions extends ReadMoleculeOptions {
  readonly smilesColumns?: readonly string[] | undefined;
}

export interface MoleculeStream {
  /** Name of the column with the SMILES; undefined where the molecules are molfile blocks. */
  readonly smilesColumn: string | undefined;
  /** What was chosen, one summary each. */
  readonly notes: readonly string[];
  /** Every row of the table, refused ones too; can be read once. */
  readonly rows: AsyncIterable<StreamedMolecule>;
}

export interface StreamedMolecule {
  readonly row: TableRow;
  readonly read: ReadMolecule | RefusedMolecule;
}

/** Looks at the first rows to find the SMILES column. Throws DataError if there is none, ConfigError for an unknown name. */
export async function streamMolecules(
  table: Table,
  chemistry: Chemistry,
  options: StreamOptions = {},
): Promise<MoleculeStream> {
  const { sample, rows } = await sampleRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { smilesColumns } = options;
  const { smiles, notes } = chooseColumns(table, { smilesColumns }, { sample, isMolecule, wantTargets: false });

  async function* molecules(): AsyncGenerator<StreamedMolecule> {
    for await (const row of rows) yield { row, read: readMolecule(row, smiles ?? 0, chemistry, options) };
  }
  const smilesColumn = smiles === undefined ? undefined : table.columns[smiles];
  return { smilesColumn, notes: [...table.notes, ...notes], rows: molecules() };
}
