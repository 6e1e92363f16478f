/** Tables of molecules without labels, as pre-training reads them: every readable row of all tables, one after the other. */
import { DataError } from '../base/index.ts';
import { type Chemistry, isRejection, type Molecule } from '../chem/index.ts';
import { RowReader, rowNotes } from './collect-rows.ts';
import { type ColumnChoice, chooseColumns } from './columns/choose-columns.ts';
import type { Reject } from './dataset.ts';
import type { LoadOptions } from './load-options.ts';
import { type CountedMolecules, MoleculeCounts } from './molecules/molecule-counts.ts';
import { refuseTooMany } from './rejects.ts';
import { sampleRows } from './tables/sample-rows.ts';
import type { Table, TableRow } from './tables/table.ts';
import { textHash } from './text-hash.ts';

export type CorpusOptions = Pick<
  LoadOptions,
  'smilesColumns' | 'onInvalid' | 'maxRejected' | 'maxAtoms' | 'largestFragment' | 'atomOrder'
>;

/** What is known of a corpus beside its molecules. */
export interface CorpusFacts {
  /** File names. */
  readonly name: string;
  /** Zero-based row of each molecule, counted on through the tables, rejected rows counted, [molecules]. */
  readonly tableRows: Float64Array;
  /** For messages: file and line of each, [molecules]. */
  readonly lines: Float64Array;
  /** Names of the tables, with the number of molecules of each. */
  readonly tables: readonly { readonly name: string; readonly molecules: number }[];
  /** Rows of all tables, rejected ones included. */
  readonly tableLength: number;
  readonly rejects: readonly Reject[];
  /** What was read and chosen, one summary each. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Rows of one table that are read together, in any thread. Plain data. */
export interface CorpusRows extends Pick<Table, 'name' | 'columns'> {
  /** undefined: structures are no cells. */
  readonly smilesColumn: number | undefined;
  readonly rows: readonly TableRow[];
}

/** What is known of such rows beside their molecules. Plain data. */
export interface RowsRead {
  /** Zero-based table rows, lines and hashes of canonical SMILES, [molecules]. */
  readonly rows: readonly number[];
  readonly lines: readonly number[];
  readonly hashes: readonly number[];
  readonly rejects: readonly Reject[];
  readonly blank: number;
  /** Rows of the table up to the last of these that is not blank; 0 if all are. */
  readonly tableLength: number;
  readonly counted: CountedMolecules;
}

/** Who reads the rows, `size` at a time, fewer at the end of a table. */
export interface CorpusReader {
  readonly size: number;
  /** How many calls may be under way. */
  readonly atOnce: number;
  /** index: counted through all tables. */
  read(rows: CorpusRows, index: number): Promise<RowsRead>;
}

/** The molecules of some rows. Throws DataError for the first that is refused, if `onInvalid` says so. */
export function readRows(
  { name, columns, smilesColumn, rows }: CorpusRows,
  chemistry: Chemistry,
  options: CorpusOptions,
): { readonly molecules: readonly Molecule[]; readonly read: RowsRead } {
  const reader = new RowReader({ name, columns }, smilesColumn, chemistry, options);
  const found = rows.flatMap((row) => {
    const molecule = reader.read(row);
    return molecule ? [{ row, molecule }] : [];
  });
  const molecules = found.map(({ molecule }) => molecule);
  const { rejects, blank, tableLength, counts } = reader;
  return {
    molecules,
    read: {
      rows: found.map(({ row }) => row.row),
      lines: found.map(({ row }) => row.line),
      hashes: molecules.map(({ canonicalSmiles }) => textHash(canonicalSmiles)),
      ...{ rejects, blank, tableLength },
      counted: counts.counted(),
    },
  };
}

/**
 * Reads tables part by part: no more than `reader.atOnce` parts are in memory.
 * Throws DataError if a table holds no molecules, or more than `maxRejected` of its rows are refused.
 */
export async function readCorpus(
  tables: readonly Table[],
  chemistry: Chemistry,
  options: CorpusOptions,
  reader: CorpusReader,
): Promise<CorpusFacts> {
  const parts: TablePart[] = [];
  let begun = 0;
  const counted = { ...reader, read: (rows: CorpusRows) => reader.read(rows, begun++) };
  for (const table of tables) parts.push(await readPart(table, chemistry, options, counted));
  const hashes = parts.flatMap((part) => part.hashes);
  const repeated = hashes.length - new Set(hashes).size;
  const note = repeated === 0 ? [] : [`Rows that repeat a molecule of an earlier row, kept: ${repeated}.`];
  return joined(parts, note);
}

/** Position of a molecule for messages: `molecules.smi, line 17`. */
export function corpusPosition({ tables, lines }: CorpusFacts, molecule: number): string {
  let before = 0;
  const table = tables.find(({ molecules }) => molecule < (before += molecules));
  return `${table?.name}, line ${lines[molecule]}`;
}

/** All molecules at once, [molecules]. Throws what readCorpus throws. */
export async function corpusMolecules(tables: readonly Table[], chemistry: Chemistry): Promise<Molecule[]> {
  const all: Molecule[] = [];
  const read = async (rows: CorpusRows): Promise<RowsRead> => {
    const { molecules, read } = readRows(rows, chemistry, {});
    all.push(...molecules);
    return read;
  };
  await readCorpus(tables, chemistry, {}, { size: 1024, atOnce: 1, read });
  return all;
}

interface TablePart extends Omit<CorpusFacts, 'tableRows' | 'lines' | 'tables'> {
  readonly rows: readonly number[];
  readonly lines: readonly number[];
  readonly hashes: readonly number[];
}

function joined(parts: readonly TablePart[], repeatedNote: readonly string[]): CorpusFacts {
  const lengths = parts.map(({ tableLength }) => tableLength);
  const offsetOf = (part: number): number => lengths.slice(0, part).reduce((sum, length) => sum + length, 0);
  return {
    name: parts.map(({ name }) => name).join(', '),
    tableRows: Float64Array.from(parts.flatMap(({ rows }, part) => rows.map((row) => row + offsetOf(part)))),
    lines: Float64Array.from(parts.flatMap(({ lines }) => lines)),
    tables: parts.map(({ name, rows }) => ({ name, molecules: rows.length })),
    tableLength: offsetOf(parts.length),
    rejects: parts.flatMap(({ rejects }) => rejects),
    notes: [...parts.flatMap(({ notes }) => notes), ...repeatedNote],
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

type TableReader = Omit<CorpusReader, 'read'> & { readonly read: (rows: CorpusRows) => Promise<RowsRead> };

async function readPart(
  table: Table,
  chemistry: Chemistry,
  options: CorpusOptions,
  reader: TableReader,
): Promise<TablePart> {
  const { name } = table;
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { sample, rows } = await sampleRows(table);
  const { smilesColumns } = options;
  const choice = chooseColumns(table, { smilesColumns }, { sample, isMolecule, wantTargets: false });
  const found = await readParts({ ...table, rows }, choice, reader);
  const rejects = found.flatMap((part) => part.rejects);
  const tableLength = Math.max(0, ...found.map((part) => part.tableLength));
  refuseTooMany(rejects, tableLength, options.maxRejected ?? 0.2, name);
  const lines = found.flatMap((part) => part.lines);
  if (lines.length === 0) throw noMolecules(name, tableLength);
  const counts = new MoleculeCounts();
  for (const { counted } of found) counts.addCounted(counted);
  const blank = found.reduce((total, part) => total + part.blank, 0);
  return {
    name,
    rows: found.flatMap((part) => part.rows),
    lines,
    hashes: found.flatMap((part) => part.hashes),
    tableLength,
    rejects,
    notes: [...table.notes, ...choice.notes, ...rowNotes({ blank, counts, rejects }, options)],
    warnings: [...choice.warnings, ...counts.warnings()],
  };
}

function noMolecules(where: string, tableLength: number): DataError {
  const what = tableLength === 0 ? 'the table has no rows' : 'no row holds a molecule that can be used';
  const advice = 'Pre-training needs molecules: a column of SMILES, or an SDF.';
  return new DataError({ code: 'no-molecules', what, where, advice });
}

/** Hands out the rows, and gives back what was found in their order. Throws what the earliest of the failing parts throws. */
async function readParts(
  { name, columns, rows }: Table,
  { smiles: smilesColumn }: ColumnChoice,
  { size, atOnce, read }: TableReader,
): Promise<RowsRead[]> {
  const begun: Promise<RowsRead>[] = [];
  const underWay = new Set<Promise<void>>();
  let hasFailed = false;
  for await (const together of inParts(rows, size)) {
    const reading = read({ name, columns, smilesColumn, rows: together });
    begun.push(reading);
    const done = reading
      .then(
        () => {},
        () => {
          hasFailed = true;
        },
      )
      .finally(() => underWay.delete(done));
    underWay.add(done);
    if (underWay.size >= atOnce) await Promise.race(underWay);
    if (hasFailed) break;
  }
  await Promise.allSettled(begun);
  return await Promise.all(begun);
}

async function* inParts(rows: AsyncIterable<TableRow>, size: number): AsyncGenerator<TableRow[]> {
  let together: TableRow[] = [];
  for await (const row of rows) {
    if (together.push(row) < size) continue;
    yield together;
    together = [];
  }
  if (together.length > 0) yield together;
}
