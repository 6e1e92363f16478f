/**
 * A table of molecules, opened for a model: where the structures are, and what the model wants of each row beside its structure, from a file
 * of features or from columns of the table. Predictions and explanations read their tables here, so that neither refuses what the other takes.
 */
import { DataError, setting } from '../base/index.ts';
import { type Chemistry, isRejection } from '../chem/index.ts';
import { openTable } from '../data/index.node.ts';
import {
  type ByteRange,
  type ColumnReader,
  chooseColumns,
  columnReader,
  type FeatureRow,
  type FeatureRows,
  type FeatureTable,
  followFeatures,
  interruptibleTable,
  missingNote,
  requireRows,
  sampleRows,
  type Table,
  type TableRow,
} from '../data/index.ts';
import { decimalNote } from './decimal-note.ts';
import { fileColumns, tableColumns } from './feature-reader.ts';
import { type OpenFileFeatures, openFileFeatures } from './file-features.node.ts';
import type { ModelFile } from './join-model-files.ts';
import type { Structure } from './predictor.ts';
import { type RowFeatures, structureReader } from './row-structure.ts';

export interface MoleculeTableOptions {
  /** The table with the molecules. */
  readonly input: string;
  /** Only the rows that begin there, in bytes of the unpacked table. Default: all. */
  readonly range?: ByteRange | undefined;
  /** Features that the model wants of a file: a row for each row of the table, or for each id. */
  readonly featuresPath?: string | undefined;
  /** Column of ids in the table and in that file. Default: rows go by their order. */
  readonly featuresIdColumn?: string | undefined;
  readonly smilesColumns?: readonly string[] | undefined;
  /** Whether the first line of a CSV names the columns. Default true. */
  readonly header?: boolean | undefined;
  /** The table was made of SMILES that were typed, which have no columns beside them: errors say to give a table. Default false. */
  readonly areTyped?: boolean | undefined;
}

export interface MoleculeTable extends Pick<Table, 'name' | 'format' | 'delimiter' | 'columns'> {
  /** Position of the SMILES column; not used for rows that are molfile blocks. */
  readonly smilesColumn: number;
  /** What was found in the beginning of the table, one summary each. */
  readonly notes: readonly string[];
  /** What was noticed since then, while the rows were read. */
  laterNotes(): readonly string[];
  /** Of the file of features. */
  readonly warnings: readonly string[];
  /** Number of rows, where the beginning is all of the table. */
  readonly length: number | undefined;
  /** Can be read once. Throws DataError at the end if the table has fewer rows than there are of features. */
  readonly rows: AsyncIterable<TableRow>;
  /**
   * What the model is given of a row that was read; a row that lacks something, or has a cell that is no number in a column that the model
   * reads, has the reason.
   */
  structureOf(row: TableRow): Structure;
}

interface Reading {
  readonly chemistry: Chemistry;
  readonly signal: AbortSignal | undefined;
}

/** Throws DataError for a table without molecules, or where what the model wants beside them is missing. */
export async function openMoleculeTable(
  { card, path }: Pick<ModelFile, 'card' | 'path'>,
  options: MoleculeTableOptions,
  { chemistry, signal }: Reading,
): Promise<MoleculeTable> {
  const { featuresPath, areTyped } = options;
  const ownColumns = tableColumns(card);
  if (areTyped) refuseTyped({ ownColumns, ofFile: featuresPath === undefined ? fileColumns(card) : [] }, path);
  const features = await openFileFeatures(card, options, path);
  const found = await openTable(options.input, { header: options.header ?? true, range: options.range });
  const opened = signal ? interruptibleTable(found, signal) : found;
  const followed = features && followFeatures([opened], features.table);
  const table = followed?.tables[0] ?? opened;
  const counts = ownColumns.map(() => 0);
  const readColumns = ownColumns.length > 0 ? columnReader(table, ownColumns) : undefined;
  const { sample, isWhole, rows } = await beginningOf(table, options);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const wanted = { smilesColumns: options.smilesColumns };
  const { smiles = 0, notes } = chooseColumns(table, wanted, { sample, isMolecule, wantTargets: false });
  const known = table.notes.length;
  return {
    ...table,
    smilesColumn: smiles,
    notes: [...table.notes, ...notes, ...decimalNote(table, sample, smiles)],
    laterNotes: () => [
      ...table.notes.slice(known),
      ...(readColumns?.notes() ?? []),
      ...missingNote(ownColumns, counts),
    ],
    warnings: features?.warnings ?? [],
    length: isWhole ? sample.length : undefined,
    rows: features ? withRowsOf(rows, features.table, table.name) : rows,
    structureOf: structureReader(
      smiles,
      given({ file: features, followed, columns: readColumns && rowReader(readColumns, counts) }),
    ),
  };
}

