/** Tables of molecules without labels, as pre-training reads them: every readable row of all tables, one after the other. */
import { DataError } from '../base/index.ts';
import { type Chemistry, isRejection, type Molecule } from '../chem/index.ts';
import { collectRows } from './collect-rows.ts';
import { chooseColumns } from './columns/choose-columns.ts';
import type { Reject } from './dataset.ts';
import type { LoadOptions } from './load-options.ts';
import { refuseTooMany } from './rejects.ts';
import { sampleRows } from './tables/sample-rows.ts';
import type { Table } from './tables/table.ts';
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

/** Who takes the molecules, `size` at a time, the last time fewer; they are not kept. */
export interface CorpusVisitor {
  readonly size: number;
  visit(molecules: readonly Molecule[]): Promise<void>;
}

/**
 * Reads tables molecule by molecule: no more than `visitor.size` of them are in memory.
 * Throws DataError if a table holds no molecules, or more than `maxRejected` of its rows are refused.
 */
export async function readCorpus(
  tables: readonly Table[],
  chemistry: Chemistry,
  options: CorpusOptions,
  visitor: CorpusVisitor,
): Promise<CorpusFacts> {
  const seen = new Set<number>();
  let waiting: Molecule[] = [];
  let molecules = 0;
  const hand = async (): Promise<void> => {
    if (waiting.length === 0) return;
    const taken = waiting;
    waiting = [];
    await visitor.visit(taken);
  };
  const onMolecule = (molecule: Molecule): Promise<void> | void => {
    molecules++;
    seen.add(textHash(molecule.canonicalSmiles));
    waiting.push(molecule);
    return waiting.length >= visitor.size ? hand() : undefined;
  };
  const parts: TablePart[] = [];
  for (const table of tables) parts.push(await readPart(table, chemistry, { ...options, onMolecule }));
  await hand();
  const repeated = molecules - seen.size;
  const note = repeated === 0 ? [] : [`Rows that repeat a molecule of an earlier row, kept: ${repeated}.`];
  return joined(parts, note);
}

/** Position of a molecule for messages: `molecules.smi, line 17`. */
export function corpusPlace({ tables, lines }: CorpusFacts, molecule: number): string {
  let before = 0;
  const table = tables.find(({ molecules }) => molecule < (before += molecules));
  return `${table?.name}, line ${lines[molecule]}`;
}

/** All molecules at once, [molecules]. Throws what readCorpus throws. */
export async function corpusMolecules(tables: readonly Table[], chemistry: Chemistry): Promise<Molecule[]> {
  const all: Molecule[] = [];
  await readCorpus(tables, chemistry, {}, { size: 1024, visit: async (molecules) => void all.push(...molecules) });
  return all;
}

interface TablePart extends Omit<CorpusFacts, 'tableRows' | 'lines' | 'tables'> {
  readonly rows: readonly number[];
  readonly lines: readonly number[];
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

async function readPart(
  table: Table,
  chemistry: Chemistry,
  options: CorpusOptions & { readonly onMolecule: (molecule: Molecule) => Promise<void> | void },
): Promise<TablePart> {
  const { name } = table;
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { sample, rows } = await sampleRows(table);
  const { smilesColumns } = options;
  const choice = chooseColumns(table, { smilesColumns }, { sample, isMolecule, wantTargets: false });
  const collected = await collectRows({ ...table, rows }, choice, chemistry, options);
  const { rejects, tableLength, warnings, lines } = collected;
  refuseTooMany(rejects, tableLength, options.maxRejected ?? 0.2, name);
  if (lines.length === 0) {
    const what = tableLength === 0 ? 'the table has no rows' : 'no row holds a molecule that can be used';
    throw new DataError({
      code: 'no-molecules',
      what,
      where: name,
      advice: 'Pre-training needs molecules: a column of SMILES, or an SDF.',
    });
  }
  return {
    name,
    rows: collected.rows,
    lines,
    tableLength,
    rejects,
    notes: [...table.notes, ...choice.notes, ...collected.notes],
    warnings: [...choice.warnings, ...warnings],
  };
}
