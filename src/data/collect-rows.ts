/** The first pass of loading: molecules parsed, the cells of the chosen columns kept, refused rows listed. */
import { DataError } from '../base/index.ts';
import type { Chemistry, Molecule } from '../chem/index.ts';
import type { ColumnChoice } from './columns/choose-columns.ts';
import type { Reject } from './dataset.ts';
import { readLabel } from './labels/label-cell.ts';
import type { LoadOptions } from './load-options.ts';
import { MoleculeCounts } from './molecules/molecule-counts.ts';
import { isRefused, readMolecule } from './molecules/read-molecule.ts';
import { strictError } from './rejects.ts';
import { partOf } from './splits/column-split.ts';
import type { PartName } from './splits/split.ts';
import type { Table, TableRow } from './tables/table.ts';

export interface CollectedRows {
  readonly molecules: Molecule[];
  /** Zero-based table rows and lines of the molecules. */
  readonly rows: number[];
  readonly lines: number[];
  /** [tasks][molecules], as the file has them. */
  readonly targetCells: string[][];
  /** [tasks][molecules]: cells of the columns with the relation and the unit of each target's values, where there are such. */
  readonly relationCells: (string[] | undefined)[];
  readonly unitCells: (string[] | undefined)[];
  /** [columns][molecules]: cells of relations that belong to no target for certain. */
  readonly looseCells: string[][];
  readonly parts?: (PartName | undefined)[];
  readonly weights?: number[];
  /** Dataset.conditions. */
  readonly conditions?: string[];
  readonly rejects: Reject[];
  /** Rows of the table up to the last one that is not blank, refused ones included. */
  readonly tableLength: number;
  /** Rows among them without any text. */
  readonly blankRows: number;
  readonly notes: string[];
  readonly warnings: string[];
}

const progressEvery = 1000;

export async function collectRows(
  table: Table,
  choice: ColumnChoice,
  chemistry: Chemistry,
  options: LoadOptions,
): Promise<CollectedRows> {
  const { smiles, targets, splits, weight } = choice;
  const kept = keptColumns(choice);
  const molecules: Molecule[] = [];
  const [rows, lines]: number[][] = [[], []];
  const targetCells: string[][] = targets.map(() => []);
  const parts: (PartName | undefined)[] = [];
  const weights: number[] = [];
  const conditionsOf = conditionReader(table, options);
  const conditions: string[] = [];
  const reader = new RowReader(table, smiles, chemistry, options);
  let read = 0;
  for await (const row of table.rows) {
    options.signal?.throwIfAborted();
    if (++read % progressEvery === 0) options.onProgress?.(read);
    const molecule = reader.read(row);
    if (!molecule) continue;
    molecules.push(molecule);
    rows!.push(row.row);
    lines!.push(row.line);
    targets.forEach((column, task) => {
      targetCells[task]!.push(row.cells[column]!);
    });
    for (const { column, cells } of kept.all) cells.push(row.cells[column]!);
    if (conditionsOf) conditions.push(conditionsOf(row));
    if (splits !== undefined) parts.push(partOf(row.cells[splits]!, locationOf(table, row, splits)));
    if (weight !== undefined) weights.push(weightOf(row.cells[weight]!, locationOf(table, row, weight)));
  }
  options.onProgress?.(read);
  return {
    ...(conditionsOf && { conditions }),
    molecules,
    rows: rows!,
    lines: lines!,
    targetCells,
    relationCells: kept.relations,
    unitCells: kept.units,
    looseCells: kept.loose,
    ...(splits !== undefined && { parts }),
    ...(weight !== undefined && { weights }),
    rejects: reader.rejects,
    tableLength: reader.tableLength,
    blankRows: reader.blankRows,
    notes: rowNotes(reader, options),
    warnings: reader.counts.warnings(),
  };
}

/** The molecules of a table row by row, and what is to be known of the rows. */
export class RowReader {
  readonly rejects: Reject[] = [];
  readonly counts = new MoleculeCounts();
  /** Rows without any text. */
  blank = 0;
  /** Rows of the table up to the last one that is not blank, and blank ones among them. */
  tableLength = 0;
  blankRows = 0;
  readonly #table: Pick<Table, 'name' | 'columns'>;
  readonly #smiles: number | undefined;
  readonly #chemistry: Chemistry;
  readonly #options: LoadOptions;

  /** smiles: its column; undefined: structures are no cells. */
  constructor(
    table: Pick<Table, 'name' | 'columns'>,
    smiles: number | undefined,
    chemistry: Chemistry,
    options: LoadOptions,
  ) {
    this.#table = table;
    this.#smiles = smiles;
    this.#chemistry = chemistry;
    this.#options = options;
  }