/** counts: goes up for each value that a row lacks, [columns]. A row with a cell that is no number gets the reason. */
function rowReader({ of }: ColumnReader, counts: number[]): (row: TableRow) => RowFeatures {
  return (row) => {
    try {
      const features = of(row);
      features.forEach((value, column) => {
        if (Number.isNaN(value)) counts[column]!++;
      });
      return { features };
    } catch (error) {
      if (error instanceof DataError) return { reason: error.what };
      throw error;
    }
  };
}

interface Beginning {
  readonly sample: readonly TableRow[];
  readonly isWhole: boolean;
  readonly rows: AsyncIterable<TableRow>;
}

/** What the columns are is seen in the beginning of the table, whatever part of it is read. */
async function beginningOf(table: Table, { input, range, header = true }: MoleculeTableOptions): Promise<Beginning> {
  if (!range) return sampleRows(table);
  const { sample, rows } = await sampleRows(await openTable(input, { header }));
  // Begun and left, the rows close their file.
  for await (const _row of rows) break;
  return { sample, isWhole: false, rows: table.rows };
}

interface GivenSources {
  readonly file: OpenFileFeatures | undefined;
  readonly followed: FeatureRows | undefined;
  readonly columns: ((row: TableRow) => RowFeatures) | undefined;
}

/** What is given of each row: by the file first, then by its own columns. Undefined for a model that wants neither. */
function given({ file, followed, columns }: GivenSources): ((row: TableRow) => RowFeatures) | undefined {
  if (!file && !columns) return undefined;
  return (row) => {
    const ofFile = file && followed ? featuresOf(file, followed.of(row.row)) : { features: [] };
    if (!columns || ofFile.reason !== undefined) return ofFile;
    const own = columns(row);
    return own.features ? { features: [...Array.from(ofFile.features ?? []), ...Array.from(own.features)] } : own;
  };
}

function featuresOf({ read, table }: OpenFileFeatures, found: FeatureRow): RowFeatures {
  if ('row' in found) return { features: read(found.row) };
  return { reason: `${table.name} has no features of the ${table.ids!.column} "${found.lacking}"` };
}

/** The rows, and DataError at their end if there were fewer of them than of features. */
async function* withRowsOf(
  rows: AsyncIterable<TableRow>,
  features: FeatureTable,
  tableName: string,
): AsyncGenerator<TableRow> {
  let count = 0;
  for await (const row of rows) {
    count++;
    yield row;
  }
  requireRows(features, count, tableName);
}

interface Wanted {
  readonly ownColumns: readonly string[];
  readonly ofFile: readonly string[];
}

function refuseTyped({ ownColumns, ofFile }: Wanted, where: string): void {
  const names = [...ofFile, ...ownColumns];
  if (names.length === 0) return;
  const listed = names.slice(0, 10).join(', ') + (names.length > 10 ? ', ...' : '');
  const columns = ownColumns.length > 0 ? ` and the columns ${ownColumns.join(', ')}` : '';
  const file = ofFile.length > 0 ? `, and a file of features with ${setting('data.featuresPath')}` : '';
  throw new DataError({
    code: 'features-missing',
    path: ['data', 'paths'],
    what: `SMILES alone are given, and the model reads ${names.length} features beside them: ${listed}`,
    where,
    advice: `Give a table in place of the SMILES: a CSV with a column of SMILES${columns}${file}.`,
  });
}
