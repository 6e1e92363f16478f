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

export type CorpusOptions = Pick<
  LoadOptions,
  'smilesColumns' | 'onInvalid' | 'maxRejected' | 'maxAtoms' | 'largestFragment' | 'atomOrder'
>;

export interface Corpus {
  /** File names. */
  readonly name: string;
  /** [molecules] */
  readonly molecules: readonly Molecule[];
  /** Zero-based row of each, counted on through the tables, rejected rows counted, [molecules]. */
  readonly tableRows: readonly number[];
  /** For messages: `molecules.smi, line 17`, [molecules]. */
  readonly places: readonly string[];
  /** Rows of all tables, rejected ones included. */
  readonly tableLength: number;
  readonly rejects: readonly Reject[];
  /** What was read and chosen, one summary each. */
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/** Throws DataError if a table holds no molecules, or more than `maxRejected` of its rows are refused. */
export async function loadCorpus(
  tables: readonly Table[],
  chemistry: Chemistry,
  options: CorpusOptions = {},
): Promise<Corpus> {
  const parts: Corpus[] = [];
  for (const table of tables) parts.push(await loadPart(table, chemistry, options));
  const joined = <Item>(pick: (part: Corpus) => readonly Item[]): Item[] => parts.flatMap((part) => [...pick(part)]);
  const offsets = parts.map((_, index) => parts.slice(0, index).reduce((sum, { tableLength }) => sum + tableLength, 0));
  const molecules = joined((part) => part.molecules);
  return {
    name: parts.map(({ name }) => name).join(', '),
    molecules,
    tableRows: parts.flatMap(({ tableRows }, index) => tableRows.map((row) => row + offsets[index]!)),
    places: joined(({ places }) => places),
    tableLength: parts.reduce((sum, { tableLength }) => sum + tableLength, 0),
    rejects: joined(({ rejects }) => rejects),
    notes: [...joined(({ notes }) => notes), ...repeatedNote(molecules)],
    warnings: joined(({ warnings }) => warnings),
  };
}

async function loadPart(table: Table, chemistry: Chemistry, options: CorpusOptions): Promise<Corpus> {
  const { name } = table;
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { sample, rows } = await sampleRows(table);
  const { smilesColumns } = options;
  const choice = chooseColumns(table, { smilesColumns }, { sample, isMolecule, wantTargets: false });
  const { lines, rows: tableRows, ...collected } = await collectRows({ ...table, rows }, choice, chemistry, options);
  const { molecules, rejects, tableLength, warnings } = collected;
  refuseTooMany(rejects, tableLength, options.maxRejected ?? 0.2, name);
  if (molecules.length === 0) {
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
    molecules,
    tableRows,
    places: lines.map((line) => `${name}, line ${line}`),
    tableLength,
    rejects,
    notes: [...table.notes, ...choice.notes, ...collected.notes],
    warnings: [...choice.warnings, ...warnings],
  };
}

function repeatedNote(molecules: readonly Molecule[]): string[] {
  const repeated = molecules.length - new Set(molecules.map(({ canonicalSmiles }) => canonicalSmiles)).size;
  return repeated === 0 ? [] : [`Rows that repeat a molecule of an earlier row, kept: ${repeated}.`];
}