  /** Undefined for a blank row and a refused one. Throws DataError for one that is refused, if `onInvalid` says so. */
  read(row: TableRow): Molecule | undefined {
    if (isBlank(row)) {
      this.blank++;
      return undefined;
    }
    [this.tableLength, this.blankRows] = [row.row + 1, this.blank];
    const found = readMolecule(row, this.#smiles ?? 0, this.#chemistry, this.#options);
    if (isRefused(found)) {
      const reject = rejectOf(this.#table, row, this.#smiles, found);
      if (this.#options.onInvalid === 'error') throw strictError(reject);
      this.rejects.push(reject);
      return undefined;
    }
    this.counts.add(found);
    return found.molecule;
  }
}

/** What users should know of rows that were read. */
export function rowNotes(
  {
    blank,
    counts,
    rejects,
  }: { readonly blank: number; readonly counts: MoleculeCounts; readonly rejects: readonly Reject[] },
  { largestFragment = false }: Pick<LoadOptions, 'largestFragment'>,
): string[] {
  return [...blankNote(blank), ...counts.notes(largestFragment), ...rejectNotes(rejects)];
}

/** A row of a spreadsheet that was never filled: `,,`. */
function isBlank({ cells, molblock }: TableRow): boolean {
  return molblock === undefined && cells.every((cell) => cell.trim() === '');
}

function blankNote(blank: number): string[] {
  return blank === 0 ? [] : [`Blank rows, left out: ${blank}.`];
}

/** Equal texts for equal conditions: 25 and 25.0 are the same. Columns that the table lacks are told where they are read as features. */
function conditionReader(
  { columns }: Pick<Table, 'columns'>,
  { conditionColumns = [] }: Pick<LoadOptions, 'conditionColumns'>,
): ((row: TableRow) => string) | undefined {
  const positions = conditionColumns.map((column) => columns.indexOf(column)).filter((position) => position >= 0);
  if (positions.length === 0) return undefined;
  return ({ cells }) =>
    positions
      .map((position) => {
        const cell = readLabel(cells[position]!);
        return 'value' in cell ? cell.value : cells[position]!.trim();
      })
      .join('\t');
}

interface KeptColumns {
  readonly all: readonly { readonly column: number; readonly cells: string[] }[];
  readonly relations: (string[] | undefined)[];
  readonly units: (string[] | undefined)[];
  readonly loose: string[][];
}

/** Room for the cells of the columns that say how values are meant. */
function keptColumns({ relations, units, looseRelations }: ColumnChoice): KeptColumns {
  const byColumn = new Map<number, string[]>();
  const cellsOf = (column: number): string[] => {
    if (!byColumn.has(column)) byColumn.set(column, []);
    return byColumn.get(column)!;
  };
  const kept = {
    relations: relations.map((column) => (column === undefined ? undefined : cellsOf(column))),
    units: units.map((column) => (column === undefined ? undefined : cellsOf(column))),
    loose: looseRelations.map(cellsOf),
  };
  return { ...kept, all: Array.from(byColumn, ([column, cells]) => ({ column, cells })) };
}

function rejectOf(
  { name, columns }: Pick<Table, 'name' | 'columns'>,
  { row, line }: TableRow,
  smiles: number | undefined,
  { refusal, reason, value }: { refusal: Reject['kind']; reason: string; value: string },
): Reject {
  const column = smiles === undefined ? 'structure' : columns[smiles]!;
  return { file: name, row, line, column, value, kind: refusal, reason };
}

function rejectNotes(rejects: readonly Reject[]): string[] {
  const texts = {
    missing: 'Rows without a SMILES, left out',
    invalid: 'Rows without a molecule that the toolkit accepts, left out',
    'too large': 'Molecules with too many atoms, left out',
  };
  return Object.entries(texts).flatMap(([kind, text]) => {
    const count = rejects.filter((reject) => reject.kind === kind).length;
    return count === 0 ? [] : [`${text}: ${count}.`];
  });
}

function locationOf({ name, columns }: Table, { line }: TableRow, column: number): string {
  return `${name}, line ${line}, column ${columns[column]}`;
}

function weightOf(cell: string, where: string): number {
  const label = readLabel(cell);
  if (label.kind === 'number' && label.value >= 0) return label.value;
  throw new DataError({
    code: 'weight-unreadable',
    what: `expected a weight of 0 or more and found "${cell}"`,
    where,
    advice: 'Give every row a weight, for instance 1.',
  });
}
